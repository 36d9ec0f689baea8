// A computed plan over its time, in as many slices as a picture has points.
import type { IssuerCode } from '../../core/banks.ts';
import type { AdmissionFlow } from './admission-flow.ts';
import type { Cohort } from './cohorts.ts';
import { quantileOf, type TimeBins } from './time-bins.ts';

export interface PlanSlice {
  readonly atMs: number;
  readonly forMs: number;
  /** Sums over the slice. */
  readonly applications: number;
  readonly accepted: number;
  readonly refused: number;
  /** Inquiries that wait or are under way at the end of the slice, by bank. */
  readonly backlog: Readonly<Record<IssuerCode, number>>;
  /** Of the queries that were accepted in it, from acceptance to the report; undefined where none was. */
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
}

/** A line has a point each third pixel at most. */
const MOST_SLICES = 200;

export interface SlicedFlows {
  readonly admission: AdmissionFlow;
  readonly cohorts: readonly Cohort[];
  /** Of each cohort, the share of queries done by the end of each bin. */
  readonly done: readonly Float64Array[];
  readonly bins: TimeBins;
  readonly backlogs: readonly { readonly codes: readonly IssuerCode[]; readonly backlog: Float32Array }[];
}

export const slicesOf = ({ admission, cohorts, done, bins, backlogs }: SlicedFlows): readonly PlanSlice[] => {
  const { applications, accepted, stepMs } = admission;
  const steps = Math.max(applications.length, ...backlogs.map(({ backlog }) => lastBusy(backlog) + 1));
  const size = Math.ceil(steps / MOST_SLICES);
  return Array.from({ length: Math.ceil(steps / size) }, (_, index) => {
    const [from, to] = [index * size, Math.min(steps, (index + 1) * size)];
    const [come, taken] = [sumOf(applications, from, to), sumOf(accepted, from, to)];
    const within = cohorts.findIndex(({ acceptedAtMs }) => acceptedAtMs >= from * stepMs && acceptedAtMs < to * stepMs);
    const shares = within === -1 ? undefined : done[within];
    return {
      atMs: from * stepMs,
      forMs: (to - from) * stepMs,
      applications: come,
      accepted: taken,
      refused: come - taken,
      backlog: Object.fromEntries(
        backlogs.flatMap(({ codes, backlog }) => codes.map((code) => [code, backlog[to - 1] ?? 0])),
      ),
      p50Ms: shares && quantileOf(shares, 0.5, bins),
      p99Ms: shares && quantileOf(shares, 0.99, bins),
    };
  });
};

/** The last step at whose end more than one inquiry is left. */
const lastBusy = (backlog: Float32Array): number => backlog.findLastIndex((count) => count >= 1);

const sumOf = (values: Float64Array, from: number, to: number): number => {
  let sum = 0;
  for (let at = from; at < Math.min(to, values.length); at++) sum += values[at] ?? 0;
  return sum;
};
