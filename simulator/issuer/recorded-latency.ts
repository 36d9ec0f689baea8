// A latency as somebody measured it: values, and how often each was seen. Its draws are those values.

export interface RecordedValue {
  readonly atMs: number;
  /** Above 0. */
  readonly count: number;
}

/** At least one value, each greater than the one before. */
export type Recorded = readonly RecordedValue[];

/** So many values are more than any histogram has; each is held in memory. */
export const MAX_RECORDED_VALUES = 100_000;

/** The recorded value at quantile `unit` in [0, 1): the least one that more than this share of all are not above. */
export const recordedAt = (recorded: Recorded, unit: number): number => {
  const totals = totalsOf(recorded);
  const wanted = unit * (totals[totals.length - 1] ?? 0);
  let low = 0;
  let high = totals.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((totals[middle] ?? 0) > wanted) high = middle;
    else low = middle + 1;
  }
  return recorded[low]?.atMs ?? 0;
};

/** Cumulative counts are a fact about a list that does not change, and adding up is too slow for every draw. */
const known = new WeakMap<Recorded, Float64Array>();

const totalsOf = (recorded: Recorded): Float64Array => {
  const before = known.get(recorded);
  if (before !== undefined) return before;
  let total = 0;
  const totals = Float64Array.from(recorded, ({ count }) => {
    total += count;
    return total;
  });
  known.set(recorded, totals);
  return totals;
};
