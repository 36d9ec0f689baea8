// Outages under load in virtual time: what banks that are down get of calls, what the others feel of it, and that what
// can end does (R15, R17 to R19). Every run is judged by the whole oracle.
import { expect, test } from 'vitest';
import { DAY_MS } from '../core/calendar.ts';
import { DEFAULT_START_MS } from '../core/virtual-clock.ts';
import type { EngineEvent } from '../engine/events.ts';
import { DEFAULT_SETTINGS, type EngineSettings } from '../engine/settings.ts';
import { createMemoryStore } from '../engine/store/memory.ts';
import { DEFAULT_ISSUER_SETTINGS } from '../simulator/issuer/settings.ts';
import { issuerSettingsFrom } from '../simulator/issuer/settings-schema.ts';
import { answerOf } from '../simulator/people/ground-truth.ts';
import { judge } from './oracle/oracle.ts';
import { restraintOf } from './oracle/run-record.ts';
import { applyInTurn, firstPeople } from './play/app-user.ts';
import { observeQueries } from './play/observation.ts';
import { type OutageOptions, playOutage } from './virtual/outage-run.ts';
import { createVirtualNetwork, type VirtualNetwork } from './virtual/virtual-network.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Room for every query of an outage: each stays open until its banks are back. */
const ACTIVE_QUERIES = 20_000;
/** How the three banks are down: not there, silent, or saying "later". */
const DOWN = { ICBC: 'refuse', ABC: 'hang', CMB: { kind: 'status', status: 503, retryAfter: '30s' } };

const judged = async (
  network: VirtualNetwork,
  users: Parameters<typeof observeQueries>[1],
  events: readonly EngineEvent[],
  settings: EngineSettings = DEFAULT_SETTINGS,
) =>
  judge({
    queries: await observeQueries(network, users),
    events,
    untilMs: network.clock.now(),
    intervalMs: settings.intervalMs,
    throttle: network.engine.settings.throttle,
    restraint: restraintOf(settings),
    truthOn: (idNumber, bank, day) => answerOf(network.people.holding(idNumber, bank), day),
  });

test('three banks down under load get 1.2 calls for each inquiry owed at the most, and no herd after (R18)', async () => {
  const events: EngineEvent[] = [];
  const { network, users, tallies } = await playOutage({
    seed: 3,
    down: DOWN,
    queriesPerSecond: 10,
    beforeMs: 5000,
    outageMs: 10 * MINUTE_MS,
    afterMs: 5000,
    settings: { activeQueries: ACTIVE_QUERIES },
    onEvent: (event) => events.push(event),
  });
  expect([...tallies.keys()]).toEqual(Object.keys(DOWN));
  for (const [bank, tally] of tallies) {
    expect(tally.owed, bank).toBe(6000);
    expect(tally.calls / tally.owed, bank).toBeLessThanOrEqual(1.2);
    // Ten minutes of pauses between half a minute and a whole one, and the first short ones.
    expect(tally.probes, bank).toBeGreaterThan(10);
    expect(tally.probes, bank).toBeLessThanOrEqual(25);
    expect(tally.peakInFlight, bank).toBeLessThanOrEqual(DEFAULT_SETTINGS.inFlightPerIssuer);
  }
  const turned = events
    .filter((event) => event.type === 'circuit-changed')
    .map(({ bank, state }) => `${bank} ${state}`);
  for (const bank of Object.keys(DOWN)) expect(turned).toContain(`${bank} closed`);
  expect(network.engine.circuits().filter(({ state }) => state !== 'closed')).toEqual([]);
  // All calls are judged; of reports a sample, for the truth about a person is made anew for each look.
  const sample = users.filter((_, at) => at % 20 === 0);
  expect(await judged(network, sample, events)).toEqual([]);
});

test('the banks that are up answer every query at the same instant as if the others were not down (R15)', async () => {
  const play = async (down: OutageOptions['down']): Promise<string> => {
    const done: string[] = [];
    await playOutage({
      seed: 5,
      down,
      queriesPerSecond: 10,
      beforeMs: 1000,
      outageMs: 2 * MINUTE_MS,
      afterMs: 1000,
      settings: { activeQueries: ACTIVE_QUERIES },
      onEvent: (event) => {
        if (event.type === 'bank-done' && !(event.bank in DOWN)) {
          done.push(`${event.queryId} ${event.bank} ${event.disposition} ${event.atMs}`);
        }
      },
    });
    return done.sort().join('\n');
  };
  const healthy = await play({});
  expect(healthy.split('\n')).toHaveLength(1220 * 13);
  expect(await play(DOWN)).toBe(healthy);
});

/** A network of which one bank has these faults, and so many people who have applied to it. */
const applied = async (
  people: number,
  {
    faults,
    mode = 'sync',
    pauseMs = 0,
    settings = {},
    store = createMemoryStore(),
  }: {
    readonly faults: readonly object[];
    readonly mode?: 'sync' | 'poll' | 'callback';
    readonly pauseMs?: number;
    readonly settings?: Partial<EngineSettings>;
    readonly store?: ReturnType<typeof createMemoryStore>;
  },
) => {
  const bad = issuerSettingsFrom({ mode, faults }, { originMs: DEFAULT_START_MS });
  const network = createVirtualNetwork({
    seed: 11,
    store,
    settings: { throttle: { burst: 1000, perSecond: 100 }, ...settings },
    issuerSettings: (bank) => (bank === 'CMB' ? bad : DEFAULT_ISSUER_SETTINGS),
  });
  const events: EngineEvent[] = [];
  network.events.subscribe((event) => events.push(event));
  await network.engine.start();
  const users = await applyInTurn(network, firstPeople(network, people), { pauseMs, banks: ['CMB', 'ICBC'] });
  return { ...network, network, users, events };
};

type Applied = Awaited<ReturnType<typeof applied>>;
const callsTo = (events: readonly EngineEvent[], bank = 'CMB') =>
  events.filter((event) => event.type === 'call-started').filter((event) => event.bank === bank);
const statusesOf = async ({ engine, users }: Applied) => {
  const records = (await Promise.all(users.map((user) => engine.reports.records(user)))).flat();
  return new Set(records.map(({ status, dispositions }) => `${status} ${dispositions.map((one) => one.disposition)}`));
};

test('at a bank that serves only some, retries in vain stay within the budget, and all are done once it is healed (I11)', async () => {
  const faults = [{ kind: 'status', status: 503, share: 0.7, for: '30m' }];
  const run = await applied(900, { faults, pauseMs: 50 });
  await run.clock.runUntil(DEFAULT_START_MS + 10 * MINUTE_MS);
  const early = callsTo(run.events);
  expect(early.length).toBeGreaterThan(1500);
  await run.clock.runUntil(DEFAULT_START_MS + HOUR_MS);
  expect(await statusesOf(run)).toEqual(new Set(['READY DELIVERED,DELIVERED']));
  expect(await judged(run.network, run.users, run.events)).toEqual([]);
});

test('every mode and every breakage passes the auditor, and a smaller bound or budget than the engine’s does not', async () => {
  const faults = [
    { kind: 'status', status: 429, retryAfter: '7s', share: 0.2 },
    { kind: 'wrong-answer', what: 'full-pan', share: 0.2 },
    { kind: 'hang', share: 0.1 },
    { kind: 'callback', what: 'duplicate', share: 0.5 },
    { kind: 'burst', good: '60s', bad: '30s' },
  ];
  for (const mode of ['sync', 'poll', 'callback'] as const) {
    const run = await applied(300, { faults, mode, pauseMs: 300 });
    await run.clock.runUntil(DEFAULT_START_MS + DAY_MS + HOUR_MS);
    expect(await judged(run.network, run.users, run.events), mode).toEqual([]);
    const { retryBudget } = DEFAULT_SETTINGS;
    for (const smaller of [{ inFlightPerIssuer: 1 }, { retryBudget: { ...retryBudget, burst: 0, perSecond: 0 } }]) {
      const found = await judged(run.network, run.users, run.events, { ...DEFAULT_SETTINGS, ...smaller });
      expect(new Set(found.map(({ invariant }) => invariant))).toEqual(new Set(['I8']));
    }
  }
});

test('a bank that is down to the end means TIMEOUT at the deadline to the millisecond, circuit or not (R19)', async () => {
  const run = await applied(100, { faults: [{ kind: 'refuse' }], pauseMs: 100 });
  await run.clock.runUntil(DEFAULT_START_MS + DAY_MS + HOUR_MS);
  expect(await statusesOf(run)).toEqual(new Set(['READY TIMEOUT,DELIVERED']));
  const deadlines = new Map(
    run.events.flatMap((event) => (event.type === 'query-accepted' ? [[event.queryId, event.deadlineMs]] : [])),
  );
  const ends = run.events.filter((event) => event.type === 'query-ended');
  expect(ends.map(({ atMs }) => atMs)).toEqual(ends.map(({ queryId }) => deadlines.get(queryId)));
  expect(await judged(run.network, run.users, run.events)).toEqual([]);
});

test('with a deadline of half a minute an open circuit still tries again in time (R19)', async () => {
  const faults = [{ kind: 'refuse', for: '20s' }];
  const run = await applied(100, { faults, settings: { deadlineMs: 30_000 } });
  await run.clock.runUntil(DEFAULT_START_MS + MINUTE_MS);
  expect(run.events.some((event) => event.type === 'circuit-changed' && event.state === 'open')).toBe(true);
  expect(await statusesOf(run)).toEqual(new Set(['READY DELIVERED,DELIVERED']));
});

test('overdue retries of a restart do not storm a dead bank: first failures open the circuit, probes go on (R14, R18)', async () => {
  const store = createMemoryStore();
  const faults = [{ kind: 'hang' }];
  const first = await applied(800, { faults, store, settings: { activeQueries: 1000 } });
  await first.clock.runUntil(DEFAULT_START_MS + 10 * MINUTE_MS);
  await first.engine.stop();
  const startMs = DEFAULT_START_MS + 2 * HOUR_MS;
  const second = createVirtualNetwork({
    seed: 11,
    store,
    startMs,
    issuerSettings: () => issuerSettingsFrom({ faults: [{ kind: 'hang', for: '1h' }] }, { originMs: startMs }),
  });
  const events: EngineEvent[] = [];
  second.events.subscribe((event) => events.push(event));
  await second.engine.start();
  await second.clock.runUntil(startMs + HOUR_MS - 1);
  const calls = callsTo(events);
  expect(calls.filter(({ isProbe }) => !isProbe)).toHaveLength(DEFAULT_SETTINGS.inFlightPerIssuer);
  expect(calls.filter(({ isProbe }) => isProbe).length).toBeLessThanOrEqual(75);
  await second.clock.runUntil(startMs + 2 * HOUR_MS);
  const done = events.filter((event) => event.type === 'bank-done');
  expect(done.map(({ disposition }) => disposition)).toEqual(Array(800).fill('DELIVERED'));
  const record = {
    queries: [],
    untilMs: 0,
    intervalMs: 0,
    throttle: { burst: 1000, perSecond: 100 },
    truthOn: () => ({ cards: [], unsupported: [] }),
  };
  for (const log of [first.events, events]) {
    expect(judge({ ...record, events: log, restraint: restraintOf(DEFAULT_SETTINGS) })).toEqual([]);
  }
});
