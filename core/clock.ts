// Time is an argument. Everything that waits or looks at the time takes a Clock; only system-clock.ts touches real
// time. Instants are epoch milliseconds.

/** Takes a timer back. Calling it after the timer has run, or twice, does nothing. */
export type Cancel = () => void;

export interface Clock {
  /** The present instant in epoch milliseconds; never goes backwards by itself. */
  now(): number;
  /** Runs `task` once, at `atMs` or, where that has passed, as soon as possible; never before this call returns. */
  at(atMs: number, task: () => void): Cancel;
  /** Resolves after `delayMs`. */
  sleep(delayMs: number): Promise<void>;
}

/** `sleep` for any clock that has `now` and `at`. */
export const sleepOn = (clock: Pick<Clock, 'now' | 'at'>, delayMs: number): Promise<void> =>
  new Promise((resolve) => {
    clock.at(clock.now() + delayMs, resolve);
  });
