// The open model in virtual time: what is measured is what a user would have waited, whatever the server does.
import { expect, test } from 'vitest';
import { promisesSettled } from '../core/system-clock.ts';
import { DEFAULT_START_MS, VirtualClock } from '../core/virtual-clock.ts';
import { dueTimes } from './arrivals.ts';
import { distributionOf } from './distribution.ts';
import { type Answer, type Arrival, type DriveOutcome, driveOpen, type OpenDrive } from './open-driver.ts';
import { scheduleOf } from './schedule.ts';

const perSecond = (rate: number, forMs: number) => dueTimes([{ fromPerSecond: rate, toPerSecond: rate, forMs }]);

interface Told {
  readonly outcome: DriveOutcome;
  readonly answers: readonly Answer[];
  readonly sentMs: readonly number[];
  /** From the start to the end of the run. */
  readonly tookMs: number;
}

type Send = (clock: VirtualClock, arrival: Arrival, signal: AbortSignal) => Promise<string>;

/** Runs to the end, and tells everything with times from the start. */
const driven = async (
  send: Send,
  options: Pick<OpenDrive, 'dueTimesMs'> & Partial<Omit<OpenDrive, 'send' | 'clock'>>,
  meanwhile: (clock: VirtualClock, startMs: number) => void = () => undefined,
): Promise<Told> => {
  const clock = new VirtualClock({ settle: promisesSettled });
  const startMs = clock.now();
  const answers: Answer[] = [];
  const sentMs: number[] = [];
  let outcome: DriveOutcome | undefined;
  const run = driveOpen({
    drainMs: 10_000,
    ...options,
    clock,
    send: (arrival, signal) => send(clock, arrival, signal),
    onSent: (_arrival, atMs) => sentMs.push(atMs - startMs),
    onAnswer: (answer) => answers.push(answer),
  }).then((told) => {
    outcome = told;
  });
  meanwhile(clock, startMs);
  await clock.runWhile(() => outcome === undefined, startMs + 3_600_000);
  const tookMs = clock.now() - startMs;
  await run;
  if (outcome === undefined) throw new Error('the run did not end');
  return { outcome, answers, sentMs, tookMs };
};

const answeredAfter =
  (delayMs: number): Send =>
  async (clock) => {
    await clock.sleep(delayMs);
    return 'accepted';
  };

const latenciesOf = ({ answers }: Told) => distributionOf(answers.map(({ latencyMs }) => latencyMs));

test('a constant 100 ms server reads 100 ms from the first percentile to the last', async () => {
  const told = await driven(answeredAfter(100), { dueTimesMs: perSecond(1000, 3000) });
  expect(latenciesOf(told)).toMatchObject({ count: 3000, p50Ms: 100, p99Ms: 100, p999Ms: 100, maxMs: 100 });
  expect(scheduleOf([told.outcome])).toMatchObject({ due: 3000, sent: 3000, kept: true, why: undefined });
  expect(told.outcome.late).toMatchObject({ maxMs: 0 });
  expect(told.tookMs).toBe(3099);
});

test('requests leave when they are due, also while nobody answers', async () => {
  const told = await driven(answeredAfter(60_000), { dueTimesMs: perSecond(100, 1000) });
  expect(told.sentMs).toEqual(Array.from({ length: 100 }, (_, at) => at * 10));
});

/** Answers after 10 ms, but nobody between 5 s and 7 s; then all at once. */
const stalling: Send = async (clock) => {
  const atMs = clock.now() - DEFAULT_START_MS;
  await clock.sleep(atMs >= 5000 && atMs < 7000 ? 7000 - atMs + 10 : 10);
  return 'accepted';
};

test('a server that stalls for 2 s of 10 shows from p80 up: those who came meanwhile waited', async () => {
  const told = await driven(stalling, { dueTimesMs: perSecond(100, 10_000) });
  const seen = latenciesOf(told);
  expect(seen).toMatchObject({ count: 1000, p50Ms: 10.01 });
  // 200 of 1000 waited, evenly from 2 s to nothing: the 900th of them all waited 1 s, the 990th 1.9 s.
  expect(seen?.p90Ms).toBeCloseTo(1010, -1);
  expect(seen?.p99Ms).toBeCloseTo(1910, -1);
  expect(seen?.maxMs).toBeCloseTo(2010, -1);
});

test('a server that takes one at a time is not let off: each waits for all before it', async () => {
  let freeAtMs = 0;
  const oneAtATime: Send = async (clock) => {
    freeAtMs = Math.max(freeAtMs, clock.now()) + 20;
    await clock.sleep(freeAtMs - clock.now());
    return 'accepted';
  };
  // 100 a second to a server of 50 a second: the n-th has waited n times 10 ms more than the first.
  const told = await driven(oneAtATime, { dueTimesMs: perSecond(100, 2000) });
  expect(told.answers.map(({ latencyMs }) => latencyMs)).toEqual(Array.from({ length: 200 }, (_, at) => 20 + at * 10));
});

test('what failed and what timed out is told with the time it took', async () => {
  const failing: Send = async (clock, { index }) => {
    await clock.sleep(index === 0 ? 3000 : 50);
    if (index === 0) return 'timeout';
    throw Object.assign(new Error('fetch failed'), {
      cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }),
    });
  };
  const told = await driven(failing, { dueTimesMs: [0, 100] });
  expect(told.answers.map(({ latencyMs, outcome }) => ({ latencyMs, outcome }))).toEqual([
    { latencyMs: 50, outcome: 'ECONNRESET' },
    { latencyMs: 3000, outcome: 'timeout' },
  ]);
});

test('who has no answer when the drain is over is told as unfinished, and is called off', async () => {
  const calledOff: number[] = [];
  const never: Send = (clock, _arrival, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        calledOff.push(clock.now());
        reject(new Error('called off'));
      });
    });
  const told = await driven(never, { dueTimesMs: [0, 500], drainMs: 2000 });
  expect(told.answers.map(({ latencyMs, outcome }) => ({ latencyMs, outcome }))).toEqual([
    { latencyMs: 2500, outcome: 'unfinished' },
    { latencyMs: 2000, outcome: 'unfinished' },
  ]);
  expect(calledOff).toHaveLength(2);
  expect(told.tookMs).toBe(2500);
});

test('a send that does not notice that it was called off does not hold up the end', async () => {
  const told = await driven(() => new Promise(() => undefined), { dueTimesMs: [0], drainMs: 2000 });
  expect(told.answers).toHaveLength(1);
  expect(told.tookMs).toBe(3000);
});

test('with the most under way, those who are due wait, count from due, and the schedule is broken', async () => {
  const told = await driven(answeredAfter(1000), { dueTimesMs: [0, 100, 200], maxInFlight: 2 });
  expect(told.sentMs).toEqual([0, 100, 1000]);
  expect(told.answers.map(({ latencyMs }) => latencyMs)).toEqual([1000, 1000, 1800]);
  expect(scheduleOf([told.outcome])).toMatchObject({ due: 3, sent: 3, kept: false });
  expect(scheduleOf([told.outcome]).why).toMatch(/^2 were under way at once after 0\.2 s/);
});

test('who never left is in the distribution, too', async () => {
  const told = await driven(() => new Promise(() => undefined), { dueTimesMs: [0, 1, 2], maxInFlight: 1, drainMs: 98 });
  expect(told.answers.map(({ sentMs, latencyMs, outcome }) => [sentMs === undefined, latencyMs, outcome])).toEqual([
    [false, 100, 'unfinished'],
    [true, 99, 'unsent'],
    [true, 98, 'unsent'],
  ]);
  expect(scheduleOf([told.outcome])).toMatchObject({ due: 3, sent: 1, kept: false });
});

test('a run that is interrupted ends at once, without those under way', async () => {
  const interruption = new AbortController();
  const told = await driven(
    answeredAfter(100),
    { dueTimesMs: perSecond(10, 10_000), signal: interruption.signal },
    (clock, startMs) => void clock.at(startMs + 1050, () => interruption.abort()),
  );
  expect(told.outcome).toMatchObject({ wasInterrupted: true, due: 11, sent: 11 });
  expect(told.answers).toHaveLength(10);
});

test('a generator that was held up sends at once all that was due, as late as it is', async () => {
  const clock = new VirtualClock({ settle: promisesSettled });
  let heldUpMs = 0;
  const behind = { now: () => clock.now() + heldUpMs, at: clock.at.bind(clock) };
  const startMs = clock.now();
  const latenciesMs: number[] = [];
  let outcome: DriveOutcome | undefined;
  void driveOpen({
    dueTimesMs: perSecond(1000, 200),
    clock: behind,
    drainMs: 1000,
    send: async () => 'accepted',
    onSent: ({ index }) => {
      if (index === 0) heldUpMs = 500;
    },
    onAnswer: ({ latencyMs }) => latenciesMs.push(latencyMs),
  }).then((told) => {
    outcome = told;
  });
  await clock.runWhile(() => outcome === undefined, startMs + 60_000);
  expect(outcome).toMatchObject({ due: 200, sent: 200 });
  expect(latenciesMs.toSorted((one, other) => one - other).at(100)).toBeGreaterThan(300);
  expect(scheduleOf(outcome === undefined ? [] : [outcome])).toMatchObject({ kept: false });
});

test('a run that was called off before it began sends nothing', async () => {
  const told = await driven(answeredAfter(1), { dueTimesMs: [0], signal: AbortSignal.abort() });
  expect(told.outcome).toMatchObject({ sent: 0, wasInterrupted: true });
  expect(told.answers).toEqual([]);
});

test('nobody to come ends at once', async () => {
  const told = await driven(answeredAfter(1), { dueTimesMs: [] });
  expect(told.outcome).toMatchObject({ due: 0, sent: 0, late: undefined });
  expect(scheduleOf([told.outcome]).kept).toBe(true);
});
