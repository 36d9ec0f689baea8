// Who comes when, as people write it: `[{ perSecond, for }, { to, over }, …]` for an open model, `{ users, for }` for
// a closed one, `{ from, to, for }` for a search of the highest rate.
import { z } from 'zod';
import { DAY_MS } from '../core/calendar.ts';
import { durationMs, either, group, named, numberFrom, wholeFrom } from '../core/fields.ts';
import type { Arrivals, CapacitySearch, Segment } from './profile.ts';

/** No machine that we know sends more, and what was meant is another unit. */
const MAX_PER_SECOND = 100_000;
/** Each has a connection of their own. */
const MAX_USERS = 10_000;
const MAX_SEGMENTS = 1000;
const MAX_FOR_MS = 7 * DAY_MS;

const spanMs = () => durationMs(1, MAX_FOR_MS);
const rate = () => numberFrom(0, MAX_PER_SECOND);

/** A rate, or the rate that is reached from the one before, evenly. */
interface Stage {
  readonly perSecond?: number;
  readonly to?: number;
  readonly forMs: number;
}

const steady = group({ perSecond: rate(), for: spanMs() }).transform(
  ({ perSecond, for: forMs }): Stage => ({ perSecond, forMs }),
);
const ramp = group({ to: rate(), over: spanMs() }).transform(({ to, over: forMs }): Stage => ({ to, forMs }));
const stage = named(
  'arrivals',
  either<Stage>(
    (given) => (typeof given === 'object' && given !== null && ('to' in given || 'over' in given) ? ramp : steady),
    [steady, ramp],
  ),
);

const FORMS =
  'must be a list such as [{ perSecond: 50, for: 20s }, { to: 300, over: 10s }], or { users: 200, for: 30s }';

/** The stretches of an open model. */
export const openArrivalsSchema: z.ZodType<readonly Segment[]> = z
  .array(stage, { error: FORMS })
  .min(1, FORMS)
  .max(MAX_SEGMENTS, `must not be more than ${MAX_SEGMENTS} stretches`)
  .transform((stages) => {
    let reached = 0;
    return stages.map(({ perSecond, to, forMs }): Segment => {
      const [fromPerSecond, toPerSecond] = [perSecond ?? reached, perSecond ?? to ?? reached];
      reached = toPerSecond;
      return { fromPerSecond, toPerSecond, forMs };
    });
  });

const open = openArrivalsSchema.transform((segments): Arrivals => ({ model: 'open', segments }));

const closed = group({ users: wholeFrom(1, MAX_USERS), for: spanMs() }).transform(
  ({ users, for: forMs }): Arrivals => ({ model: 'closed', users, forMs }),
);

export const arrivalsSchema: z.ZodType<Arrivals> = either<Arrivals>(
  (given) => (typeof given === 'object' && given !== null && !Array.isArray(given) ? closed : open),
  [open, closed],
);

export const capacitySchema: z.ZodType<CapacitySearch> = group({
  from: numberFrom(0.1, MAX_PER_SECOND),
  to: numberFrom(0.1, MAX_PER_SECOND),
  for: spanMs(),
}).transform(({ from, to, for: forMs }, context): CapacitySearch => {
  if (to <= from) context.addIssue({ code: 'custom', path: ['to'], message: `must be above from, which is ${from}` });
  return { fromPerSecond: from, toPerSecond: to, forMs };
});
