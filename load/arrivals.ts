// When each arrival of an open model is due: the instant at which the integral of the rate reaches its number. Exact
// for the n-th of millions: nothing drifts, and a ramp has no steps. The n-th (from 0) comes once n have been earned.
import type { Segment } from './profile.ts';

/** A segment in its place. */
interface Stretch extends Segment {
  readonly startMs: number;
  /** Arrivals that were earned before it: not a whole number in general. */
  readonly before: number;
  readonly earned: number;
}

const MS_PER_SECOND = 1000;
/** What summing a few segments in binary fractions may be off by, in arrivals: 20 per second for 3 s are 60, not 61. */
const NOISE = 1e-9;

/** The due times of all arrivals, ascending, in milliseconds from the beginning of the first segment. */
export function* dueTimes(segments: readonly Segment[]): Generator<number, void> {
  let next = 0;
  for (const stretch of stretchesOf(segments)) {
    const end = stretch.before + stretch.earned - NOISE * Math.max(1, stretch.before + stretch.earned);
    for (; next < end; next++) yield stretch.startMs + momentOf(stretch, next - stretch.before);
  }
}

/** How long the segments are, how many arrive, and how many a second where most do. */
export interface ArrivalTotals {
  readonly durationMs: number;
  readonly arrivals: number;
  readonly highestPerSecond: number;
}

export const arrivalTotals = (segments: readonly Segment[]): ArrivalTotals => {
  const earned = segments.reduce((sum, segment) => sum + earnedIn(segment), 0);
  return {
    durationMs: segments.reduce((sum, { forMs }) => sum + forMs, 0),
    arrivals: Math.ceil(earned - NOISE * Math.max(1, earned)),
    highestPerSecond: Math.max(
      0,
      ...segments.flatMap(({ fromPerSecond, toPerSecond }) => [fromPerSecond, toPerSecond]),
    ),
  };
};

/** The rate at a moment; 0 before and after. */
export const rateAt = (segments: readonly Segment[], atMs: number): number => {
  const stretch = stretchesOf(segments).find(({ startMs, forMs }) => atMs >= startMs && atMs < startMs + forMs);
  if (stretch === undefined) return 0;
  const { fromPerSecond, toPerSecond, startMs, forMs } = stretch;
  return fromPerSecond + ((toPerSecond - fromPerSecond) * (atMs - startMs)) / forMs;
};

/** Every `of`-th, beginning with the `part`-th (from 0): what one of several generators sends. */
export function* everyNth<Item>(items: Iterable<Item>, part: number, of: number): Generator<Item, void> {
  let at = 0;
  for (const item of items) if (at++ % of === part) yield item;
}

const earnedIn = ({ fromPerSecond, toPerSecond, forMs }: Segment): number =>
  ((fromPerSecond + toPerSecond) / 2) * (forMs / MS_PER_SECOND);

const stretchesOf = (segments: readonly Segment[]): readonly Stretch[] => {
  let [startMs, before] = [0, 0];
  return segments.map((segment) => {
    const stretch = { ...segment, startMs, before, earned: earnedIn(segment) };
    startMs += segment.forMs;
    before += stretch.earned;
    return stretch;
  });
};

/** How many milliseconds into a stretch `count` arrivals are earned: from·t + slope·t²/2 = count, for the first t. */
const momentOf = ({ fromPerSecond, toPerSecond, forMs }: Stretch, count: number): number => {
  // Where the sum before is off by noise, the first one is due at the very beginning.
  if (count <= 0) return 0;
  const slope = (toPerSecond - fromPerSecond) / (forMs / MS_PER_SECOND);
  // This way round nothing is subtracted from its like, and a slope of 0 needs no case of its own.
  const root = Math.sqrt(Math.max(0, fromPerSecond * fromPerSecond + 2 * slope * count));
  return Math.min(forMs, ((2 * count) / (fromPerSecond + root)) * MS_PER_SECOND);
};
