// What every report of a run of scenarios is made of: which were played and what is wrong with each, in one order.
// How it is written is in scenario-report-text.ts, -json.ts, -junit.ts and -html.ts. No personal data is in any of
// them: nothing of sights but what the engine tells, and people are called as in the scenario.
import { INVARIANTS } from '../oracle/oracle.ts';
import type { Mismatch, ScenarioResult, SeenViolation, StepResult } from '../scenario-result.ts';
import { RULES } from '../story/rules.ts';
import type { RuleId, Scenario } from '../story/scenario.ts';

/** One scenario of a run. */
export type ReportedScenario =
  | {
      readonly kind: 'played';
      readonly result: ScenarioResult;
      /** The one command that plays it again. */
      readonly replay: string;
      /** In real time. */
      readonly tookMs: number;
    }
  /** `reason`: why not, e.g. `this network cannot crash its engine`. */
  | {
      readonly kind: 'not-run';
      readonly scenario: Scenario;
      readonly file: string | undefined;
      readonly reason: string;
    };

export interface ScenarioReport {
  readonly scenarios: readonly ReportedScenario[];
  /** e.g. `in virtual time`, `on a live network`. */
  readonly stage: string;
  readonly wasInterrupted: boolean;
}

export type Problem =
  /** `step`: undefined where it is of what must be true at the end. */
  | ({ readonly kind: 'mismatch'; readonly step: StepResult | undefined } & Mismatch)
  | ({ readonly kind: 'violation'; readonly sentence: string } & SeenViolation)
  /** Nothing that anybody expected: engine or stage threw. */
  | { readonly kind: 'crash'; readonly message: string };

export type Verdict = 'passed' | 'failed' | 'not run';

/** R1 to R27. */
export const RULE_IDS: readonly RuleId[] = RULES.map(({ id }) => id);

const SENTENCES = new Map(INVARIANTS.map(({ id, title }) => [id, title]));

/** The sentence of this invariant in the rules. */
export const sentenceOf = (invariant: string): string => SENTENCES.get(invariant) ?? '';

/** Everything that is wrong with a played scenario: a crash, broken invariants, then what came differently. */
export const problemsOf = ({ crash, violations, steps, finally: last }: ScenarioResult): readonly Problem[] => [
  ...(crash === undefined ? [] : [{ kind: 'crash' as const, message: crash }]),
  ...violations.map((one) => ({ kind: 'violation' as const, sentence: sentenceOf(one.invariant), ...one })),
  ...steps.flatMap((step) => step.mismatches.map((one) => ({ kind: 'mismatch' as const, step, ...one }))),
  ...last.map((one) => ({ kind: 'mismatch' as const, step: undefined, ...one })),
];

export const scenarioOf = (one: ReportedScenario): Scenario =>
  one.kind === 'played' ? one.result.scenario : one.scenario;

export const fileOf = (one: ReportedScenario): string | undefined =>
  one.kind === 'played' ? one.result.file : one.file;

export const verdictOf = (one: ReportedScenario): Verdict => {
  if (one.kind === 'not-run') return 'not run';
  return one.result.passed ? 'passed' : 'failed';
};

export interface Totals {
  readonly scenarios: number;
  readonly passed: number;
  readonly failed: number;
  readonly notRun: number;
  readonly steps: number;
  readonly issuerCalls: number;
  /** Rules that a played scenario shows, and those that none does. */
  readonly covered: readonly RuleId[];
  readonly notCovered: readonly RuleId[];
}

export const totalsOf = ({ scenarios }: ScenarioReport): Totals => {
  const count = (verdict: Verdict): number => scenarios.filter((one) => verdictOf(one) === verdict).length;
  const results = scenarios.flatMap((one) => (one.kind === 'played' ? [one.result] : []));
  const shown = new Set(results.flatMap(({ rules }) => rules));
  const sum = (numberOf: (result: ScenarioResult) => number): number =>
    results.reduce((total, result) => total + numberOf(result), 0);
  return {
    scenarios: scenarios.length,
    passed: count('passed'),
    failed: count('failed'),
    notRun: count('not run'),
    steps: sum(({ steps }) => steps.length),
    issuerCalls: sum(({ issuerCalls }) => issuerCalls),
    covered: RULE_IDS.filter((rule) => shown.has(rule)),
    notCovered: RULE_IDS.filter((rule) => !shown.has(rule)),
  };
};

/** `1 step`, `3 steps`, `12,345 calls`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
