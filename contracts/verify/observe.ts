// What holds for every answer, whatever was asked (issuer-api.yaml, R2): each rule is a result of its own, made from
// all exchanges of the run.
import type { Exchange } from '../check.ts';
import type { CheckResult, CheckVerdict, Finding } from '../verification.ts';
import { EVERY_ANSWER, type EveryAnswerRule } from './every-answer.ts';
import { findingOf } from './findings.ts';

/** One bad habit shows in every answer: more of the same helps nobody. */
const MAX_FINDINGS_PER_RULE = 10;

export interface Observer {
  see(exchange: Exchange, issuer: string): void;
  /** A result for each rule; `obstacle` is why there was nothing to apply one to, where that is known. */
  results(obstacle: CheckVerdict | undefined): readonly CheckResult[];
}

interface Seen {
  applied: number;
  readonly findings: Map<string, Finding>;
  more: number;
}

export const createObserver = (): Observer => {
  const seen = new Map<EveryAnswerRule, Seen>(
    EVERY_ANSWER.map((rule) => [rule, { applied: 0, findings: new Map(), more: 0 }]),
  );
  return {
    see(exchange, issuer) {
      for (const [rule, state] of seen) {
        const problem = rule.problemOf(exchange, issuer);
        if (problem === 'not applicable') continue;
        state.applied++;
        if (problem !== undefined) keep(state, findingOf(exchange, problem.expected, problem.got));
      }
    },
    results: (obstacle) => [...seen].map(([rule, state]) => resultOf(rule, state, obstacle)),
  };
};

/** The same about the same request is told once. */
const keep = (state: Seen, finding: Finding): void => {
  const key = `${finding.sent}\n${finding.expected}\n${finding.got}`;
  if (state.findings.has(key)) return;
  if (state.findings.size < MAX_FINDINGS_PER_RULE) state.findings.set(key, finding);
  else state.more++;
};

const resultOf = (
  { name, title, source, whenNeverApplied }: EveryAnswerRule,
  { applied, findings, more }: Seen,
  obstacle: CheckVerdict | undefined,
): CheckResult => {
  const result = { name, title, source, tookMs: 0 };
  // Where nobody was reached, nothing is known against the bank.
  if (obstacle?.kind === 'not-run' && obstacle.blame === 'environment') return { ...result, verdict: obstacle };
  if (findings.size > 0) {
    const rest: readonly Finding[] =
      more === 0
        ? []
        : [{ sent: `${more} other requests`, expected: 'as above', got: `${more} more findings of this kind` }];
    return { ...result, verdict: { kind: 'broken', findings: [...findings.values(), ...rest] } };
  }
  if (applied > 0) return { ...result, verdict: { kind: 'held' } };
  return { ...result, verdict: obstacle ?? whenNeverApplied };
};
