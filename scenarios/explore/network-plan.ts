// The network of a plan: what is set of the engine, and how each bank answers while nothing is wrong with it.
import { BANKS, type IssuerCode } from '../../core/banks.ts';
import { DAY_MS } from '../../core/calendar.ts';
import type { RetentionSettings } from '../../engine/settings.ts';
import type { Choices, Plain } from './choices.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS, written } from './edges.ts';
import type { Feature } from './features.ts';

/** What the story needs to know of its network. Where the file says nothing, these are its defaults. */
export interface NetworkPlan {
  readonly startAtMs: number;
  readonly deadlineMs: number;
  readonly intervalMs: number;
  readonly retention: RetentionSettings;
  readonly throttle: { readonly burst: number; readonly perSecond: number };
  /** How long a well bank takes, where all take the same. */
  readonly usualMs: number | undefined;
  /** The banks that the story is about. */
  readonly banks: readonly IssuerCode[];
  /** `given.engine`, `given.issuers` and `given.startAt`. */
  readonly engine: Plain;
  readonly issuers: Plain;
  readonly startAt: string;
}

const USUAL_START = '2026-01-05T09:00:00+08:00';
/** Around midnight, the ends of a week, a month, a February with 29 days and a year. */
const ODD_STARTS = [
  '2026-01-05T23:59:59+08:00',
  '2026-01-06T00:00:00+08:00',
  '2026-01-09T23:59:30+08:00',
  '2026-01-11T12:00:00+08:00',
  '2026-02-28T23:50:00+08:00',
  '2028-02-28T23:59:00+08:00',
  '2026-12-31T23:59:58+08:00',
];

const RETENTIONS: readonly RetentionSettings[] = [
  { length: 1, unit: 'natural-days' },
  { length: 3, unit: 'natural-days' },
  { length: 2, unit: 'working-days' },
  { length: 5, unit: 'working-days' },
  { length: 1, unit: 'hours' },
  { length: 24, unit: 'hours' },
];

const DEFAULTS = {
  deadlineMs: DAY_MS,
  intervalMs: 7 * DAY_MS,
  retention: { length: 7, unit: 'natural-days' },
  throttle: { burst: 200, perSecond: 100 },
} as const;

export const planNetwork = (choices: Choices, has: ReadonlySet<Feature>): NetworkPlan => {
  const startAt = has.has('oddStarts') ? choices.pick('start', ODD_STARTS) : USUAL_START;
  const isLarge = choices.chance('large', 0.08) || has.has('bigCrowds');
  const banks = choices.some('banks', BANK_CODES, isLarge ? BANK_CODES.length : choices.whole('bank count', 1, 4));
  const set = engineOf(choices.under('engine'), has);
  const usualMs = choices.pick('usual', [0, 1, 40, 500]);
  const isUsual = has.has('latencies') ? choices.chance('one latency', 0.4) : true;
  return {
    startAtMs: Date.parse(startAt),
    ...DEFAULTS,
    ...set.values,
    usualMs: isUsual ? usualMs : undefined,
    banks,
    engine: set.plain,
    issuers: {
      ...(isUsual ? { defaults: { latency: { fixed: written(usualMs) } } } : {}),
      ...Object.fromEntries(banks.map((code) => [code, issuerOf(choices.under('issuer', code), has, isUsual)])),
    },
    startAt,
  };
};

const BANK_CODES = BANKS.map(({ code }) => code);

type Values = Partial<Pick<NetworkPlan, 'deadlineMs' | 'intervalMs' | 'retention' | 'throttle'>>;

const engineOf = (choices: Choices, has: ReadonlySet<Feature>): { readonly values: Values; readonly plain: Plain } => {
  const throttle = has.has('tightThrottle') ? throttleOf(choices) : undefined;
  const withThrottle = throttle === undefined ? {} : { throttle };
  if (!has.has('settings')) return { values: withThrottle, plain: withThrottle };
  const deadlineMs = choices.pick('deadline', [DAY_MS, 2 * HOUR_MS, 10 * MINUTE_MS, 30 * SECOND_MS]);
  const intervalMs = choices.pick('interval', [7 * DAY_MS, DAY_MS, HOUR_MS, 90 * SECOND_MS, 0]);
  const retention = choices.chance('retention', 0.6) ? choices.pick('kept', RETENTIONS) : DEFAULTS.retention;
  return {
    values: { ...withThrottle, deadlineMs, intervalMs, retention },
    plain: {
      ...withThrottle,
      deadline: written(deadlineMs),
      interval: written(intervalMs),
      retention,
      issuerTimeout: written(choices.pick('timeout', [10 * SECOND_MS, 5 * SECOND_MS, 500])),
      inFlightPerIssuer: choices.pick('in flight', [64, 1, 2, 8]),
    },
  };
};

export const throttleOf = (choices: Choices): NetworkPlan['throttle'] => ({
  burst: choices.pick('burst', [1, 1, 2, 3, 10]),
  perSecond: choices.pick('per second', [0.001, 0.1, 0.5, 1, 3, 7, 100]),
});

const issuerOf = (choices: Choices, has: ReadonlySet<Feature>, isUsual: boolean): Plain => ({
  ...(has.has('latencies') && !isUsual ? { latency: latencyOf(choices) } : {}),
  ...(has.has('modes') ? { mode: choices.pick('mode', ['sync', 'poll', 'callback']) } : {}),
  ...(has.has('capacities') && choices.chance('capacity', 0.6) ? { capacity: capacityOf(choices) } : {}),
  ...(has.has('rateLimits') && choices.chance('limited', 0.6) ? { rateLimit: rateLimitOf(choices) } : {}),
});

/** From at once to beyond every patience; also exactly the time-outs of the engine, and the pauses of its polling. */
const latencyOf = (choices: Choices): Plain =>
  choices.pick('latency', [
    { fixed: '0ms' },
    { fixed: '500ms' },
    { fixed: '9999ms' },
    { fixed: '10s' },
    { fixed: '7s' },
    { p50: '80ms', p99: '600ms' },
    { p50: '20s', p99: '30m' },
    { min: '4s', max: '11s' },
    { mean: '3s' },
    { fixed: '50ms', outliers: { share: '1/5', fixed: '12s' } },
    { p50: '10ms', p90: '1s', p99: '20s', max: '1h' },
  ]);

const capacityOf = (choices: Choices): Plain => ({
  servers: choices.pick('servers', [1, 2, 8]),
  queue: choices.pick('queue', [0, 1, 4, 50]),
  service: choices.pick('service', [{ fixed: '100ms' }, { fixed: '3s' }, { mean: '500ms' }]),
});

const rateLimitOf = (choices: Choices): Plain => ({
  perSecond: choices.pick('rate', [0.1, 1, 5, 50]),
  burst: choices.pick('burst', [1, 2, 10]),
});
