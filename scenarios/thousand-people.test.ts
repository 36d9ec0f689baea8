// A thousand people through all sixteen issuers in virtual time, every report held against the ground truth.
import { expect, test } from 'vitest';
import { BANKS } from '../core/banks.ts';
import { DAY_MS } from '../core/calendar.ts';
import { DEFAULT_SETTINGS } from '../engine/settings.ts';
import type { IssuerSettings } from '../simulator/issuer/settings.ts';
import { answerOf } from '../simulator/people/ground-truth.ts';
import { judge } from './oracle/oracle.ts';
import { type ObservedQuery, type RunRecord, restraintOf } from './oracle/run-record.ts';
import { applyFor, registerPerson } from './play/app-user.ts';
import { observeQueries } from './play/observation.ts';
import { createVirtualNetwork, type VirtualNetwork } from './virtual/virtual-network.ts';

const MODES: Readonly<Record<string, IssuerSettings>> = {
  PSBC: { mode: 'callback', latency: { p50Ms: 20_000, p99Ms: 1_800_000 } },
  HXB: { mode: 'poll', latency: { p50Ms: 3000, p99Ms: 60_000 } },
};

const observe = async (network: VirtualNetwork, idNumbers: readonly string[]): Promise<readonly ObservedQuery[]> => {
  const { engine, people, clock } = network;
  const users = [];
  for (const idNumber of idNumbers) {
    const person = people.find(idNumber);
    if (person === undefined) throw new Error('The population lists somebody who does not exist');
    const user = await registerPerson(engine, person);
    const applied = await applyFor(engine, user);
    expect(applied.ok).toBe(true);
    users.push(user);
    await clock.runUntil(clock.now() + 20);
  }
  await clock.runUntil(clock.now() + DAY_MS);
  return observeQueries(network, users);
};

test('a thousand people get a thousand reports, each exactly the truth (I1 to I9)', async () => {
  const network = createVirtualNetwork({
    seed: 42,
    issuerSettings: (bank) => MODES[bank] ?? { mode: 'sync', latency: { p50Ms: 80, p99Ms: 600 } },
  });
  const { people, clock, events, engine } = network;
  const log: RunRecord['events'][number][] = [];
  events.subscribe((event) => log.push(event));
  await engine.start();
  const personas = (
    ['mixed-reasons', 'expired-id', 'no-reserved-mobile', 'cardless-off', 'many-cards', 'no-cards'] as const
  ).flatMap((name) => Array.from({ length: 10 }, (_, at) => people.persona(name, at)));
  const idNumbers = [...personas, ...Array.from({ length: 940 }, (_, at) => people.at(at))];
  const queries = await observe(network, idNumbers);

  expect(queries).toHaveLength(1000);
  expect(queries.filter(({ record }) => record.status === 'READY')).toHaveLength(1000);
  expect(queries.flatMap(({ reports }) => reports)).toHaveLength(2000);
  const run: RunRecord = {
    queries,
    events: log,
    untilMs: clock.now(),
    intervalMs: DEFAULT_SETTINGS.intervalMs,
    throttle: DEFAULT_SETTINGS.throttle,
    restraint: restraintOf(DEFAULT_SETTINGS),
    people: idNumbers.flatMap((idNumber) => people.find(idNumber) ?? []),
    truthOn: (idNumber, bank, day) => answerOf(people.holding(idNumber, bank), day),
  };
  expect(judge(run)).toEqual([]);

  const cards = queries.flatMap(({ reports }) => reports[0]?.cards ?? []);
  const reasons = queries.flatMap(({ reports }) => reports[0]?.banks.flatMap(({ unsupported }) => unsupported) ?? []);
  expect(new Set(cards.map(({ bank }) => bank))).toEqual(new Set(BANKS.map(({ code }) => code)));
  expect(new Set(reasons.map(({ reason }) => reason)).size).toBe(3);
  expect(log.filter(({ type }) => type === 'query-accepted')).toHaveLength(1000);
  await engine.stop();
});

test('two runs of one seed are the same, event by event; another seed is another run (I12)', async () => {
  const play = async (seed: number) => {
    const network = createVirtualNetwork({ seed });
    const log: string[] = [];
    network.events.subscribe((event) => log.push(JSON.stringify(event)));
    await network.engine.start();
    const idNumbers = Array.from({ length: 20 }, (_, at) => network.people.at(at));
    await observe(network, idNumbers);
    await network.engine.stop();
    return log.join('\n');
  };
  const [first, second, other] = [await play(7), await play(7), await play(8)];
  expect(second).toBe(first);
  expect(other).not.toBe(first);
});
