// Holds a plan in time steps to the same plan call by call, where both can run: shortened to as many people as a
// network of this process takes in seconds.
import type { ThrottleSettings } from '../../engine/settings.ts';
import { type Agreement, compareRuns } from './agreement.ts';
import { runCallByCall } from './call-by-call.ts';
import { curveMs, defaultStepMs, type LoadPlan } from './plan.ts';
import { runPlan } from './plan-run.ts';
import { shortenedPlan } from './shortened-plan.ts';

/** With sixteen banks some 160,000 calls: a few seconds. */
const MOST_USERS = 10_000;

/** Undefined where it was interrupted. */
export const checkPlan = async (
  plan: LoadPlan,
  throttle: ThrottleSettings,
  signal: AbortSignal,
): Promise<Agreement | undefined> => {
  const short = withPlacesForAll(shortenedPlan(plan, MOST_USERS));
  const calls = await runCallByCall(short, throttle, signal);
  if (calls === undefined) return undefined;
  const figures = compareRuns(runPlan(short, throttle, defaultStepMs(short)), calls);
  return {
    users: short.users,
    curveMs: curveMs(short),
    shortenedFromMs: short.users < plan.users ? curveMs(plan) : undefined,
    figures,
    held: figures.every(({ held }) => held),
  };
};

/** A plan knows no places: who waits for a bank does so in the order of coming (planCautions says where it matters). */
const withPlacesForAll = (plan: LoadPlan): LoadPlan => ({
  ...plan,
  engine: { ...plan.engine, activeQueries: Math.max(plan.engine.activeQueries, plan.users) },
});
