// Some of those who were accepted, evenly over the time in which anybody was: whoever is accepted in a stretch of it
// stands for all in that stretch.

export interface Cohort {
  /** In the order of acceptance, how many were accepted before its middle. */
  readonly place: number;
  /** When its middle was accepted, from the beginning. */
  readonly acceptedAtMs: number;
  /** How many it stands for. */
  readonly weight: number;
}

/** A minute of a launch day that is one and a half days long. */
const MOST_COHORTS = 1440;
/** Fewer than this are none. */
const NOBODY = 1e-9;

export const cohortsOf = (accepted: Float64Array, stepMs: number): readonly Cohort[] => {
  const size = Math.ceil(accepted.length / MOST_COHORTS);
  const cohorts: Cohort[] = [];
  let before = 0;
  for (let from = 0; from < accepted.length; from += size) {
    const to = Math.min(accepted.length, from + size);
    let weight = 0;
    for (let at = from; at < to; at++) weight += accepted[at] ?? 0;
    if (weight > NOBODY) {
      cohorts.push({ place: before + weight / 2, acceptedAtMs: middleMs(accepted, from, weight / 2, stepMs), weight });
    }
    before += weight;
  }
  return cohorts;
};

const middleMs = (accepted: Float64Array, from: number, half: number, stepMs: number): number => {
  let left = half;
  for (let at = from; at < accepted.length; at++) {
    const count = accepted[at] ?? 0;
    if (count > 0 && left <= count) return (at + left / count) * stepMs;
    left -= count;
  }
  return accepted.length * stepMs;
};
