// A launch curve as people write it: a list of numbers, one for each equal part of `over`, in proportion to who comes
// in it; or stretches as a load profile has them. Either is only a shape: it is scaled to as many users as come.
import { z } from 'zod';
import { either, numberFrom } from '../../core/fields.ts';
import { openArrivalsSchema } from '../arrivals-schema.ts';
import type { Segment } from '../profile.ts';

/** Everybody in the world, nearly. */
export const MAX_USERS = 8_000_000_000;
/** The minutes of a week. */
const MAX_PARTS = 10_080;
const MAX_PART = 1_000_000_000;

export interface Curve {
  /** Stretches do; parts divide what they are given. */
  readonly saysHowLong: boolean;
  /** The shape, over so long; its rates mean nothing yet. */
  readonly segments: (overMs: number) => readonly Segment[];
}

const FORMS =
  'must be a list of numbers, one for each part of the time, such as [1, 2, 8, 4], or of stretches such as [{ perSecond: 50, for: 2h }, { to: 300, over: 1h }]';

const parts: z.ZodType<Curve> = z
  .array(numberFrom(0, MAX_PART), { error: FORMS })
  .min(1, FORMS)
  .max(MAX_PARTS, `must not be more than ${MAX_PARTS} parts`)
  .transform((numbers) => ({
    saysHowLong: false,
    segments: (overMs: number) =>
      numbers.map((rate) => ({ fromPerSecond: rate, toPerSecond: rate, forMs: overMs / numbers.length })),
  }));

const stretches: z.ZodType<Curve> = openArrivalsSchema.transform((segments) => ({
  saysHowLong: true,
  segments: () => segments,
}));

export const curveSchema: z.ZodType<Curve> = either<Curve>(
  (given) => (Array.isArray(given) && typeof given[0] === 'object' && given[0] !== null ? stretches : parts),
  [parts, stretches],
);

/** The same shape with so many people in all. */
export const scaledTo = (users: number, shape: readonly Segment[]): readonly Segment[] => {
  const whole = shape.reduce((sum, segment) => sum + earnedOf(segment), 0);
  return shape.map(({ fromPerSecond, toPerSecond, forMs }) => ({
    fromPerSecond: (fromPerSecond * users) / whole,
    toPerSecond: (toPerSecond * users) / whole,
    forMs,
  }));
};

const earnedOf = ({ fromPerSecond, toPerSecond, forMs }: Segment): number =>
  ((fromPerSecond + toPerSecond) / 2) * (forMs / 1000);
