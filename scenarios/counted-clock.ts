// A clock that knows how many of the timers set through it still wait: tells a network at rest from one that is not.
import { type Clock, sleepOn } from '../core/clock.ts';

export interface CountedClock extends Clock {
  readonly waiting: number;
}

export const countedClock = (clock: Pick<Clock, 'now' | 'at'>): CountedClock => {
  let waiting = 0;
  const at: Clock['at'] = (atMs, task) => {
    let waits = true;
    const end = (): void => {
      if (waits) waiting--;
      waits = false;
    };
    waiting++;
    const cancel = clock.at(atMs, () => {
      end();
      task();
    });
    return () => {
      end();
      cancel();
    };
  };
  return {
    now: () => clock.now(),
    at,
    sleep: (delayMs) => sleepOn({ now: () => clock.now(), at }, delayMs),
    get waiting() {
      return waiting;
    },
  };
};
