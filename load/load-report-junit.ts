// A load run as JUnit XML: a case for the answers, one for the schedule, one for each threshold, one for earlier runs.
// Of an interrupted run nothing has passed: what held until then might not have held.
import { type JunitCase, type JunitOutcome, junitXml } from '../report/junit.ts';
import { oneLine } from '../report/visible-text.ts';
import type { Comparison } from './compare.ts';
import { comparisonFailures, comparisonSentence } from './comparison-words.ts';
import type { LoadResult } from './load-result.ts';
import { type Check, checksOf } from './load-verdict.ts';
import { environmentWords, runWords } from './load-words.ts';

/** The text of junit.xml. */
export const loadJunit = (result: LoadResult, comparison?: Comparison): string => {
  const properties = {
    run: runWords(result),
    startedAt: result.startedAt,
    environment: environmentWords(result).join('; '),
  };
  const checks = [...checksOf(result), ...(comparison === undefined ? [] : [comparisonCheck(comparison)])];
  const cases = checks.map((check) => caseOf(check, result));
  return junitXml('banknet load run', [{ name: `load ${result.profile}`, properties, cases }]);
};

const comparisonCheck = (comparison: Comparison): Check => ({
  kind: 'comparison',
  name: 'no worse than before',
  held: comparison.passed,
  found: comparisonSentence(comparison),
  details: comparisonFailures(comparison),
});

const caseOf = (check: Check, { profile, wasInterrupted }: LoadResult): JunitCase => ({
  name: check.name,
  className: `load.${profile}.${check.kind}`,
  properties: { found: check.found },
  outcome: outcomeOf(check, wasInterrupted),
});

const outcomeOf = ({ name, held, found, details }: Check, wasInterrupted: boolean): JunitOutcome => {
  if (!held) {
    const message = oneLine(`${name}: ${details[0] ?? found}`);
    return { kind: 'failed', message, text: [`${name}: ${found}`, ...details].join('\n') };
  }
  if (!wasInterrupted) return { kind: 'passed' };
  const message = 'the run was interrupted: this held until then';
  return { kind: 'error', message, text: `${message}\n${name}: ${found}` };
};
