// The only file that touches real time. Its timers reach beyond the 24.8 days of a single Node timer.
import { type Clock, sleepOn } from './clock.ts';

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  at(atMs, task) {
    let handle: NodeJS.Timeout | undefined;
    const arm = () => {
      const leftMs = Math.max(0, atMs - Date.now());
      handle = leftMs > LONGEST_TIMER_MS ? setTimeout(arm, LONGEST_TIMER_MS) : setTimeout(task, leftMs);
    };
    arm();
    return () => clearTimeout(handle);
  },
  sleep: (delayMs) => sleepOn(systemClock, delayMs),
};

/** One turn of the event loop: every promise callback that is ready, and those they make ready, have run after it. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
