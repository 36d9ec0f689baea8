// A run of scenarios as JUnit XML: a case for each, its file as its class.
import { type JunitCase, type JunitOutcome, junitXml } from '../../report/junit.ts';
import { oneLine } from '../../report/visible-text.ts';
import type { ScenarioResult } from '../scenario-result.ts';
import {
  fileOf,
  type Problem,
  problemsOf,
  type ReportedScenario,
  type ScenarioReport,
  scenarioOf,
} from './scenario-report.ts';
import { placeOf, sizeOf } from './scenario-report-text.ts';

/** The text of junit.xml. */
export const scenarioReportJunit = (report: ScenarioReport): string =>
  junitXml('banknet scenario run', [{ name: `scenarios ${report.stage}`, cases: report.scenarios.map(caseOf) }]);

const caseOf = (one: ReportedScenario): JunitCase => {
  const { name, seed, rules } = scenarioOf(one);
  const file = fileOf(one);
  return {
    name,
    className: file ?? 'scenarios',
    file,
    seconds: one.kind === 'played' ? one.tookMs / 1000 : undefined,
    properties: {
      seed: String(seed),
      rules: rules.join(' '),
      ...(one.kind === 'played' ? { size: sizeOf(one.result), replay: one.replay } : {}),
    },
    outcome: outcomeOf(one),
  };
};

const outcomeOf = (one: ReportedScenario): JunitOutcome => {
  if (one.kind === 'not-run') return { kind: 'skipped', message: one.reason };
  const { result, replay } = one;
  if (result.passed) return { kind: 'passed' };
  const problems = problemsOf(result);
  const texts = problems.map((problem) => problemText(problem, result));
  const message = oneLine(texts[0]?.split('\n').join('; ') ?? 'failed');
  const kind = result.crash === undefined ? 'failed' : 'error';
  return { kind, message, text: `${texts.join('\n\n')}\n\nreplay: ${replay}` };
};

const problemText = (problem: Problem, result: ScenarioResult): string => {
  if (problem.kind === 'crash') return `broke off: ${problem.message}`;
  const place = placeOf(problem, result);
  if (problem.kind === 'violation') return `${problem.invariant}: ${problem.sentence}\n${place}: ${problem.message}`;
  return `${place}\nat ${problem.pointer}\nexpected ${problem.expected}\ngot ${problem.got}`;
};
