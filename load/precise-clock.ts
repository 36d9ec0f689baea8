// Real time in fractions of a millisecond, for generators: a timer of Node ends a millisecond and more after what was
// asked for. Asleep until shortly before; a client that spins takes its core from the server, and pays for it itself.
import type { Cancel, Clock } from '../core/clock.ts';

/** The last stretch is waited for turn by turn of the event loop: less than a turn of a busy one. */
const TURNS_MS = 0.3;
/** The shortest and the longest timer of Node. */
const SHORTEST_TIMER_MS = 1;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Epoch milliseconds as well, so that generators in several processes mean the same moment. */
export const preciseClock: Pick<Clock, 'now' | 'at'> = {
  now: () => performance.timeOrigin + performance.now(),
  at(atMs, task) {
    let cancel: Cancel;
    const arm = (): void => {
      const leftMs = atMs - preciseClock.now();
      cancel = leftMs <= TURNS_MS ? onTurn(wake) : onTimer(wake, Math.floor(leftMs - TURNS_MS));
    };
    const wake = (): void => (preciseClock.now() < atMs ? arm() : task());
    arm();
    return () => cancel();
  },
};

const onTurn = (task: () => void): Cancel => {
  const handle = setImmediate(task);
  return () => clearImmediate(handle);
};

const onTimer = (task: () => void, delayMs: number): Cancel => {
  const handle = setTimeout(task, Math.min(LONGEST_TIMER_MS, Math.max(SHORTEST_TIMER_MS, delayMs)));
  return () => clearTimeout(handle);
};
