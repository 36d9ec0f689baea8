// The seconds of a run in as many stretches as a picture has room for: counts are added, distributions merged exactly.
import { mergeDistributions } from './distribution.ts';
import type { Slice } from './load-result.ts';

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
    due: sum(({ due }) => due),
    sent: sum(({ sent }) => sent),
    answered: sum(({ answered }) => answered),
    errors: sum(({ errors }) => errors),
    throttled: sum(({ throttled }) => throttled),
    accepted: sum(({ accepted }) => accepted),
    allowedTotal: last?.allowedTotal ?? 0,
    acceptedTotal: last?.acceptedTotal ?? 0,
    apply: mergeDistributions(slices.map(({ apply }) => apply)),
    report: mergeDistributions(slices.map(({ report }) => report)),
    issuerCalls: sum(({ issuerCalls }) => issuerCalls),
    retries: sum(({ retries }) => retries),
  };
};
