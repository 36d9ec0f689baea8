// The result of a load run, put together of what its generators measured and what the network saw. Pure.
import { shanghaiTimestamp } from '../core/calendar.ts';
import type { OracleView } from './control-link.ts';
import type { Measured } from './figures.ts';
import { correctnessOf } from './load-correctness.ts';
import type { PartResult } from './load-part.ts';
import {
  type BankResult,
  type EndsHeard,
  LOAD_RESULT_KIND,
  type LoadResult,
  STEP_NAMES,
  type StepResult,
} from './load-result.ts';
import type { TargetFacts } from './load-target.ts';
import { mergeMetered } from './merged-metering.ts';
import type { Profile } from './profile.ts';
import type { MeteredStep } from './run-meter.ts';
import { type SeenSecond, slicesOf } from './run-slices.ts';
import { rushesOf } from './rushes.ts';
import { scheduleOf } from './schedule.ts';
import { judgeThresholds } from './thresholds.ts';

/** On the precise clock of this machine. */
export interface RunClock {
  readonly startMs: number;
  /** The end of the warm-up, at which a second of the oracle begins, and which one. */
  readonly countsFromMs: number;
  readonly firstSecond: number;
}

export interface RunOutcome {
  readonly profile: Profile;
  readonly options: { readonly target: { readonly url: string; readonly isOwn: boolean }; readonly generators: number };
  readonly facts: TargetFacts;
  readonly parts: readonly PartResult[];
  readonly banks: readonly BankResult[];
  readonly oracle: OracleView;
  readonly seen: readonly SeenSecond[];
  readonly clock: RunClock;
  readonly overMs: number;
  readonly environment: LoadResult['environment'];
  readonly wasInterrupted: boolean;
}

export const resultOf = (outcome: RunOutcome): LoadResult => {
  const { profile, options, facts, parts, banks, oracle, seen, clock, overMs, environment, wasInterrupted } = outcome;
  const { settings, offsetMs, seed } = facts;
  const { throttle } = settings;
  const { isOwn, url } = options.target;
  const { model } = profile.arrivals;
  const metered = mergeMetered(parts.map((part) => part.metered));
  const slices = slicesOf(metered.seconds, seen, clock.firstSecond, throttle);
  const measured: Measured = {
    kind: LOAD_RESULT_KIND,
    version: 1,
    profile: profile.name,
    seed,
    model,
    startedAt: shanghaiTimestamp(Math.round(clock.countsFromMs + offsetMs)),
    durationMs: Math.max(0, Math.round(overMs - clock.countsFromMs)),
    target: isOwn ? 'own' : withoutCredentials(url),
    generators: options.generators,
    environment,
    wasInterrupted,
    schedule: scheduleOf(parts.map(({ drive }) => drive)),
    steps: stepsOf(metered.steps, model),
    slices,
    banks: banks.filter(({ inquiries, calls }) => inquiries + calls > 0),
    incidents: profile.incidents.map(({ atMs, forMs, incident: { value } }) => ({
      name: value.name,
      atMs,
      forMs,
      issuers: value.issuers === 'ALL' ? banks.map(({ bank }) => bank) : value.issuers,
    })),
    throttle,
    rushes: rushesOf(slices, throttle),
    endsHeard: sumOfHeard(parts.map((part) => part.endsHeard)),
    correctness: correctnessOf({ users: parts, oracle, banks, wasInterrupted, isOwn }),
  };
  return { ...measured, thresholds: judgeThresholds(profile.thresholds, measured) };
};

const sumOfHeard = (parts: readonly EndsHeard[]): EndsHeard => ({
  breaks: parts.reduce((sum, { breaks }) => sum + breaks, 0),
  fromRecords: parts.reduce((sum, { fromRecords }) => sum + fromRecords, 0),
  undated: parts.reduce((sum, { undated }) => sum + undated, 0),
});

/** In the order of a user's way. Preparation is not what users were due for. */
const stepsOf = (steps: readonly MeteredStep[], model: LoadResult['model']): readonly StepResult[] =>
  STEP_NAMES.flatMap((name) => {
    const isDue = model === 'open' && name !== 'register' && name !== 'verify';
    return steps
      .filter(({ step }) => step === name)
      .map((step): StepResult => ({ ...step, latency: isDue ? 'from-due' : 'service-time' }));
  });

/** As it may be told and kept. */
export const withoutCredentials = (address: string): string => {
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
};
