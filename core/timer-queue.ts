// Timers in the order of their instants, and within one instant in the order of their making: a binary heap.
// Serves the virtual and the steerable clock.
import type { Cancel } from './clock.ts';

interface Timer {
  readonly atMs: number;
  readonly order: number;
  task: (() => void) | undefined;
}

/**
 * Cancelled timers that may lie in the heap beside as many live ones. Taken out one by one each would cost a search;
 * left in until they come up, those of a day would be millions: every query has a deadline far off and ends long
 * before.
 */
const DEAD_ALLOWED = 1024;

/** An ordered queue of timers. A cancelled timer costs its place until the next clearing, and nothing else. */
export class TimerQueue {
  #heap: Timer[] = [];
  readonly #deadAllowed: number;
  #made = 0;
  #live = 0;

  constructor(deadAllowed: number = DEAD_ALLOWED) {
    this.#deadAllowed = deadAllowed;
  }

  /** How many timers are waiting, cancelled ones not counted. */
  get size(): number {
    return this.#live;
  }

  add(atMs: number, task: () => void): Cancel {
    const timer: Timer = { atMs, order: this.#made++, task };
    this.#heap.push(timer);
    this.#rise(this.#heap.length - 1);
    this.#live++;
    return () => {
      if (timer.task === undefined) return;
      timer.task = undefined;
      this.#live--;
      if (this.#heap.length > 2 * this.#live + this.#deadAllowed) this.#clear();
    };
  }

  /** Timers in memory, cancelled ones counted. */
  get held(): number {
    return this.#heap.length;
  }

  /** The instant of the next timer; undefined when none waits. */
  nextAtMs(): number | undefined {
    while (this.#heap[0] !== undefined && this.#heap[0].task === undefined) this.#removeFirst();
    return this.#heap[0]?.atMs;
  }

  /** Takes out the next timer if it is due at `nowMs`. */
  takeDue(nowMs: number): (() => void) | undefined {
    const nextAtMs = this.nextAtMs();
    if (nextAtMs === undefined || nextAtMs > nowMs) return undefined;
    const timer = this.#removeFirst();
    const task = timer?.task;
    if (timer !== undefined) timer.task = undefined;
    this.#live--;
    return task;
  }

  /** Drops what is cancelled. What is left is sorted, and so a heap. */
  #clear(): void {
    this.#heap = this.#heap.filter(({ task }) => task !== undefined);
    this.#heap.sort((one, other) => (isBefore(one, other) ? -1 : 1));
  }

  #removeFirst(): Timer | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last !== undefined && last !== first) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return first;
  }

  #rise(from: number): void {
    const heap = this.#heap;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[at], heap[parent])) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(from: number): void {
    const heap = this.#heap;
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      const least = isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
      if (!isBefore(heap[least], heap[at])) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #swap(one: number, other: number): void {
    const heap = this.#heap;
    const first = heap[one];
    const second = heap[other];
    if (first === undefined || second === undefined) return;
    heap[one] = second;
    heap[other] = first;
  }
}

const isBefore = (one: Timer | undefined, other: Timer | undefined): boolean =>
  one !== undefined &&
  (other === undefined || one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order));
