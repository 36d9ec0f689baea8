// One `banknet load plan`: reads the plan, searches the throttle, holds the time steps to the run call by call where
// that is asked for, tells of it and writes the reports.

import { nextTurn } from '../core/system-clock.ts';
import type { ThrottleSettings } from '../engine/settings.ts';
import { defaultStepMs, type LoadPlan } from '../load/plan/plan.ts';
import { checkPlan } from '../load/plan/plan-check.ts';
import { planHtml } from '../load/plan/plan-html.ts';
import { planJson } from '../load/plan/plan-json.ts';
import { planJunit } from '../load/plan/plan-junit.ts';
import { isKept, type PlanResult, shownRun } from '../load/plan/plan-result.ts';
import { keepsDeadline, type PlanRun } from '../load/plan/plan-run.ts';
import { withUsers } from '../load/plan/plan-schema.ts';
import { planText } from '../load/plan/plan-text.ts';
import { agreementSentence, planSentence, rateWords } from '../load/plan/plan-words.ts';
import { planResult } from '../load/plan/throttle-search.ts';
import packageFile from '../package.json' with { type: 'json' };
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-codes.ts';
import { loadPlan } from './load-plans.ts';
import { CliProblem } from './problem.ts';
import { prepareReportFolder, writeReportFiles } from './report-files.ts';

export interface LoadPlanArguments {
  readonly users?: number;
  readonly throttle?: { readonly perSecond: number; readonly burst?: number };
  readonly seed?: number;
  readonly stepMs?: number;
  readonly check?: boolean;
  readonly json?: boolean;
  readonly report?: string;
  readonly quiet?: boolean;
}

/** @throws {CliProblem} where the plan is wrong, or the throttle asked about does not keep the deadline */
export const runLoadPlan = async (path: string, args: LoadPlanArguments, context: CommandContext): Promise<void> => {
  const plan = planOf(loadPlan(path), args);
  if (args.report !== undefined) prepareReportFolder(args.report);
  const result = await computed(plan, args, context);
  await tell(result, args, context);
  if (context.signal.aborted) return;
  const apart = result.agreement?.held === false ? [agreementSentence(result.agreement)] : [];
  if (isKept(result) && apart.length === 0) return;
  const missed = isKept(result) ? [] : [planSentence(result)];
  throw new CliProblem(EXIT.checkFailed, ...[...missed, ...apart].map((line) => `banknet load plan: ${line}`));
};

const planOf = (written: LoadPlan, { users, seed }: LoadPlanArguments): LoadPlan => {
  const seeded = seed === undefined ? written : { ...written, seed };
  return users === undefined ? seeded : withUsers(seeded, users);
};

/** @throws {CliProblem} exit 130 where it was interrupted before there was anything to tell */
const computed = async (plan: LoadPlan, args: LoadPlanArguments, context: CommandContext): Promise<PlanResult> => {
  const { signal, screen } = context;
  const draw = (text: string): void => {
    if (args.quiet !== true) screen?.write(`\r\x1b[K${text}`);
  };
  try {
    const result = await planResult(plan, {
      stepMs: args.stepMs ?? defaultStepMs(plan),
      given: throttleOf(plan, args),
      signal,
      onRun: async (run) => {
        draw(runWords(run));
        // Ctrl-C is heard between two runs.
        await nextTurn();
      },
    });
    if (result === undefined)
      throw new CliProblem(EXIT.interrupted, 'banknet load plan: interrupted before the first run');
    const shown = shownRun(result);
    if (args.check !== true || shown === undefined) return result;
    draw('the same plan, call by call …');
    return { ...result, agreement: await checkPlan(plan, shown.throttle, signal) };
  } finally {
    draw('');
  }
};

/** The one on the command line before that of the plan. */
const throttleOf = (plan: LoadPlan, { throttle }: LoadPlanArguments): ThrottleSettings | undefined =>
  throttle === undefined
    ? plan.throttle
    : { perSecond: throttle.perSecond, burst: throttle.burst ?? plan.engine.throttle.burst };

const runWords = (run: PlanRun): string =>
  `${rateWords(run.throttle.perSecond)}: ${keepsDeadline(run) ? 'keeps every deadline' : 'too much'}`;

/** The last words, then the files: a disk that is full takes nothing of what is told here. */
const tell = async (result: PlanResult, args: LoadPlanArguments, { print, paint }: CommandContext): Promise<void> => {
  const json = planJson(result);
  await print(args.json === true ? json : planText(result, paint, args.quiet));
  if (args.report === undefined) return;
  const page = planHtml(result, packageFile.version);
  writeReportFiles(args.report, { 'report.json': json, 'junit.xml': planJunit(result), 'report.html': page });
  if (args.json !== true && args.quiet !== true) await print(`Report: ${args.report}/report.html\n`);
};
