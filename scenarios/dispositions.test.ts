// R16, R19, R21 with banks that fail as the simulator makes them: partial reports, FAILED when nobody delivered,
// TIMEOUT at the deadline and not before, and answers that come too late change nothing (I4). A whole network in
// virtual time.
import { expect, test } from 'vitest';
import type { IssuerCode } from '../core/banks.ts';
import { DEFAULT_START_MS } from '../core/virtual-clock.ts';
import type { EngineEvent } from '../engine/events.ts';
import { DEFAULT_SETTINGS } from '../engine/settings.ts';
import { issuerSettingsFrom } from '../simulator/issuer/settings-schema.ts';
import { answerOf } from '../simulator/people/ground-truth.ts';
import { judge } from './oracle/oracle.ts';
import { restraintOf } from './oracle/run-record.ts';
import { applyFor, registerPerson, verifyUser, viewReport } from './play/app-user.ts';
import { observeQueries } from './play/observation.ts';
import { createVirtualNetwork } from './virtual/virtual-network.ts';

const HOUR_MS = 3_600_000;
const GOOD = { latency: { fixed: '100ms' } };

/** A network whose banks are good but for these, and one person who is registered. */
const setUp = async (settings: Readonly<Partial<Record<IssuerCode, object>>>) => {
  const network = createVirtualNetwork({
    seed: 5,
    issuerSettings: (bank) => issuerSettingsFrom(settings[bank] ?? GOOD, { originMs: DEFAULT_START_MS }),
  });
  const { engine, events, people, clock } = network;
  const log: EngineEvent[] = [];
  events.subscribe((event) => log.push(event));
  await engine.start();
  const person = people.find(people.persona('many-cards'));
  if (person === undefined) throw new Error('the persona does not exist');
  const user = await registerPerson(engine, person);
  const apply = async (banks: readonly string[], verificationId?: string) => {
    const applied =
      verificationId === undefined
        ? await applyFor(engine, user, banks)
        : await engine.applications.apply(user, { verificationId, banks, idempotencyKey: undefined });
    if (!applied.ok) throw new Error(`the application was refused: ${applied.failure.code}`);
    return applied.value;
  };
  const recordOf = async (queryId: string) => {
    const record = await engine.reports.recordOf(user, queryId);
    if (record === undefined) throw new Error(`query ${queryId} is gone`);
    const { status, dispositions } = record;
    return { status, ...Object.fromEntries(dispositions.map(({ bank, disposition }) => [bank, disposition])) };
  };
  const notices = async () => (await engine.messagesTo(user.mobile, 100)).filter(({ text }) => !/[0-9]{6}/.test(text));
  /** What the oracle says about everything so far. */
  const judged = async () =>
    judge({
      queries: (await observeQueries(network, [user])).map((query) => ({
        ...query,
        // How many there are of all queries together is asserted by each test.
        messages: query.messages.filter(({ messageId }) => messageId === query.record.queryId),
      })),
      events: log,
      untilMs: clock.now(),
      intervalMs: DEFAULT_SETTINGS.intervalMs,
      throttle: DEFAULT_SETTINGS.throttle,
      restraint: restraintOf(DEFAULT_SETTINGS),
      truthOn: (idNumber, bank, day) => answerOf(people.holding(idNumber, bank), day),
    });
  return { ...network, user, log, apply, recordOf, notices, judged };
};

/** How a bank can be silent for a whole day. */
const SILENT: Readonly<Record<string, object>> = {
  'hangs on every call': { ...GOOD, faults: [{ kind: 'hang' }] },
  'is out of order': { ...GOOD, faults: [{ kind: 'outage', for: '48h' }] },
  'refuses every connection': { ...GOOD, faults: [{ kind: 'refuse' }] },
  'says later on every call': { ...GOOD, faults: [{ kind: 'status', status: 503, retryAfter: '60s' }] },
  'resets every connection': { ...GOOD, faults: [{ kind: 'reset' }] },
  'accepts, and does not come to an end': { mode: 'poll', latency: { fixed: '24h' } },
};

for (const [how, settings] of Object.entries(SILENT)) {
  test(`a bank that ${how} is PENDING to the last millisecond, then TIMEOUT (R19)`, async () => {
    const network = await setUp({ CMB: settings });
    const { clock, engine, user } = network;
    const { queryId, deadlineMs } = await network.apply(['ICBC', 'CMB', 'CZB']);
    await clock.runUntil(deadlineMs - 1);
    expect(await network.recordOf(queryId)).toEqual({
      status: 'RUNNING',
      ICBC: 'DELIVERED',
      CMB: 'PENDING',
      CZB: 'DELIVERED',
    });
    expect(await network.notices()).toEqual([]);
    await clock.runUntil(deadlineMs);
    expect(await network.recordOf(queryId)).toEqual({
      status: 'READY',
      ICBC: 'DELIVERED',
      CMB: 'TIMEOUT',
      CZB: 'DELIVERED',
    });
    const report = await viewReport(engine, user, queryId);
    expect(report.ok && report.value.banks.map(({ disposition }) => disposition)).toEqual([
      'DELIVERED',
      'TIMEOUT',
      'DELIVERED',
    ]);
    const ended = network.log.filter((event) => event.type === 'query-ended');
    expect(ended).toEqual([expect.objectContaining({ status: 'READY', atMs: deadlineMs })]);
    await clock.runUntil(deadlineMs + 50 * HOUR_MS);
    expect(network.log.filter(({ type, atMs }) => type === 'call-started' && atMs > deadlineMs)).toEqual([]);
    expect(await network.judged()).toEqual([]);
    expect(await network.notices()).toHaveLength(1);
  });
}

test('an answer that is called back hours after the deadline changes nothing (R20, I4)', async () => {
  // Out of order for half a day, it accepts the inquiry then, and needs twenty hours.
  const faults = [{ kind: 'outage', for: '12h' }];
  const network = await setUp({ PSBC: { mode: 'callback', latency: { fixed: '20h' }, faults } });
  const { clock, engine, user } = network;
  const { queryId, deadlineMs } = await network.apply(['ICBC', 'PSBC']);
  await clock.runUntil(deadlineMs);
  const before = await viewReport(engine, user, queryId);
  await clock.runUntil(deadlineMs + 10 * HOUR_MS);
  const receipts = network.log.flatMap((event) => (event.type === 'callback-received' ? [event.receipt] : []));
  expect(receipts).toEqual(['ignored']);
  expect(await viewReport(engine, user, queryId)).toEqual(before);
  expect(await network.recordOf(queryId)).toEqual({ status: 'READY', ICBC: 'DELIVERED', PSBC: 'TIMEOUT' });
  expect(await network.notices()).toHaveLength(1);
  expect(await network.judged()).toEqual([]);
});

test('when all banks are silent the query FAILED at the deadline: no report, one message, open again at once (R21)', async () => {
  const silent = { ...GOOD, faults: [{ kind: 'hang', for: '24h' }] };
  const network = await setUp({ ICBC: silent, CMB: silent });
  const { clock, engine, user } = network;
  const { queryId, deadlineMs } = await network.apply(['ICBC', 'CMB']);
  await clock.runUntil(deadlineMs - 60_000);
  const next = await verifyUser(engine, user);
  await clock.runUntil(deadlineMs);
  expect(await network.recordOf(queryId)).toEqual({ status: 'FAILED', ICBC: 'TIMEOUT', CMB: 'TIMEOUT' });
  expect(await viewReport(engine, user, queryId)).toEqual({ ok: false, failure: { code: 'QUERY_FAILED' } });
  expect(await network.notices()).toHaveLength(1);
  const second = await network.apply(['ICBC'], next);
  expect(second.acceptedAtMs).toBe(deadlineMs);
  await clock.runUntil(deadlineMs + HOUR_MS);
  expect(await network.recordOf(second.queryId)).toEqual({ status: 'READY', ICBC: 'DELIVERED' });
  expect(await network.notices()).toHaveLength(2);
  expect(await network.judged()).toEqual([]);
});

test('when no bank can be understood the query FAILED at once, and the next application is open in that instant (R16, R21)', async () => {
  const odd = { ...GOOD, faults: [{ kind: 'status', status: 418, for: '2m' }] };
  const network = await setUp({ ICBC: odd, CMB: odd });
  const { clock, engine, user } = network;
  const first = await verifyUser(engine, user);
  await clock.runUntil(clock.now() + 60_000);
  const next = await verifyUser(engine, user);
  const { queryId, acceptedAtMs } = await network.apply(['ICBC', 'CMB'], first);
  await clock.runUntil(acceptedAtMs + 1000);
  expect(await network.recordOf(queryId)).toEqual({ status: 'FAILED', ICBC: 'FAILED', CMB: 'FAILED' });
  expect(network.log.filter(({ type }) => type === 'call-started')).toHaveLength(2);
  const second = await network.apply(['CZB'], next);
  await clock.runUntil(clock.now() + 1000);
  expect(await network.recordOf(second.queryId)).toEqual({ status: 'READY', CZB: 'DELIVERED' });
  expect(await network.judged()).toEqual([]);
});

test('one bank that delivers is enough for a report, whatever became of the others (R21, R22)', async () => {
  const network = await setUp({
    ABC: { ...GOOD, faults: [{ kind: 'status', status: 422 }] },
    CMB: { ...GOOD, faults: [{ kind: 'status', status: 400 }] },
    CZB: { ...GOOD, faults: [{ kind: 'hang' }] },
    HXB: { ...GOOD, faults: [{ kind: 'wrong-answer', what: 'full-pan' }] },
  });
  const { queryId, deadlineMs } = await network.apply(['ICBC', 'ABC', 'CMB', 'CZB', 'HXB']);
  await network.clock.runUntil(deadlineMs);
  expect(await network.recordOf(queryId)).toEqual({
    status: 'READY',
    ICBC: 'DELIVERED',
    ABC: 'DENIED',
    CMB: 'FAILED',
    CZB: 'TIMEOUT',
    HXB: 'FAILED',
  });
  expect(await network.judged()).toEqual([]);
});
