// The calls to one issuer in virtual time: bound, order, circuit and budget put together (R18).
import { expect, test } from 'vitest';
import { createRandom } from '../core/random.ts';
import { nextTurn } from '../core/system-clock.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { type EngineEvent, EventBus } from './events.ts';
import { type CallKind, IssuerLane } from './issuer-lane.ts';
import type { Outcome } from './outcome.ts';
import { DEFAULT_SETTINGS, type EngineSettings } from './settings.ts';

interface Task {
  readonly name: string;
  kind: CallKind;
}

const GOOD: Outcome = { kind: 'denied' };
const BAD: Outcome = { kind: 'unknown', reason: 'ECONNREFUSED' };
const CALL_MS = 100;

/** A lane whose bank serves calls as `isUp` says; each takes 100 ms. */
const setUp = (isUp: (nowMs: number) => boolean, change: Partial<EngineSettings> = {}) => {
  const clock = new VirtualClock({ settle: nextTurn, startMs: 0 });
  const events = new EventBus();
  const turns: string[] = [];
  events.subscribe((event: EngineEvent) => {
    if (event.type === 'circuit-changed') turns.push(event.state);
  });
  const settings = { ...DEFAULT_SETTINGS, inFlightPerIssuer: 4, ...change };
  const calls: { readonly name: string; readonly atMs: number; readonly isProbe: boolean }[] = [];
  let peak = 0;
  const lane: IssuerLane<Task> = new IssuerLane(
    { clock, events, settings, random: createRandom(7) },
    {
      bank: 'CMB',
      kindOf: ({ kind }) => kind,
      call: async (task, isProbe) => {
        const { kind } = task;
        calls.push({ name: task.name, atMs: clock.now(), isProbe });
        peak = Math.max(peak, lane.inFlight);
        task.kind = 'over';
        await clock.sleep(CALL_MS);
        lane.answered(isUp(clock.now()) ? GOOD : BAD, kind, isProbe);
      },
    },
  );
  const enqueue = (kind: CallKind, ...names: string[]): Task[] =>
    names.map((name) => {
      const task = { name, kind };
      lane.enqueue(task);
      return task;
    });
  const names = (): string => calls.map(({ name }) => name).join(' ');
  return { clock, lane, calls, turns, enqueue, names, peak: () => peak };
};

const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => String(at));

test('at most so many calls are in flight, and the order is that of coming', async () => {
  const { clock, enqueue, names, peak } = setUp(() => true);
  enqueue('first', ...numbered(10));
  await clock.runUntil(CALL_MS - 1);
  expect(names()).toBe('0 1 2 3');
  await clock.runUntil(10_000);
  expect(names()).toBe(numbered(10).join(' '));
  expect(peak()).toBe(4);
});

test('who is wanted no more is passed over, and costs neither a call nor a place', async () => {
  const { clock, enqueue, names } = setUp(() => true);
  const tasks = enqueue('first', ...numbered(8));
  for (const task of tasks.slice(4, 7)) task.kind = 'over';
  await clock.runUntil(CALL_MS);
  expect(names()).toBe('0 1 2 3 7');
});

test('an open circuit keeps all but one probe from the bank; the first good one lets them back step by step', async () => {
  const upFromMs = 60_000;
  const { clock, lane, enqueue, calls, turns } = setUp((nowMs) => nowMs >= upFromMs);
  enqueue('first', ...numbered(200));
  await clock.runUntil(upFromMs - 1);
  const early = calls.filter(({ isProbe }) => !isProbe);
  expect(early).toHaveLength(DEFAULT_SETTINGS.circuit.failuresInRow);
  const probes = calls.filter(({ isProbe }) => isProbe).length;
  expect(probes).toBeGreaterThanOrEqual(2);
  expect(probes).toBeLessThanOrEqual(5);
  expect(lane.view).toMatchObject({ inFlight: 0, waiting: 200 - early.length - probes, circuit: { state: 'open' } });
  await clock.runUntil(4 * upFromMs);
  expect(calls).toHaveLength(200);
  expect(turns.slice(-3)).toEqual(['open', 'half-open', 'closed']);
  const closedAtMs = (calls.filter(({ isProbe }) => isProbe).at(-1)?.atMs ?? 0) + CALL_MS;
  const perRound = numbered(5).map(
    (_, round) => calls.filter(({ atMs }) => atMs === closedAtMs + round * CALL_MS).length,
  );
  expect(perRound).toEqual([1, 2, 4, 4, 4]);
});

test('a probe is a fresh inquiry where there is one, for an old one may fail for a reason of its own', async () => {
  const { clock, enqueue, calls } = setUp(() => false);
  enqueue('first', ...numbered(16));
  await clock.runUntil(1000);
  enqueue('retry', 'old');
  enqueue('first', 'new');
  await clock.runUntil(60_000);
  expect(calls.filter(({ isProbe }) => isProbe).map(({ name }) => name)).toEqual(['new', 'old']);
});

test('where nobody waits nothing is probed, and the next to come is the probe', async () => {
  const { clock, enqueue, calls } = setUp(() => false);
  enqueue('first', ...numbered(16));
  await clock.runUntil(600_000);
  expect(calls).toHaveLength(16);
  enqueue('first', 'next');
  await clock.runUntil(600_000);
  expect(calls.at(-1)).toEqual({ name: 'next', atMs: 600_000, isProbe: true });
});

test('retries in vain stay within the budget and are in nobody’s way; served ones are not held up', async () => {
  const retryBudget = { share: 0.1, perSecond: 1, burst: 2 };
  const circuit = { ...DEFAULT_SETTINGS.circuit, failuresInRow: 1000 };
  const { clock, enqueue, names, calls } = setUp((nowMs) => nowMs > 5000, { retryBudget, circuit });
  enqueue('retry', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'r9');
  enqueue('first', 'f1', 'f2', 'f3');
  await clock.runUntil(800);
  expect(names()).toBe('r1 r2 f1 f2 f3 r3');
  await clock.runUntil(4900);
  expect(names()).toBe('r1 r2 f1 f2 f3 r3 r4 r5 r6 r7');
  await clock.runUntil(6000);
  expect(calls).toHaveLength(12);
});

test('a lane that is drained calls no more, however long it waits', async () => {
  const { clock, lane, enqueue, calls } = setUp(() => false);
  enqueue('first', ...numbered(50));
  await clock.runUntil(2000);
  const before = calls.length;
  await lane.drain();
  await clock.runUntil(3_600_000);
  expect(calls).toHaveLength(before);
  expect(clock.pending).toBe(0);
});
