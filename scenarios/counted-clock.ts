// A clock that knows how many of the timers set through it still wait: tells a network at rest from one that is not.
import { type Cancel, type Clock, sleepOn } from '../core/clock.ts';

export class CountedClock implements Clock {
  readonly #clock: Pick<Clock, 'now' | 'at'>;
  #waiting = 0;

  constructor(clock: Pick<Clock, 'now' | 'at'>) {
    this.#clock = clock;
  }

  get waiting(): number {
    return this.#waiting;
  }

  now(): number {
    return this.#clock.now();
  }

  at(atMs: number, task: () => void): Cancel {
    let waits = true;
    const end = (): void => {
      if (waits) this.#waiting--;
      waits = false;
    };
    this.#waiting++;
    const cancel = this.#clock.at(atMs, () => {
      end();
      task();
    });
    return () => {
      end();
      cancel();
    };
  }

  sleep(delayMs: number): Promise<void> {
    return sleepOn(this, delayMs);
  }
}
