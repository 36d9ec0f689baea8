// Who comes and who is let in, in time steps: the curve, the throttle's token bucket (R11), and those who come back.
// Banks have no part in it, so it is computed once for all of them. Amounts are means: half a person is one of two.
import { DAY_MS } from '../../core/calendar.ts';
import type { ThrottleSettings } from '../../engine/settings.ts';
import type { Segment } from '../profile.ts';
import { curveMs, type LoadPlan } from './plan.ts';

export interface AdmissionFlow {
  readonly stepMs: number;
  /** Of each step: who comes, for the first time or again; how many are accepted. The others are refused. */
  readonly applications: Float64Array;
  readonly accepted: Float64Array;
  /** Sums over all steps. `gaveUp` came, perhaps more than once, and were never accepted. */
  readonly totals: { readonly applications: number; readonly accepted: number; readonly gaveUp: number };
}

/** Whoever still comes back by then is told to have given up: more days than this are no launch day. */
const LONGEST_AFTER_CURVE_MS = 6 * DAY_MS;
/** Fewer than this are nobody. */
const NOBODY = 0.5;

export const admissionFlow = (plan: LoadPlan, throttle: ThrottleSettings, stepMs: number): AdmissionFlow => {
  const { segments, returns = NOBODY_RETURNS } = plan;
  const curveSteps = Math.ceil(curveMs(plan) / stepMs);
  const steps = curveSteps + (returns.share === 0 ? 0 : Math.ceil(LONGEST_AFTER_CURVE_MS / stepMs));
  const applications = arrivalsIn(segments, stepMs, steps);
  const accepted = new Float64Array(steps);
  const returning = new Float64Array(steps);
  const perStep = (throttle.perSecond * stepMs) / 1000;
  const backAfter = Math.max(1, Math.round(returns.afterMs / stepMs));
  let [tokens, away, at] = [throttle.burst, 0, 0];
  const totals = { applications: 0, accepted: 0, gaveUp: 0 };
  for (; at < curveSteps || (away > NOBODY && at < steps); at++) {
    const back = returning[at] ?? 0;
    const come = (applications[at] ?? 0) + back;
    const taken = Math.min(come, tokens + perStep);
    tokens = Math.min(throttle.burst, tokens + perStep - taken);
    const comesBack = (come - taken) * returns.share;
    if (at + backAfter < steps) returning[at + backAfter] = comesBack;
    else totals.gaveUp += comesBack;
    away += (at + backAfter < steps ? comesBack : 0) - back;
    [applications[at], accepted[at]] = [come, taken];
    totals.applications += come;
    totals.accepted += taken;
    totals.gaveUp += come - taken - comesBack;
  }
  totals.gaveUp += away;
  return { stepMs, applications: applications.slice(0, at), accepted: accepted.slice(0, at), totals };
};

const NOBODY_RETURNS = { share: 0, afterMs: 0 };

/** How many come for the first time in each step, fractions and all. */
export const arrivalsIn = (segments: readonly Segment[], stepMs: number, steps: number): Float64Array => {
  const arrivals = new Float64Array(steps);
  let startMs = 0;
  for (const segment of segments) {
    const endMs = startMs + segment.forMs;
    for (let at = Math.floor(startMs / stepMs); at * stepMs < endMs && at < steps; at++) {
      const fromMs = Math.max(startMs, at * stepMs) - startMs;
      const toMs = Math.min(endMs, (at + 1) * stepMs) - startMs;
      arrivals[at] = (arrivals[at] ?? 0) + earnedBetween(segment, fromMs, toMs);
    }
    startMs = endMs;
  }
  return arrivals;
};

/** The rate is a straight line: its middle, times the time. */
const earnedBetween = ({ fromPerSecond, toPerSecond, forMs }: Segment, fromMs: number, toMs: number): number => {
  const middle = fromPerSecond + ((toPerSecond - fromPerSecond) * (fromMs + toMs)) / 2 / forMs;
  return (middle * (toMs - fromMs)) / 1000;
};
