// Issuer calls per second of processor time, that is of one core, of the whole network under virtual time: engine,
// store in memory, issuers.
import { DAY_MS } from '../core/calendar.ts';
import { DEFAULT_SETTINGS } from '../engine/settings.ts';
import { applyFor, registerPerson } from '../scenarios/play/app-user.ts';
import { createVirtualNetwork } from '../scenarios/virtual/virtual-network.ts';
import { type BenchRow, median, perSecond } from './table.ts';

const ROUNDS = 3;
const QUERIES = 5000;
const PAUSE_MS = 20;
export const VIRTUAL_BOUND = 60_000;

/** One round: people register, apply 20 ms apart, and a day passes. How many calls a second of processor time. */
const round = async (seed: number): Promise<number> => {
  const network = createVirtualNetwork({
    seed,
    settings: { throttle: { ...DEFAULT_SETTINGS.throttle, burst: QUERIES } },
  });
  const { engine, people, clock, events } = network;
  let calls = 0;
  let ready = 0;
  events.subscribe(({ type }) => {
    if (type === 'call-ended') calls++;
    if (type === 'query-ended') ready++;
  });
  await engine.start();
  const before = process.cpuUsage();
  for (let at = 0; at < QUERIES; at++) {
    const person = people.find(people.at(at));
    if (person === undefined) throw new Error('The population lists somebody who does not exist');
    const user = await registerPerson(engine, person);
    const applied = await applyFor(engine, user);
    if (!applied.ok) throw new Error(`The engine refused under benchmark: ${applied.failure.code}`);
    await clock.runUntil(clock.now() + PAUSE_MS);
  }
  await clock.runUntil(clock.now() + DAY_MS);
  const { user, system } = process.cpuUsage(before);
  const usedMs = (user + system) / 1000;
  await engine.stop();
  if (ready !== QUERIES) throw new Error(`Only ${ready} of ${QUERIES} queries ended`);
  return (calls * 1000) / usedMs;
};

export const benchVirtualTime = async (): Promise<readonly BenchRow[]> => {
  const rounds: number[] = [];
  for (let at = 0; at < ROUNDS; at++) rounds.push(await round(at + 1));
  const middle = median(rounds);
  return [
    {
      what: 'virtual time, issuer calls (register to report)',
      ours: perSecond(middle),
      beside: '',
      ratio: '',
      bound: `>= ${perSecond(VIRTUAL_BOUND)}: ${middle >= VIRTUAL_BOUND ? 'kept' : 'NOT KEPT'}`,
    },
  ];
};
