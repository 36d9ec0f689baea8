// What a generator measures of a run: each step in all, and what happened in each second. Latencies of a second are
// kept as they are and become a distribution when the second is told: a histogram for each would be 100 kB.
import { createRecorder, distributionOf, type LatencyRecorder } from './distribution.ts';
import { ACCEPTED, isError, THROTTLED } from './figures.ts';
import type { Distribution, Slice, StepName } from './load-result.ts';
import type { Step } from './walker.ts';

/** Of one second, as a generator sees it; what the network saw is added later. */
export type MeteredSecond = Omit<Slice, 'allowedTotal' | 'acceptedTotal' | 'issuerCalls' | 'retries'>;

export interface MeteredStep {
  readonly step: StepName;
  readonly distribution: Distribution;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly refused: Distribution | undefined;
}

export interface Metered {
  readonly steps: readonly MeteredStep[];
  readonly seconds: readonly MeteredSecond[];
}

interface Second {
  due: number;
  sent: number;
  answered: number;
  errors: number;
  throttled: number;
  accepted: number;
  readonly apply: number[];
  readonly report: number[];
  readonly refused: number[];
}

interface Recorded {
  readonly recorder: LatencyRecorder;
  readonly outcomes: Map<string, number>;
  /** From the first refusal on: a histogram is 100 kB. */
  refused: LatencyRecorder | undefined;
}

export class RunMeter {
  #startMs = Number.NaN;
  readonly #steps = new Map<StepName, Recorded>();
  readonly #seconds: Second[] = [];

  /** The first second begins, on the generator's clock. What was told before belongs to no second. */
  begin(startMs: number): void {
    this.#startMs = startMs;
  }

  due(dueMs: number): void {
    this.#secondAt(dueMs).due++;
  }

  sent(atMs: number): void {
    this.#secondAt(atMs).sent++;
  }

  /** A step that is over. `dueMs`: the second that its latency belongs to. */
  step({ step, latencyMs, outcome, atMs }: Step<StepName>, dueMs = atMs): void {
    this.#record(step, latencyMs, outcome);
    if (step === 'report') this.#secondAt(dueMs).report.push(latencyMs);
    if (step !== 'apply') return;
    this.#secondAt(dueMs).apply.push(latencyMs);
    const second = this.#secondAt(atMs);
    second.answered++;
    if (outcome === ACCEPTED) second.accepted++;
    if (outcome === THROTTLED) {
      second.throttled++;
      this.#secondAt(dueMs).refused.push(latencyMs);
    }
    if (isError(outcome)) second.errors++;
  }

  /** One second, from 0; undefined where nothing of it or later has happened. */
  second(at: number): MeteredSecond | undefined {
    const second = this.#seconds[at];
    return second === undefined ? undefined : toldOf(second, at);
  }

  /** What was measured so far. Takes a millisecond or two for each second: not while it runs. */
  view(): Metered {
    return {
      steps: [...this.#steps].flatMap(([step, { recorder, outcomes, refused }]) => {
        const distribution = recorder.distribution();
        if (distribution === undefined) return [];
        return [{ step, distribution, outcomes: Object.fromEntries(outcomes), refused: refused?.distribution() }];
      }),
      seconds: this.#seconds.map((second, at) => toldOf(second, at)),
    };
  }

  #record(step: StepName, latencyMs: number, outcome: string): void {
    let known = this.#steps.get(step);
    if (known === undefined) {
      known = { recorder: createRecorder(), outcomes: new Map(), refused: undefined };
      this.#steps.set(step, known);
    }
    known.recorder.record(latencyMs);
    known.outcomes.set(outcome, (known.outcomes.get(outcome) ?? 0) + 1);
    if (outcome !== THROTTLED) return;
    known.refused ??= createRecorder();
    known.refused.record(latencyMs);
  }

  #secondAt(atMs: number): Second {
    const at = Math.max(0, Math.floor((atMs - this.#startMs) / 1000));
    while (this.#seconds.length <= at) this.#seconds.push(emptySecond());
    return this.#seconds[at] ?? emptySecond();
  }
}

const emptySecond = (): Second => ({
  due: 0,
  sent: 0,
  answered: 0,
  errors: 0,
  throttled: 0,
  accepted: 0,
  apply: [],
  report: [],
  refused: [],
});

const toldOf = ({ apply, report, refused, ...counts }: Second, at: number): MeteredSecond => ({
  atMs: at * 1000,
  ...counts,
  apply: someOf(apply),
  report: someOf(report),
  refused: someOf(refused),
});

/** Without a histogram where there is nothing: most seconds refuse nobody. */
const someOf = (latenciesMs: readonly number[]): Distribution | undefined =>
  latenciesMs.length === 0 ? undefined : distributionOf(latenciesMs);
