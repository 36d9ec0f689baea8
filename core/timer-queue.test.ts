// Timers in the order of their instants, held against a plain sorted list.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TimerQueue } from './timer-queue.ts';

type Step =
  | { readonly kind: 'add'; readonly atMs: number }
  | { readonly kind: 'cancel'; readonly which: number }
  | { readonly kind: 'take'; readonly nowMs: number };

const atMs = fc.nat({ max: 30 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: atMs.map((instant) => ({ kind: 'add' as const, atMs: instant })) },
  { weight: 1, arbitrary: fc.nat({ max: 60 }).map((which) => ({ kind: 'cancel' as const, which })) },
  { weight: 2, arbitrary: atMs.map((nowMs) => ({ kind: 'take' as const, nowMs })) },
);

test('any sequence of steps gives what a sorted list gives', () => {
  fc.assert(
    fc.property(fc.array(step, { size: 'large' }), fc.nat({ max: 3 }), (steps, deadAllowed) => {
      const queue = new TimerQueue(deadAllowed);
      const cancels: (() => void)[] = [];
      let list: { readonly id: number; readonly atMs: number }[] = [];
      const ran: number[] = [];
      for (const one of steps) {
        if (one.kind === 'add') {
          const id = cancels.length;
          cancels.push(queue.add(one.atMs, () => ran.push(id)));
          list = [...list, { id, atMs: one.atMs }].toSorted((a, b) => a.atMs - b.atMs || a.id - b.id);
        } else if (one.kind === 'cancel') {
          cancels[one.which]?.();
          list = list.filter(({ id }) => id !== one.which);
        } else {
          const due = list[0] !== undefined && list[0].atMs <= one.nowMs ? list.shift() : undefined;
          queue.takeDue(one.nowMs)?.();
          if (due !== undefined) expect(ran.at(-1)).toBe(due.id);
        }
        expect([queue.size, queue.nextAtMs()]).toEqual([list.length, list[0]?.atMs]);
      }
      const left = list.map(({ id }) => id);
      ran.length = 0;
      for (let task = queue.takeDue(1e9); task; task = queue.takeDue(1e9)) task();
      expect(ran).toEqual(left);
      expect([queue.size, queue.nextAtMs()]).toEqual([0, undefined]);
    }),
  );
});

test('timers of one instant come in the order of their making', () => {
  const queue = new TimerQueue();
  const ran: number[] = [];
  for (let n = 0; n < 1000; n++) queue.add(5, () => ran.push(n));
  for (let task = queue.takeDue(5); task; task = queue.takeDue(5)) task();
  expect(ran).toEqual(Array.from({ length: 1000 }, (_, n) => n));
});

test('cancelling twice, or after the timer has run, changes nothing', () => {
  const queue = new TimerQueue();
  const cancelRun = queue.add(1, () => undefined);
  const cancelTwice = queue.add(2, () => undefined);
  queue.add(3, () => undefined);
  queue.takeDue(1)?.();
  cancelRun();
  cancelTwice();
  cancelTwice();
  expect([queue.size, queue.nextAtMs()]).toEqual([1, 3]);
});

test('timers that are cancelled long before their time do not stay in memory, and the others come in their order', () => {
  const queue = new TimerQueue();
  const ran: number[] = [];
  for (let at = 0; at < 100; at++) queue.add(5_000_000 - at, () => ran.push(at));
  let mostHeld = 0;
  for (let at = 0; at < 100_000; at++) {
    queue.add(1_000_000 + at, () => ran.push(-1))();
    mostHeld = Math.max(mostHeld, queue.held);
  }
  expect(mostHeld).toBeLessThan(2000);
  expect(queue.size).toBe(100);
  for (let task = queue.takeDue(Infinity); task; task = queue.takeDue(Infinity)) task();
  expect(ran).toEqual(Array.from({ length: 100 }, (_, at) => 99 - at));
});
