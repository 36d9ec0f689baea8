// The only file that touches real time. Its timers reach beyond the 24.8 days of a single Node timer.
import { type Clock, sleepOn } from './clock.ts';

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  at(atMs, task) {
    let handle: NodeJS.Timeout | undefined;
    const arm = (): void => {
      handle = setTimeout(wake, Math.min(LONGEST_TIMER_MS, Math.max(0, atMs - Date.now())));
    };
    // Node counts a timer from the beginning of the loop's turn that made it, so it may end a little early.
    const wake = (): void => (Date.now() < atMs ? arm() : task());
    arm();
    return () => clearTimeout(handle);
  },
  sleep: (delayMs) => sleepOn(systemClock, delayMs),
};

/** One turn of the event loop: every promise callback that is ready, and those they make ready, have run after it. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Resolves once every promise callback that is due has run, and those that they have set going: all of what a program
 * does that waits for nothing outside. Some ten times cheaper than a turn of the event loop, which it does not let go
 * on.
 */
export const promisesSettled = (): Promise<void> =>
  // A tick that is asked for by a promise callback comes when no promise callback is left.
  new Promise((resolve) => void DONE.then(() => process.nextTick(resolve)));

const DONE = Promise.resolve();
