// The seconds of a run in as many stretches as a picture has room for: counts are added, distributions merged exactly.
import type { Slice } from './load-result.ts';
import { sumOfSeconds } from './merged-metering.ts';

/** One stretch: counts are of all of it, totals those at its end. */
export interface Bucket extends Slice {
  readonly forMs: number;
}

const SECOND_MS = 1000;

/** Per second, of a count of a stretch. */
export const perSecond = (count: number, { forMs }: Bucket): number => (count * SECOND_MS) / forMs;

/** At most `most` stretches of whole seconds. */
export const bucketsOf = (slices: readonly Slice[], most: number): readonly Bucket[] => {
  const size = Math.max(1, Math.ceil(slices.length / most));
  const count = Math.ceil(slices.length / size);
  return Array.from({ length: count }, (_, at) => bucketOf(slices.slice(at * size, (at + 1) * size)));
};

const bucketOf = (slices: readonly Slice[]): Bucket => {
  const sum = (read: (slice: Slice) => number): number => slices.reduce((total, slice) => total + read(slice), 0);
  const last = slices.at(-1);
  return {
    atMs: slices[0]?.atMs ?? 0,
    forMs: slices.length * SECOND_MS,
    ...sumOfSeconds(slices),
    allowedTotal: last?.allowedTotal ?? 0,
    acceptedTotal: last?.acceptedTotal ?? 0,
    issuerCalls: sum(({ issuerCalls }) => issuerCalls),
    retries: sum(({ retries }) => retries),
  };
};
