// For tests only: what queueing theory says of M/M/c/K (Poisson arrivals, exponential service, c servers, at most K
// calls in the system), what a run measured, and how far a run of its length may be off.
import { createRandom } from '../../core/random.ts';

/** A place, and the load that is brought to it: calls that arrive in one mean service time. */
export interface Place {
  readonly servers: number;
  readonly queue: number;
  readonly load: number;
}

/** `refused`: of all calls. `waiting`: of those accepted, how many wait. `wait`: their mean wait, in service times. */
export interface Figures {
  readonly refused: number;
  readonly utilisation: number;
  readonly waiting: number;
  readonly wait: number;
}

export const FIGURES = ['refused', 'utilisation', 'waiting', 'wait'] as const;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The closed formulas, with the stationary probability of n calls in the system from its birth-death balance. */
export const formulas = ({ servers, queue, load }: Place): Figures => {
  const weights = [1];
  for (let n = 1; n <= servers + queue; n++) weights.push(((weights[n - 1] ?? 0) * load) / Math.min(n, servers));
  const whole = sum(weights);
  const shares = weights.map((weight) => weight / whole);
  const refused = shares.at(-1) ?? 0;
  const accepted = 1 - refused;
  const inQueue = sum(shares.map((share, n) => share * Math.max(0, n - servers)));
  return {
    refused,
    utilisation: (load * accepted) / servers,
    // An arrival sees what time sees (PASTA); who is accepted saw less than K.
    waiting: sum(shares.slice(servers, -1)) / accepted,
    // Little's law over the queue.
    wait: inQueue / (load * accepted),
  };
};

/** One call: when it came, what it needed, and how long it had to wait, undefined where it was refused. */
export interface Call {
  readonly atMs: number;
  readonly serviceMs: number;
  readonly waitMs: number | undefined;
}

/** Arrivals of a keyed Poisson process with exponential service. The waits come from whatever is measured. */
export const poissonCalls = (
  key: string,
  { load }: Place,
  { calls, meanMs }: { readonly calls: number; readonly meanMs: number },
  waitOf: (atMs: number, serviceMs: number) => number | undefined,
): readonly Call[] => {
  const random = createRandom('queueing').fork(key);
  const gap = random.stream('gap');
  const service = random.stream('service');
  const exponential = (unit: number, mean: number): number => -mean * Math.log1p(-unit);
  let atMs = 0;
  return Array.from({ length: calls }, () => {
    atMs += exponential(gap(), meanMs / load);
    const serviceMs = exponential(service(), meanMs);
    return { atMs, serviceMs, waitMs: waitOf(atMs, serviceMs) };
  });
};

/** What these calls saw, from `sinceMs`, the instant of the call before them. */
export const measure = (calls: readonly Call[], sinceMs: number, servers: number, meanMs: number): Figures => {
  const accepted = calls.filter(({ waitMs }) => waitMs !== undefined);
  const spanMs = (calls.at(-1)?.atMs ?? sinceMs) - sinceMs;
  return {
    refused: 1 - accepted.length / calls.length,
    utilisation: sum(accepted.map(({ serviceMs }) => serviceMs)) / (spanMs * servers),
    waiting: accepted.filter(({ waitMs = 0 }) => waitMs > 0).length / accepted.length,
    wait: sum(accepted.map(({ waitMs = 0 }) => waitMs)) / accepted.length / meanMs,
  };
};

/** So many stretches of the run are measured one by one, after a first one in which the empty place fills. */
const STRETCHES = 50;

export interface Measured {
  readonly figures: Figures;
  /** Four standard errors of each figure. */
  readonly tolerance: Figures;
}

/**
 * Calls that follow each other see much the same queue, so n calls tell less than n independent ones would. Stretches
 * that are long against the memory of the queue are as good as independent, though: the standard error of a figure is
 * the deviation among the 50 stretches, divided by the root of 50. One figure in 16,000 is off by more than four of
 * them; chance being keyed, a run that agrees does so for ever. Four times as many calls halve the tolerance.
 */
export const measureStretches = (calls: readonly Call[], servers: number, meanMs: number): Measured => {
  const length = Math.floor(calls.length / (STRETCHES + 1));
  const stretches = Array.from({ length: STRETCHES }, (_, at) => {
    const start = (at + 1) * length;
    return measure(calls.slice(start, start + length), calls[start - 1]?.atMs ?? 0, servers, meanMs);
  });
  const overStretches = (figure: (values: readonly number[]) => number): Figures => {
    const of = (name: keyof Figures): number => figure(stretches.map((stretch) => stretch[name]));
    return { refused: of('refused'), utilisation: of('utilisation'), waiting: of('waiting'), wait: of('wait') };
  };
  const mean = (values: readonly number[]): number => sum(values) / values.length;
  const standardError = (values: readonly number[]): number => {
    const centre = mean(values);
    return Math.sqrt(sum(values.map((value) => (value - centre) ** 2)) / (values.length - 1) / values.length);
  };
  return { figures: overStretches(mean), tolerance: overStretches((values) => 4 * standardError(values)) };
};

/** The figures that are further from the formulas of this place than the run's tolerance, as text. */
export const disagreements = ({ figures, tolerance }: Measured, place: Place): readonly string[] => {
  const expected = formulas(place);
  return FIGURES.filter((name) => !(Math.abs(figures[name] - expected[name]) <= tolerance[name] + ROUNDING)).map(
    (name) => `${name} ${figures[name]}, by the formulas ${expected[name]} within ${tolerance[name]}`,
  );
};

/** For figures that do not vary: without a queue nobody waits, in every stretch. */
const ROUNDING = 1e-12;
