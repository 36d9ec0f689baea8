// I6: counted from the events alone, without the bucket that decides: no window holds more acceptances than the
// throttle allows, none was refused that would have fitted, and Retry-After said exactly when it would (R11).
import { shanghaiTimestamp } from '../../core/calendar.ts';
import type { ThrottleSettings } from '../../engine/settings.ts';
import type { Invariant, SeenAs, Violation, Watch } from './sight.ts';
import { broken, NONE } from './violations.ts';

export const throttleIsExact: Invariant = {
  id: 'I6',
  title: 'never more acceptances in any window than the throttle allows, and none refused while it had room',
  watch: ({ settings }) => new Applications(settings.throttle),
};

class Applications implements Watch {
  readonly #windows: Windows;

  constructor(throttle: ThrottleSettings) {
    this.#windows = new Windows(throttle);
  }

  'throttle-changed'(event: SeenAs<'throttle-changed'>): readonly Violation[] {
    this.#windows.change(event, event.atMs);
    return NONE;
  }

  'query-accepted'({ queryId, atMs }: SeenAs<'query-accepted'>): readonly Violation[] {
    const over = this.#windows.over(atMs);
    this.#windows.accept(atMs);
    if (over <= 0) return NONE;
    return broken(
      'I6',
      queryId,
      `accepted at ${shanghaiTimestamp(atMs)}, ${over / APPLICATION} over what the throttle allowed`,
    );
  }

  'application-refused'(event: SeenAs<'application-refused'>): readonly Violation[] {
    const { userId, code, retryAfterMs, atMs } = event;
    if (code !== 'THROTTLED') return NONE;
    const waitMs = this.#windows.waitMs(atMs);
    if (waitMs > 0 && retryAfterMs === waitMs) return NONE;
    const what =
      waitMs === 0 ? 'though it had room' : `with ${retryAfterMs} ms to wait, and there was room after ${waitMs} ms`;
    return broken('I6', '', `${userId} was throttled at ${shanghaiTimestamp(atMs)} ${what}`);
  }
}

/**
 * All windows that end now, by the fullest of them: with each acceptance it has one more, and with time less, down to
 * an empty one. Counts in milliardths of an application, so that a rate to the millionth a second is whole numbers.
 */
class Windows {
  #burst: number;
  /** Of these so many a millisecond. */
  #rate: number;
  #fullest = 0;
  /** Of the latest acceptance or change: a clock that goes back before it stands still, as it does for the throttle. */
  #atMs = Number.NEGATIVE_INFINITY;

  constructor({ burst, perSecond }: ThrottleSettings) {
    this.#burst = burst * APPLICATION;
    this.#rate = Math.round(perSecond * RATE);
  }

  change({ burst, perSecond }: ThrottleSettings, atMs: number): void {
    this.#moveTo(atMs);
    this.#burst = burst * APPLICATION;
    this.#rate = Math.round(perSecond * RATE);
  }

  accept(atMs: number): void {
    this.#moveTo(atMs);
    this.#fullest += APPLICATION;
  }

  /** By how much the fullest window would be over with one acceptance more at this instant. */
  over(atMs: number): number {
    return this.#fullestAt(atMs) + APPLICATION - this.#burst;
  }

  /** How long after this instant one more fits, if nobody else comes; 0 where it fits now. */
  waitMs(atMs: number): number {
    const over = this.over(atMs);
    if (over <= 0) return 0;
    const behindMs = Math.max(0, this.#atMs - atMs);
    return this.#rate > 0 ? Math.ceil(over / this.#rate) + behindMs : Number.MAX_SAFE_INTEGER + behindMs;
  }

  #moveTo(atMs: number): void {
    this.#fullest = this.#fullestAt(atMs);
    this.#atMs = Math.max(this.#atMs, atMs);
  }

  #fullestAt(atMs: number): number {
    const passedMs = this.#fullest === 0 ? 0 : Math.max(0, atMs - this.#atMs);
    return Math.max(0, this.#fullest - passedMs * this.#rate);
  }
}

const APPLICATION = 1_000_000_000;
/** A rate counts to the millionth of an application: as many milliardths of one a millisecond. */
const RATE = 1_000_000;
