// Times by the logarithm, for shares of inquiries: from a millisecond to the deadline.

/** Bins in each factor of ten: neighbours differ by 4 per cent. */
const BINS_PER_DECADE = 60;

export interface TimeBins {
  readonly count: number;
  /** The bin of a time; those at the limit and beyond have none, and it is `count`. */
  readonly binOf: (ms: number) => number;
  /** Where a bin ends; its beginning is the end of the one before. */
  readonly endMs: (bin: number) => number;
}

export const timeBins = (limitMs: number): TimeBins => {
  const last = Math.max(1, Math.ceil(Math.log10(limitMs) * BINS_PER_DECADE));
  return {
    count: last,
    binOf: (ms) =>
      ms >= limitMs ? last : Math.min(last - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, ms)) * BINS_PER_DECADE))),
    endMs: (bin) => Math.min(limitMs, 10 ** ((bin + 1) / BINS_PER_DECADE)),
  };
};

/**
 * The time within which such a share is done, in a histogram whose bins have the shares done up to their end; within a
 * bin in proportion. The limit where it is not done by then.
 */
export const quantileOf = (done: Float64Array, share: number, { count, endMs }: TimeBins): number => {
  for (let bin = 0; bin < count; bin++) {
    const upTo = done[bin] ?? 0;
    if (upTo < share) continue;
    const before = bin === 0 ? 0 : (done[bin - 1] ?? 0);
    const fromMs = bin === 0 ? 0 : endMs(bin - 1);
    const part = upTo > before ? (share - before) / (upTo - before) : 1;
    return fromMs + (endMs(bin) - fromMs) * part;
  }
  return endMs(count - 1);
};
