// I6: counted from the events alone, without the bucket that decides: no window holds more acceptances than the
// throttle allows, none was refused that would have fitted, and Retry-After said exactly when it would (R11).
import { shanghaiTimestamp } from '../../core/calendar.ts';
import type { EngineEvent } from '../../engine/events.ts';
import type { ThrottleSettings } from '../../engine/settings.ts';
import type { Invariant, Sight, Violation, Watch } from './sight.ts';
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

  see(sight: Sight): readonly Violation[] {
    if (sight.kind !== 'engine') return NONE;
    const { event } = sight;
    if (event.type === 'throttle-changed') this.#windows.change(event, event.atMs);
    if (event.type === 'query-accepted') return this.#accepted(event);
    return event.type === 'application-refused' && event.code === 'THROTTLED' ? this.#throttled(event) : NONE;
  }

  #accepted({ queryId, atMs }: Extract<EngineEvent, { type: 'query-accepted' }>): readonly Violation[] {
    const over = this.#windows.over(atMs);
    this.#windows.accept(atMs);
    if (over <= 0) return NONE;
    return broken(
      'I6',
      queryId,
      `accepted at ${shanghaiTimestamp(atMs)}, ${over / 1000} over what the throttle allowed`,
    );
  }

  #throttled(event: Extract<EngineEvent, { type: 'application-refused' }>): readonly Violation[] {
    const { userId, retryAfterMs, atMs } = event;
    const waitMs = this.#windows.waitMs(atMs);
    if (waitMs > 0 && retryAfterMs === waitMs) return NONE;
    const what =
      waitMs === 0 ? 'though it had room' : `with ${retryAfterMs} ms to wait, and there was room after ${waitMs} ms`;
    return broken('I6', '', `${userId} was throttled at ${shanghaiTimestamp(atMs)} ${what}`);
  }
}

/** All windows that end now, by the fullest of them. Counts in thousandths of an application: whole numbers. */
class Windows {
  #throttle: ThrottleSettings;
  /** What the rates in force have allowed up to `#atMs`, from some beginning on. */
  #grown = 0;
  /** Of the latest acceptance or change: a clock that goes back before it stands still, as it does for the throttle. */
  #atMs = Number.NEGATIVE_INFINITY;
  #accepted = 0;
  /** The least, over every window's first acceptance, of the acceptances before it less what had grown by then. */
  #least = Number.POSITIVE_INFINITY;

  constructor(throttle: ThrottleSettings) {
    this.#throttle = throttle;
  }

  change(throttle: ThrottleSettings, atMs: number): void {
    this.#moveTo(atMs);
    this.#throttle = throttle;
  }

  accept(atMs: number): void {
    this.#moveTo(atMs);
    this.#least = Math.min(this.#least, this.#accepted * 1000 - this.#grown);
    this.#accepted++;
  }

  /** By how much the fullest window would be over with one acceptance more at this instant. */
  over(atMs: number): number {
    const acceptedBefore = this.#accepted * 1000 - this.#grownBy(atMs);
    const inFullest = acceptedBefore + 1000 - Math.min(this.#least, acceptedBefore);
    return inFullest - this.#throttle.burst * 1000;
  }

  /** How long after this instant one more fits, if nobody else comes; 0 where it fits now. */
  waitMs(atMs: number): number {
    const over = this.over(atMs);
    if (over <= 0) return 0;
    const { perSecond } = this.#throttle;
    const behindMs = Math.max(0, this.#atMs - atMs);
    return perSecond > 0 ? Math.ceil(over / perSecond) + behindMs : Number.MAX_SAFE_INTEGER + behindMs;
  }

  #moveTo(atMs: number): void {
    this.#grown = this.#grownBy(atMs);
    this.#atMs = Math.max(this.#atMs, atMs);
  }

  #grownBy(atMs: number): number {
    const isFirst = this.#atMs === Number.NEGATIVE_INFINITY;
    return isFirst ? 0 : this.#grown + Math.max(0, atMs - this.#atMs) * this.#throttle.perSecond;
  }
}
