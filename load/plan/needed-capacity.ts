// How much more a bank has to do so that everybody could be accepted at once and keep their deadline: the least factor
// by which its servers, its rate limit and its places in flight have to grow, by computing it alone again and again.
import type { IssuerCode } from '../../core/banks.ts';
import type { IssuerSettings } from '../../simulator/issuer/settings.ts';
import type { Sustained } from './bank-gate.ts';
import type { LoadPlan } from './plan.ts';
import { alikeBanks, keepsDeadline, type PlanRun, runPlan } from './plan-run.ts';

export interface NeededCapacity {
  /** All that are alike. */
  readonly banks: readonly IssuerCode[];
  readonly sustained: Sustained;
  /** So many times as much as now; undefined where no factor helps: it is down for too long. */
  readonly factor: number | undefined;
}

/** A bank that has to do more than so many times as much is another bank. */
const MOST = 64;
/** Factors nearer than a fiftieth are the same. */
const NEAR_ENOUGH = 1.02;

/** Of banks at which somebody misses the deadline in this run. */
export const neededCapacity = (plan: LoadPlan, run: PlanRun): readonly NeededCapacity[] =>
  alikeBanks(plan).flatMap((banks) => {
    const [bank = ''] = banks;
    const planned = run.banks.find((one) => one.bank === bank);
    if (planned === undefined || keepsDeadline(planned)) return [];
    const holds = (factor: number): boolean =>
      keepsDeadline(runPlan(withFactor(plan, bank, factor), run.throttle, run.stepMs));
    return [{ banks, sustained: planned.sustained, factor: leastFactor(holds) }];
  });

const leastFactor = (holds: (factor: number) => boolean): number | undefined => {
  let [low, high] = [1, 2];
  for (; !holds(high); [low, high] = [high, high * 2]) if (high >= MOST) return undefined;
  while (high > low * NEAR_ENOUGH) {
    const middle = Math.sqrt(low * high);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
};

/** The plan with this bank alone, so many times what it is. */
const withFactor = (plan: LoadPlan, bank: IssuerCode, factor: number): LoadPlan => {
  const settings = plan.issuers.get(bank);
  const { engine } = plan;
  return {
    ...plan,
    banks: [bank],
    engine: { ...engine, inFlightPerIssuer: engine.inFlightPerIssuer * factor },
    issuers: new Map(settings === undefined ? [] : [[bank, timesAsMuch(settings, factor)]]),
  };
};

const timesAsMuch = (settings: IssuerSettings, factor: number): IssuerSettings => {
  const { capacity, rateLimit } = settings;
  return {
    ...settings,
    ...(capacity && {
      capacity: { ...capacity, servers: capacity.servers * factor, queue: capacity.queue * factor },
    }),
    ...(rateLimit && { rateLimit: { perSecond: rateLimit.perSecond * factor, burst: rateLimit.burst * factor } }),
  };
};
