// A run of scenarios for a terminal: a line for each, below it what is wrong and the command that plays it again.
import { elapsed } from '../../report/elapsed.ts';
import { oneLine } from '../../report/visible-text.ts';
import type { ScenarioResult } from '../scenario-result.ts';
import {
  counted,
  fileOf,
  type Problem,
  problemsOf,
  type ReportedScenario,
  RULE_IDS,
  type ScenarioReport,
  scenarioOf,
  totalsOf,
  verdictOf,
} from './scenario-report.ts';

type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red';

/** Colours of a terminal, or none. */
export type Paint = Readonly<Record<Style, (text: string) => string>>;

/** Of one scenario: what is beyond is counted. The whole of it is in the other reports. */
const MAX_PROBLEMS = 10;

/** The lines of one scenario, the last one ended. */
export const scenarioText = (one: ReportedScenario, paint: Paint): string => {
  const { rules, name } = scenarioOf(one);
  const title = `${oneLine(name)}  ${paint.dim(rules.join(' '))}`;
  if (one.kind === 'not-run')
    return `${paint.yellow('–')} ${title}  ${paint.yellow(`not run here: ${oneLine(one.reason)}`)}\n`;
  const { result, replay } = one;
  const size = paint.dim(sizeOf(result));
  if (verdictOf(one) === 'passed') return `${paint.green('✓')} ${title}  ${size}\n`;
  const problems = problemsOf(result);
  const more = problems.length - MAX_PROBLEMS;
  const lines = [
    `${paint.red('✗')} ${paint.bold(oneLine(name))}  ${paint.dim(rules.join(' '))}  ${size}`,
    ...[fileOf(one)].flatMap((file) => (file === undefined ? [] : [`    ${paint.dim(oneLine(file))}`])),
    ...problems.slice(0, MAX_PROBLEMS).flatMap((problem) => problemLines(problem, result, paint)),
    ...(more > 0 ? [`    and ${counted(more, 'more problem')}`] : []),
    `    replay    ${paint.bold(oneLine(replay))}`,
  ];
  return `${lines.join('\n')}\n`;
};

/** `4 steps, 36 calls, 9d, seed 7`. */
export const sizeOf = ({ scenario, steps, issuerCalls, startMs, endMs }: ScenarioResult): string => {
  const counts = `${counted(steps.length, 'step')}, ${counted(issuerCalls, 'call')}`;
  return `${counts}, ${elapsed(endMs - startMs)}, seed ${scenario.seed}`;
};

const problemLines = (problem: Problem, result: ScenarioResult, paint: Paint): readonly string[] => {
  if (problem.kind === 'crash') return [`    ${paint.red('broke off')}  ${oneLine(problem.message)}`];
  if (problem.kind === 'violation') {
    return [
      `    ${paint.red(problem.invariant)}: ${problem.sentence}`,
      `      ${placeOf(problem, result)}: ${oneLine(problem.message)}`,
    ];
  }
  return [
    `    ${placeOf(problem, result)}`,
    `      at        ${oneLine(problem.pointer)}`,
    `      expected  ${paint.green(oneLine(problem.expected))}`,
    `      got       ${paint.red(oneLine(problem.got))}`,
  ];
};

/** Where in the story a problem was seen. */
export const placeOf = (problem: Exclude<Problem, { kind: 'crash' }>, { startMs, steps }: ScenarioResult): string => {
  if (problem.kind === 'mismatch') {
    const { step } = problem;
    if (step === undefined) return 'at the end';
    return `step ${step.index + 1} at ${elapsed(step.atMs - startMs)}: ${oneLine(step.what)} → ${oneLine(step.answer)}`;
  }
  const at = `at ${elapsed(problem.atMs - startMs)}`;
  const step = steps.find(({ index }) => index === problem.afterStep);
  return step === undefined
    ? `${at}, before the first step`
    : `${at}, after step ${step.index + 1} (${oneLine(step.what)})`;
};

/** Whoever plays a story of their own hears its rules; what a library leaves out is for whoever plays most of them. */
const coverageText = (covered: readonly string[], notCovered: readonly string[]): string => {
  const rules = `${covered.length} of ${RULE_IDS.length} rules`;
  if (notCovered.length === 0) return `Every rule is covered: ${rules}`;
  const isFew = covered.length < notCovered.length;
  return `Rules covered: ${rules}${isFew ? ': ' : '; by none of these: '}${(isFew ? covered : notCovered).join(' ')}`;
};

/** The last lines of a run. */
export const summaryText = (report: ScenarioReport, paint: Paint): string => {
  const totals = totalsOf(report);
  const { scenarios, passed, failed, notRun, issuerCalls, covered, notCovered } = totals;
  const counts = [
    passed > 0 && paint.green(`${passed} passed`),
    failed > 0 && paint.red(`${failed} failed`),
    notRun > 0 && paint.yellow(`${notRun} not run`),
  ].filter((one) => one !== false);
  const lines = [
    `${counted(scenarios, 'scenario')} ${report.stage}: ${counts.join(', ')}; ${counted(issuerCalls, 'issuer call')}`,
    coverageText(covered, notCovered),
    ...(report.wasInterrupted ? ['Interrupted: what was played is reported'] : []),
  ];
  return `${lines.join('\n')}\n`;
};
