// What came of playing a scenario: data alone. How it is shown is in ../report and scenario-report-*.ts.
import type { Sight, Violation } from './oracle/sight.ts';
import type { RuleId, Scenario } from './story/scenario.ts';

/** Something that was expected and did not come. */
export interface Mismatch {
  /** Where it stands in the scenario: a JSON pointer, e.g. `/steps/2/expect/refused`. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
}

export interface StepResult {
  readonly index: number;
  /** Epoch ms at which it began. */
  readonly atMs: number;
  /** In words, e.g. `li applies to ALL as q1`. */
  readonly what: string;
  /** What came of it, in words, e.g. `accepted` or `refused: TOO_SOON`; of many how many of each. */
  readonly answer: string;
  readonly mismatches: readonly Mismatch[];
}

/** A violation with the place in the story after which it was seen. */
export interface SeenViolation extends Violation {
  readonly atMs: number;
  /** The last step begun before it; -1 before the first. */
  readonly afterStep: number;
}

export interface ScenarioResult {
  readonly scenario: Scenario;
  /** The file it stands in, where it stands in one. */
  readonly file: string | undefined;
  readonly rules: readonly RuleId[];
  readonly passed: boolean;
  readonly steps: readonly StepResult[];
  readonly finally: readonly Mismatch[];
  readonly violations: readonly SeenViolation[];
  /** A failure that is no answer: the engine or the stage threw. */
  readonly crash: string | undefined;
  /** Everything seen, in order: the event log is made of it. */
  readonly sights: readonly Sight[];
  readonly startMs: number;
  readonly endMs: number;
  /** Calls to issuers. */
  readonly issuerCalls: number;
}
