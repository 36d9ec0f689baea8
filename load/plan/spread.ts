// A distribution of times as weighted points, closer together where they are rare: of sixteen banks the slowest
// decides, and that is the tail of each.
import { exactLatencyAt, type Latency, type LatencyShape } from '../../simulator/issuer/latency.ts';

export interface SpreadPoint {
  readonly ms: number;
  readonly weight: number;
}

/** Weights sum up to 1, unless a part was taken out. */
export type Spread = readonly SpreadPoint[];

/** From which quantile to which, and by how many points: each further nine has some of its own. */
const STRATA = [
  { from: 0, to: 0.9, points: 90 },
  { from: 0.9, to: 0.99, points: 45 },
  { from: 0.99, to: 0.999, points: 30 },
  { from: 0.999, to: 0.9999, points: 15 },
  { from: 0.9999, to: 1, points: 5 },
] as const;

export const AT_ONCE: Spread = [{ ms: 0, weight: 1 }];

/** Of a latency as people state it, outliers and all. */
export const spreadOf = (latency: Latency): Spread => {
  const { outliers } = latency;
  if (outliers === undefined || outliers.share === 0) return spreadOfShape(latency);
  return mixed([
    [1 - outliers.share, spreadOfShape(latency)],
    [outliers.share, spreadOfShape(outliers.latency)],
  ]);
};

const spreadOfShape = (shape: LatencyShape): Spread => {
  if ('fixedMs' in shape) return [{ ms: exactLatencyAt(shape, 0), weight: 1 }];
  return STRATA.flatMap(({ from, to, points }) =>
    Array.from({ length: points }, (_, at) => ({
      ms: exactLatencyAt(shape, from + ((at + 0.5) * (to - from)) / points),
      weight: (to - from) / points,
    })),
  );
};

/** Each of these with its share. */
export const mixed = (parts: readonly (readonly [share: number, spread: Spread])[]): Spread =>
  parts.flatMap(([share, spread]) =>
    share === 0 ? [] : spread.map(({ ms, weight }) => ({ ms, weight: weight * share })),
  );

/** The points of a sum of two are thinned to so many of each. */
const POINTS_OF_A_SUM = 48;

/** One after the other, independent. */
export const summed = (one: Spread, other: Spread): Spread => {
  if (one.length === 1) return shifted(other, one[0]?.ms ?? 0);
  if (other.length === 1) return shifted(one, other[0]?.ms ?? 0);
  const [few, some] = [thinned(one), thinned(other)];
  return merged(
    few.flatMap((first) => some.map((second) => ({ ms: first.ms + second.ms, weight: first.weight * second.weight }))),
  );
};

/** Nearer than a fiftieth are the same. */
const NEAR = 1.02;

const merged = (spread: Spread): Spread => {
  const points: SpreadPoint[] = [];
  for (const point of spread.toSorted((one, other) => one.ms - other.ms)) {
    const last = points.at(-1);
    if (last === undefined || point.ms > last.ms * NEAR) points.push(point);
    else points[points.length - 1] = { ms: meanOf([last, point]), weight: last.weight + point.weight };
  }
  return points;
};

export const shifted = (spread: Spread, byMs: number): Spread =>
  byMs === 0 ? spread : spread.map(({ ms, weight }) => ({ ms: ms + byMs, weight }));

export const meanOf = (spread: Spread): number => {
  let [sum, weights] = [0, 0];
  for (const { ms, weight } of spread) {
    sum += ms * weight;
    weights += weight;
  }
  return weights === 0 ? 0 : sum / weights;
};

/** Neighbours are put together. */
const thinned = (spread: Spread): Spread => {
  const sorted = spread.toSorted((one, other) => one.ms - other.ms);
  const size = Math.ceil(sorted.length / POINTS_OF_A_SUM);
  return Array.from({ length: Math.ceil(sorted.length / size) }, (_, at) => {
    const some = sorted.slice(at * size, (at + 1) * size);
    return { ms: meanOf(some), weight: some.reduce((sum, { weight }) => sum + weight, 0) };
  });
};
