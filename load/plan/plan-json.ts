// A plan's result as it is kept: with a fixed order of members, so that the same result is the same text.
import { shanghaiTimestamp } from '../../core/calendar.ts';
import { curveMs } from './plan.ts';
import { isKept, type PlanResult, planCautions, shownRun } from './plan-result.ts';
import { keepsDeadline, type PlanRun } from './plan-run.ts';

/** The text of report.json. */
export const planJson = (result: PlanResult): string => {
  const { plan, given, best, runs, bottleneck, needed, agreement } = result;
  const shown = shownRun(result);
  const plain = {
    kind: result.kind,
    version: result.version,
    plan: plan.name,
    seed: plan.seed,
    startAt: shanghaiTimestamp(plan.startAtMs),
    users: plan.users,
    curveMs: curveMs(plan),
    deadlineMs: plan.engine.deadlineMs,
    inFlightPerIssuer: plan.engine.inFlightPerIssuer,
    stepMs: result.stepMs,
    kept: isKept(result),
    wasInterrupted: result.wasInterrupted,
    given: given?.throttle,
    best: best?.throttle,
    acceptsAll: result.acceptsAll,
    bottleneck,
    needed,
    cautions: shown === undefined ? [] : planCautions(shown, result.plan),
    throttles: runs.map(plainRun),
    shown: shown && { ...plainRun(shown), banks: shown.banks.map(rounded), slices: shown.slices.map(rounded) },
    incidents: plan.incidents,
    agreement,
  };
  return `${JSON.stringify(plain, undefined, 1)}\n`;
};

const plainRun = (run: PlanRun) => ({
  burst: run.throttle.burst,
  perSecond: run.throttle.perSecond,
  applications: Math.round(run.applications),
  accepted: Math.round(run.accepted),
  refused: Math.round(run.refused),
  gaveUp: Math.round(run.gaveUp),
  missed: Math.round(run.missed),
  keepsDeadline: keepsDeadline(run),
  report: run.report && rounded(run.report),
});

/** Means of millions: whole numbers are as much as they are worth. What has no limit is null. */
const rounded = (values: object): object =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number'
        ? Math.round(value)
        : typeof value === 'object' && value !== null
          ? rounded(value)
          : value,
    ]),
  );
