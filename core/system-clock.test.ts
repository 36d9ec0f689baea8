// The machine's timers, held to the contract of a clock. Time is faked: nothing here waits.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { promisesSettled, systemClock } from './system-clock.ts';

const START_MS = 1_000_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: START_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

const armed = (atMs: number) => {
  const ran: number[] = [];
  const cancel = systemClock.at(atMs, () => ran.push(Date.now()));
  return { ran, cancel };
};

test('a timer runs at its instant, and one of the past as soon as possible but not within the call', () => {
  const [later, past] = [armed(START_MS + 50), armed(START_MS - 50)];
  expect(past.ran).toEqual([]);
  vi.advanceTimersByTime(49);
  expect([past.ran.length, later.ran]).toEqual([1, []]);
  vi.advanceTimersByTime(1);
  expect(later.ran).toEqual([START_MS + 50]);
});

test('a timer that the machine ends before its instant is armed again', () => {
  const { ran } = armed(START_MS + 50);
  vi.setSystemTime(START_MS - 1);
  vi.advanceTimersByTime(50);
  expect(ran).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(ran).toEqual([START_MS + 50]);
});

test('a timer beyond the longest of the machine runs at its instant', () => {
  const atMs = START_MS + 60 * 86_400_000;
  const { ran } = armed(atMs);
  vi.advanceTimersByTime(60 * 86_400_000 - 1);
  expect(ran).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(ran).toEqual([atMs]);
});

test('a cancelled timer does not run, not even armed again', () => {
  const [one, other] = [armed(START_MS + 50), armed(START_MS + 50)];
  one.cancel();
  vi.setSystemTime(START_MS - 10);
  vi.advanceTimersByTime(50);
  other.cancel();
  vi.advanceTimersByTime(100);
  expect([one.ran, other.ran, vi.getTimerCount()]).toEqual([[], [], 0]);
});

test('promises are settled once all callbacks have run, however many each sets going, and wherever that is asked', async () => {
  const chain = async (length: number, ran: number[]): Promise<void> => {
    for (let at = 1; at <= length; at++) {
      await undefined;
      ran.push(at);
    }
  };
  const inPromise: number[] = [];
  void chain(50, inPromise);
  await promisesSettled();
  expect(inPromise).toHaveLength(50);
  const inTask: number[] = [];
  await new Promise<void>((resolve) => {
    setImmediate(() => {
      void promisesSettled().then(() => {
        inTask.push(0);
        resolve();
      });
      void chain(50, inTask);
    });
  });
  expect(inTask.at(-1)).toBe(0);
  expect(inTask).toHaveLength(51);
});
