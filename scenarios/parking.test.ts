// Banks that are down while there are few places for running queries: what only waits gives its place up, so that no
// other bank feels it (R15), and comes back for its banks, a callback or its deadline (R18 to R20), with any store.
import { expect, test } from 'vitest';
import { DEFAULT_START_MS } from '../core/virtual-clock.ts';
import type { EngineEvent } from '../engine/events.ts';
import { createMemoryStore } from '../engine/store/memory.ts';
import type { Store, User } from '../engine/store/port.ts';
import { openTemporaryStore } from '../engine/store/temporary-store-fixture.ts';
import { DEFAULT_ISSUER_SETTINGS } from '../simulator/issuer/settings.ts';
import { issuerSettingsFrom } from '../simulator/issuer/settings-schema.ts';
import { applyInTurn, firstPeople } from './play/app-user.ts';
import { playOutage } from './virtual/outage-run.ts';
import { createVirtualNetwork, type VirtualNetwork } from './virtual/virtual-network.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ACTIVE = 50;

test('600 queries during an hour of outage and 50 places: no other bank answers later, and all end after it', async () => {
  const events: EngineEvent[] = [];
  const most = { active: 0, parked: 0 };
  const look = async ({ engine }: VirtualNetwork): Promise<void> => {
    const load = await engine.load();
    most.active = Math.max(most.active, load.activeQueries);
    most.parked = Math.max(most.parked, load.parkedQueries);
  };
  let running: VirtualNetwork | undefined;
  const { network, users, tallies, slowestHealthyMs } = await playOutage({
    seed: 3,
    down: { ICBC: 'refuse' },
    queriesPerSecond: 1 / 6,
    beforeMs: 0,
    outageMs: HOUR_MS,
    afterMs: 0,
    settings: { activeQueries: ACTIVE },
    onEvent: (event) => {
      events.push(event);
      if (running !== undefined) void look(running);
    },
    onApplied: async (started) => {
      running = started;
    },
  });
  expect(users).toHaveLength(600);
  expect(slowestHealthyMs).toBeLessThan(10_000);
  expect(most.active).toBeLessThanOrEqual(ACTIVE);
  expect(most.parked).toBeGreaterThan(500);
  const tally = tallies.get('ICBC');
  expect((tally?.calls ?? Number.NaN) / 600).toBeLessThanOrEqual(1.2);
  expect(tally?.probes).toBeLessThanOrEqual(120);
  expect(tally?.deliveredAfterMs).toBeLessThan(2 * MINUTE_MS);
  const done = events.filter((event) => event.type === 'bank-done');
  expect(new Set(done.map(({ disposition }) => disposition))).toEqual(new Set(['DELIVERED']));
  const ended = events.filter((event) => event.type === 'query-ended');
  expect([ended.length, new Set(ended.map(({ queryId }) => queryId)).size]).toEqual([600, 600]);
  for (const user of users) {
    const [record] = await network.engine.reports.records(user);
    const messages = await network.engine.messagesTo(user.mobile, 100);
    expect(record?.status).toBe('READY');
    expect(messages.filter(({ text }) => !/[0-9]{6}/.test(text))).toHaveLength(1);
  }
  expect(await network.engine.load()).toMatchObject({ activeQueries: 0, parkedQueries: 0, waitingQueries: 0 });
});

test('a bank that serves only some, or is slow, takes no places of others either (R15)', async () => {
  const bad = [
    { kind: 'status', status: 503, share: 0.9 },
    { kind: 'hang', share: 1 },
  ];
  for (const as of bad) {
    const done: number[] = [];
    const acceptedAtMs = new Map<string, number>();
    const settings = issuerSettingsFrom({ faults: [{ ...as, for: '30m' }] }, { originMs: DEFAULT_START_MS });
    const { network, users } = await applied(600, {
      settings,
      inFlightPerIssuer: 8,
      pauseMs: 100,
      onEvent: (event) => {
        if (event.type === 'query-accepted') acceptedAtMs.set(event.queryId, event.atMs);
        if (event.type !== 'bank-done' || event.bank !== 'CMB') return;
        done.push(event.atMs - (acceptedAtMs.get(event.queryId) ?? 0));
      },
    });
    await network.clock.runUntil(network.clock.now() + 10_000);
    expect(done, as.kind).toHaveLength(600);
    expect(Math.max(...done), as.kind).toBeLessThan(10_000);
    await network.clock.runUntil(DEFAULT_START_MS + 2 * HOUR_MS);
    const records = (await Promise.all(users.map((user) => network.engine.reports.records(user)))).flat();
    const ends = records.map(({ status, dispositions }) => `${status} ${dispositions.map((one) => one.disposition)}`);
    expect([ends.length, new Set(ends)], as.kind).toEqual([600, new Set(['READY DELIVERED,DELIVERED'])]);
  }
});

/** Settings of a bank that refuses from the start for so long. */
const refusing = (forMs: number) =>
  issuerSettingsFrom(
    { faults: [{ kind: 'outage', as: 'refuse', from: '0ms', for: `${forMs}ms` }] },
    { originMs: DEFAULT_START_MS },
  );

/** A network in which ICBC has these settings, with people who have applied to it and CMB, by default one a second. */
const applied = async (people: number, options: AppliedOptions) => {
  const {
    settings,
    pauseMs = 1000,
    store = createMemoryStore(),
    onEvent = () => undefined,
    onFault,
    ...changed
  } = options;
  const network = createVirtualNetwork({
    seed: 11,
    store,
    settings: { activeQueries: ACTIVE, ...changed },
    ...(onFault && { onFault }),
    issuerSettings: (bank) => (bank === 'ICBC' ? settings : DEFAULT_ISSUER_SETTINGS),
  });
  const events: EngineEvent[] = [];
  network.events.subscribe((event) => events.push(event));
  network.events.subscribe(onEvent);
  await network.engine.start();
  const users = await applyInTurn(network, firstPeople(network, people), { pauseMs, banks: ['ICBC', 'CMB'] });
  return { network, users, events };
};

interface AppliedOptions {
  readonly settings: ReturnType<typeof refusing>;
  readonly pauseMs?: number;
  readonly deadlineMs?: number;
  readonly inFlightPerIssuer?: number;
  readonly onEvent?: (event: EngineEvent) => void;
  readonly store?: Store;
  readonly onFault?: (error: unknown) => void;
}

const userAt = (users: readonly User[], at: number): User => {
  const user = users[at];
  if (user === undefined) throw new Error(`the fixture has no user ${at}`);
  return user;
};

const parkedIn = async ({ engine }: VirtualNetwork): Promise<number> => (await engine.load()).parkedQueries;

test('a bank that is down is probed on and on, though nobody applies any more and its queries are parked (R18)', async () => {
  const { network, events } = await applied(55, { settings: refusing(4 * HOUR_MS) });
  await network.clock.runUntil(DEFAULT_START_MS + 4 * HOUR_MS);
  const probes = events.filter((event) => event.type === 'call-started').filter(({ isProbe }) => isProbe);
  const gapsMs = probes.map(({ atMs }, nth) => atMs - (probes[nth - 1]?.atMs ?? atMs));
  expect(probes.length).toBeGreaterThan(240);
  // The longest pause of a circuit is a minute.
  expect(Math.max(...gapsMs)).toBeLessThanOrEqual(MINUTE_MS + 1000);
  // Each probe was some inquiry's call, after which it pauses as any other: a quarter of an hour at most.
  await network.clock.runUntil(network.clock.now() + 17 * MINUTE_MS);
  expect(events.filter((event) => event.type === 'query-ended')).toHaveLength(55);
});

test('a parked query ends at its deadline to the millisecond, with what the other banks have told (R19)', async () => {
  const deadlineMs = 10 * MINUTE_MS;
  const { network, events } = await applied(200, { settings: refusing(HOUR_MS), deadlineMs });
  expect(await parkedIn(network)).toBeGreaterThan(100);
  await network.clock.runUntil(network.clock.now() + deadlineMs);
  const acceptedAtMs = new Map<string, number>();
  const took: number[] = [];
  for (const event of events) {
    if (event.type === 'query-accepted') acceptedAtMs.set(event.queryId, event.atMs);
    if (event.type === 'query-ended') took.push(event.atMs - (acceptedAtMs.get(event.queryId) ?? 0));
  }
  expect([took.length, new Set(took)]).toEqual([200, new Set([deadlineMs])]);
  const done = events.filter((event) => event.type === 'bank-done');
  const ends = new Set(done.map(({ bank, disposition }) => `${bank} ${disposition}`));
  expect(ends).toEqual(new Set(['ICBC TIMEOUT', 'CMB DELIVERED']));
  expect(await parkedIn(network)).toBe(0);
});

test('a callback for a parked inquiry is taken, and its repeat is ignored (R20)', async () => {
  const { network, users } = await applied(200, { settings: refusing(12 * HOUR_MS) });
  const before = await parkedIn(network);
  const receipts = new Map<string, number>();
  for (const user of users) {
    const [record] = await network.engine.reports.records(user);
    const inquiryId = `${record?.queryId}-ICBC`;
    const body = { inquiryId, issuer: 'ICBC', respCode: '00', respMsg: '成功', cards: [], unsupported: [] };
    for (const nth of ['first', 'repeat']) {
      const { kind } = await network.engine.receiveCallback('ICBC', inquiryId, body);
      receipts.set(`${nth} ${kind}`, (receipts.get(`${nth} ${kind}`) ?? 0) + 1);
    }
  }
  expect(before).toBeGreaterThan(100);
  expect(Object.fromEntries(receipts)).toEqual({ 'first taken': 200, 'repeat ignored': 200 });
  expect(await parkedIn(network)).toBe(0);
});

test('where the store cannot read a parked query it stays parked, and the callback for it is not acknowledged', async () => {
  const memory = createMemoryStore();
  let broken = true;
  const store = {
    ...memory,
    reload: async (...wanted: Parameters<typeof memory.reload>) => {
      if (broken) throw new Error('no disk');
      return memory.reload(...wanted);
    },
  };
  const faults: unknown[] = [];
  const onFault = (error: unknown) => faults.push(error);
  const { network, users } = await applied(51, { settings: refusing(HOUR_MS), store, onFault });
  const parked = await parkedIn(network);
  const [record] = await network.engine.reports.records(userAt(users, 10));
  const inquiryId = `${record?.queryId}-ICBC`;
  const body = { inquiryId, issuer: 'ICBC', respCode: '00', respMsg: '成功', cards: [], unsupported: [] };
  await expect(network.engine.receiveCallback('ICBC', inquiryId, body)).rejects.toThrow(/not be read again/);
  expect(faults.length).toBeGreaterThan(0);
  expect(await parkedIn(network)).toBe(parked);
  broken = false;
  expect(await network.engine.receiveCallback('ICBC', inquiryId, body)).toEqual({ kind: 'taken' });
  await network.clock.runUntil(DEFAULT_START_MS + HOUR_MS + 17 * MINUTE_MS);
  expect(await network.engine.load()).toMatchObject({ activeQueries: 0, parkedQueries: 0, waitingQueries: 0 });
});

test('in a file, parked queries are read again when their bank is back, also by the next engine (R14)', async () => {
  const opened = await openTemporaryStore();
  try {
    const { network, users } = await applied(120, { settings: refusing(10 * MINUTE_MS), store: opened.store });
    expect(await parkedIn(network)).toBeGreaterThan(50);
    await network.engine.stop();
    expect(await opened.store.waitingQueries()).toBe(120);
    const next = createVirtualNetwork({
      seed: 11,
      store: opened.store,
      startMs: network.clock.now(),
      settings: { activeQueries: ACTIVE },
      issuerSettings: (bank) => (bank === 'ICBC' ? refusing(10 * MINUTE_MS) : DEFAULT_ISSUER_SETTINGS),
    });
    await next.engine.start();
    await next.clock.runUntil(DEFAULT_START_MS + 5 * MINUTE_MS);
    expect(await parkedIn(next)).toBeGreaterThan(50);
    await next.clock.runUntil(DEFAULT_START_MS + 15 * MINUTE_MS);
    const records = (await Promise.all(users.map((user) => next.engine.reports.records(user)))).flat();
    const ends = records.map(({ status, dispositions }) => `${status} ${dispositions.map((one) => one.disposition)}`);
    expect([ends.length, new Set(ends)]).toEqual([120, new Set(['READY DELIVERED,DELIVERED'])]);
    await next.engine.stop();
  } finally {
    await opened.dispose();
  }
});
