// Moments as people write them in `from` and `until`: an offset (`30m`), a time of day in Asia/Shanghai (`23:30`), or
// an instant (`2026-01-05T23:30:00+08:00`); and the window that two of them make.
import { z } from 'zod';
import { DAY_MS } from '../../core/calendar.ts';
import { formatDuration, parseDuration } from '../../core/durations.ts';
import { reading } from '../../core/fields.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Window } from './fault.ts';

/** An offset counts from the start of the network, or from the moment at which a fault is switched on. */
export type Moment =
  | { readonly kind: 'offset'; readonly ms: number }
  | { readonly kind: 'daily'; readonly ms: number }
  | { readonly kind: 'instant'; readonly ms: number };

/** Beyond ten years an offset is a typing error. */
const MAX_OFFSET_MS = 3650 * DAY_MS;

const momentOf = (given: unknown): Moment | undefined => {
  if (typeof given !== 'string') return undefined;
  const offsetMs = parseDuration(given);
  if (offsetMs !== undefined) return offsetMs <= MAX_OFFSET_MS ? { kind: 'offset', ms: offsetMs } : undefined;
  const time = /^([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?$/.exec(given);
  if (time !== null) {
    const [hours = 0, minutes = 0, seconds = 0] = time.slice(1).map((part) => Number(part ?? 0));
    return { kind: 'daily', ms: ((hours * 60 + minutes) * 60 + seconds) * 1000 };
  }
  const instant = z.iso.datetime({ offset: true }).safeParse(given);
  return instant.success ? { kind: 'instant', ms: Date.parse(given) } : undefined;
};

export const moment = () =>
  reading(
    momentOf,
    `must be an offset up to ${formatDuration(MAX_OFFSET_MS)} such as 30m, a time of day such as 23:30 (Asia/Shanghai), or an instant such as 2026-01-05T23:30:00+08:00`,
    { type: 'string' },
  );

export interface Times {
  readonly from?: Moment | undefined;
  readonly until?: Moment | undefined;
  /** In place of `until`: so long from the beginning. */
  readonly for?: number | undefined;
}

/** The window of these times, offsets counted from `originMs`; or which of them is wrong, and what would be right. */
export const windowOf = (
  { from, until, for: forMs }: Times,
  originMs: number,
): Result<Window, { readonly key: 'until' | 'for'; readonly message: string }> => {
  if (forMs !== undefined && until !== undefined) {
    return fail({ key: 'for', message: 'must not stand beside until: one of them says when it ends' });
  }
  if (from?.kind === 'daily' || until?.kind === 'daily') {
    if (forMs !== undefined) return fail({ key: 'for', message: 'must not stand beside a time of day' });
    if (from?.kind !== 'daily' || until?.kind !== 'daily') {
      return fail({ key: 'until', message: 'must be a time of day where from is one, and the other way round' });
    }
    if (from.ms === until.ms) return fail({ key: 'until', message: 'must not be the same time of day as from' });
    return ok({ daily: { fromMs: from.ms, untilMs: until.ms } });
  }
  if (from !== undefined && until !== undefined && from.kind !== until.kind) {
    return fail({ key: 'until', message: 'must be an offset where from is one, and an instant where from is one' });
  }
  const fromMs = from === undefined ? undefined : instantOf(from, originMs);
  const untilMs = until === undefined ? undefined : instantOf(until, originMs);
  if (forMs !== undefined) return ok({ fromMs: fromMs ?? originMs, untilMs: (fromMs ?? originMs) + forMs });
  if (untilMs !== undefined && untilMs <= (fromMs ?? Number.NEGATIVE_INFINITY)) {
    return fail({ key: 'until', message: 'must be later than from' });
  }
  return ok({ ...(fromMs === undefined ? {} : { fromMs }), ...(untilMs === undefined ? {} : { untilMs }) });
};

const instantOf = ({ kind, ms }: Moment, originMs: number): number => (kind === 'offset' ? originMs + ms : ms);
