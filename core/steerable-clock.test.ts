// A clock that a tester puts forward and makes faster, over a virtual one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SteerableClock } from './steerable-clock.ts';
import { nextTurn } from './system-clock.ts';
import { VirtualClock } from './virtual-clock.ts';

const DAY_MS = 86_400_000;

const newClocks = (scale = 1) => {
  const base = new VirtualClock({ startMs: 1000, settle: nextTurn });
  const clock = new SteerableClock({ base, settle: nextTurn, scale });
  const ran: string[] = [];
  const note = (name: string) => () => void ran.push(`${name} at ${clock.now()}`);
  return { base, clock, ran, note };
};

test('left alone it goes with the clock underneath', async () => {
  const { base, clock, ran, note } = newClocks();
  clock.at(1500, note('b'));
  clock.at(1200, note('a'));
  clock.at(500, note('past'));
  await base.runUntil(2000);
  expect([ran, clock.now(), base.pending]).toEqual([['past at 1000', 'a at 1200', 'b at 1500'], 2000, 0]);
});

test('scaled, so many milliseconds pass in one underneath', async () => {
  const { base, clock, ran, note } = newClocks(60);
  clock.at(1000 + 90_000, note('a'));
  await base.runUntil(1000 + 1499);
  expect(ran).toEqual([]);
  await base.runUntil(1000 + 1500);
  expect([ran, clock.scale]).toEqual([['a at 91000'], 60]);
});

test('a change of scale keeps the present instant and moves what is to come', async () => {
  const { base, clock, ran, note } = newClocks();
  clock.at(3000, note('a'));
  await base.runUntil(2000);
  clock.setScale(10);
  expect(clock.now()).toBe(2000);
  await base.runUntil(2099);
  expect(ran).toEqual([]);
  await base.runUntil(2100);
  expect(ran).toEqual(['a at 3000']);
});

test('put forward, it stops at every timer on the way, also at those that timers make', async () => {
  const { base, clock, ran, note } = newClocks();
  const daily = (): void => {
    note('daily')();
    clock.at(clock.now() + DAY_MS, daily);
  };
  clock.at(1000 + DAY_MS, daily);
  clock.at(1000 + 2.5 * DAY_MS, () => {
    void Promise.resolve().then(() => clock.at(clock.now() + 5, note('from a promise')));
  });
  await clock.advance(3 * DAY_MS);
  expect(ran).toEqual([
    `daily at ${1000 + DAY_MS}`,
    `daily at ${1000 + 2 * DAY_MS}`,
    `from a promise at ${1000 + 2.5 * DAY_MS + 5}`,
    `daily at ${1000 + 3 * DAY_MS}`,
  ]);
  expect([clock.now(), base.now()]).toEqual([1000 + 3 * DAY_MS, 1000]);
});

test('after putting it forward it goes on at its pace', async () => {
  const { base, clock, ran, note } = newClocks(2);
  await clock.advance(500);
  clock.at(1700, note('a'));
  await base.runUntil(1099);
  expect(ran).toEqual([]);
  await base.runUntil(1100);
  expect(ran).toEqual(['a at 1700']);
});

test('held, it stands still whatever passes underneath, and goes on from there by steps alone', async () => {
  const { base, clock, ran, note } = newClocks();
  clock.at(1500, note('a'));
  await clock.setScale(0);
  await base.runUntil(9000);
  expect([ran, clock.now()]).toEqual([[], 1000]);
  await clock.advance(499);
  expect([ran, clock.now()]).toEqual([[], 1499]);
  await clock.advance(1);
  expect([ran, clock.now()]).toEqual([['a at 1500'], 1500]);
});

test('held, it runs what is due at the instant at which it stands', async () => {
  const { base, clock, ran, note } = newClocks();
  await clock.setScale(0);
  clock.at(1001, note('later'));
  clock.at(1000, note('now'));
  clock.at(900, note('past'));
  await base.runUntil(1000);
  expect(ran).toEqual(['past at 1000', 'now at 1000']);
});

test('a clock may begin at an instant of its own', async () => {
  const base = new VirtualClock({ startMs: 1000, settle: nextTurn });
  const clock = new SteerableClock({ base, settle: nextTurn, startMs: 5_000_000 });
  await base.runUntil(1250);
  expect(clock.now()).toBe(5_000_250);
});

test('a step waits for what was under way before it: timers that come of it are in their order', async () => {
  const { clock, ran, note } = newClocks();
  clock.at(3000, note('b'));
  void nextTurn().then(() => clock.at(clock.now() + 10, note('a')));
  await clock.advance(5000);
  expect(ran).toEqual(['a at 1010', 'b at 3000']);
});

test('a step ends early where somebody who is asked at each timer says so', async () => {
  const { clock, ran, note } = newClocks();
  for (const [at, name] of ['a', 'b', 'c'].entries()) clock.at(2000 + at, note(name));
  await clock.advance(DAY_MS, async () => ran.length === 2);
  expect([ran, clock.now()]).toEqual([['a at 2000', 'b at 2001'], 2001]);
});

test('a cancelled timer does not run and leaves nothing armed underneath', async () => {
  const { base, clock, ran, note } = newClocks();
  const cancel = clock.at(2000, note('a'));
  cancel();
  cancel();
  expect(base.pending).toBe(0);
  await clock.advance(5000);
  expect(ran).toEqual([]);
});

test('stopped, it takes back every timer and leaves nothing armed underneath', async () => {
  const { base, clock, ran, note } = newClocks();
  clock.at(2000, note('a'));
  clock.at(3000, note('b'));
  clock.stop();
  expect(base.pending).toBe(0);
  await base.runUntil(9000);
  expect(ran).toEqual([]);
});

test('sleeping takes its time in the steered one', async () => {
  const { base, clock, ran, note } = newClocks(4);
  void clock.sleep(1000).then(note('awake'));
  await base.runUntil(1250);
  expect(ran).toEqual(['awake at 2000']);
});

test('a scale that no binary number hits exactly wakes at the instant and not just before it', async () => {
  const { base, clock, ran, note } = newClocks(9 / 70);
  clock.at(1000 + 2313, note('a'));
  clock.at(1000 + 2313.5, note('between'));
  await base.runUntil(1000 + 20_000);
  expect(ran).toEqual(['a at 3313', 'between at 3314']);
});

test('at any scale no timer runs early, and none more than one step underneath late', async () => {
  const scale = fc.oneof(
    fc.integer({ min: 1, max: 5000 }),
    fc.integer({ min: 1, max: 999 }).map((n) => n / 100),
    fc.integer({ min: 1, max: 99 }).map((n) => n / 7),
  );
  await fc.assert(
    fc.asyncProperty(scale, fc.array(fc.nat({ max: 5000 }), { minLength: 1, maxLength: 5 }), async (pace, delays) => {
      const { base, clock } = newClocks(pace);
      const lateness: number[] = [];
      for (const delayMs of delays) clock.at(1000 + delayMs, () => lateness.push(clock.now() - 1000 - delayMs));
      await base.runUntil(1000 + Math.ceil(5000 / pace) + 1);
      expect(lateness).toHaveLength(delays.length);
      expect(Math.min(...lateness)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...lateness)).toBeLessThanOrEqual(Math.ceil(pace));
    }),
    { numRuns: 500 },
  );
});
