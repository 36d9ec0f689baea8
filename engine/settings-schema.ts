// The settings of the engine as people write them (banknet.yaml, scenario files, the control API), and what they come
// to. Durations are written with their unit, so no key ends in Ms; of a group whatever is left out has its default.
import { z } from 'zod';
import { DAY_MS } from '../core/calendar.ts';
import { defined } from '../core/defined.ts';
import { durationMs, group, numberFrom, oneOf, reading, share, wholeFrom } from '../core/fields.ts';
import { findRegion, REGIONS } from '../core/regions.ts';
import { DEFAULT_SETTINGS, type EngineSettings } from './settings.ts';

/** An hour of patience for one call, and more, is a typing error. */
const MAX_CALL_MS = 3_600_000;
const MAX_SPAN_MS = 365 * DAY_MS;
/** The doors of the simulated issuers take 2,048 connections each. */
const MAX_IN_FLIGHT = 2048;
const MAX_RATE = 1_000_000;
const MAX_RETENTION = 3650;
/** More tries, failures or broken answers in a row than this nobody counts. */
const MAX_IN_ROW = 10_000;
/** Pauses that are written one by one. */
const MAX_PAUSES = 50;
/** Their state stays in memory. */
const MAX_ACTIVE_QUERIES = 1_000_000;

const span = () => durationMs(0, MAX_SPAN_MS).optional();
const period = () => durationMs(1, MAX_SPAN_MS).optional();
const inRow = () => wholeFrom(1, MAX_IN_ROW).optional();

const region = reading(
  (given) => (typeof given === 'string' ? findRegion(given)?.code : undefined),
  'must be a region: a two-digit province code in quotes ("31") or its name (上海)',
  { type: 'string' },
);

/** So many applications at once, and so many a second after them (R11). */
export const throttleSchema = group({ burst: wholeFrom(1, MAX_RATE), perSecond: numberFrom(0.001, MAX_RATE) });

/** A key left out has its default. */
export const engineSchema = group({
  throttle: throttleSchema.optional(),
  issuerTimeout: durationMs(1, MAX_CALL_MS).optional(),
  inFlightPerIssuer: wholeFrom(1, MAX_IN_FLIGHT).optional(),
  deadline: period(),
  interval: span(),
  retention: group({
    length: wholeFrom(1, MAX_RETENTION),
    unit: oneOf(['natural-days', 'working-days', 'hours']),
  }).optional(),
  openRegions: z.array(region, { error: 'must be a list of regions' }).max(REGIONS.length).optional(),
  loginWindow: period(),
  smsCode: group({ valid: period(), wrongTries: inRow(), resendAfter: span() }).optional(),
  verificationValid: period(),
  password: group({ wrongTries: inRow(), lock: period() }).optional(),
  sessionValid: period(),
  retry: group({
    firstPause: period(),
    longestPause: period(),
    statusPauses: z
      .array(durationMs(1, MAX_SPAN_MS), { error: 'must be a list of durations' })
      .min(1, 'must have at least one pause')
      .max(MAX_PAUSES, `must not be more than ${MAX_PAUSES} pauses`)
      .optional(),
    longestStatusPause: period(),
    brokenAnswers: inRow(),
  }).optional(),
  circuit: group({
    failuresInRow: inRow(),
    firstProbePause: period(),
    longestProbePause: period(),
    longestHold: span(),
    shareOfDeadline: share().optional(),
  }).optional(),
  retryBudget: group({
    share: share().optional(),
    perSecond: numberFrom(0, MAX_RATE).optional(),
    burst: wholeFrom(1, MAX_RATE).optional(),
  }).optional(),
  activeQueries: wholeFrom(1, MAX_ACTIVE_QUERIES).optional(),
  lease: period(),
});

export type EngineForm = z.output<typeof engineSchema>;

/** The settings that a form names; groups are whole. */
export const engineSettingsFrom = (form: EngineForm): Partial<EngineSettings> => {
  const { throttle, inFlightPerIssuer, retention, openRegions, activeQueries } = form;
  return defined({
    throttle,
    inFlightPerIssuer,
    retention,
    openRegions,
    activeQueries,
    issuerTimeoutMs: form.issuerTimeout,
    deadlineMs: form.deadline,
    intervalMs: form.interval,
    loginWindowMs: form.loginWindow,
    verificationValidMs: form.verificationValid,
    sessionValidMs: form.sessionValid,
    leaseMs: form.lease,
    ...groupsFrom(form),
  });
};

const groupsFrom = ({ smsCode, password, retry, circuit, retryBudget }: EngineForm) => ({
  smsCode: over(DEFAULT_SETTINGS.smsCode, smsCode, ({ valid, wrongTries, resendAfter }) => ({
    validMs: valid,
    wrongTries,
    resendAfterMs: resendAfter,
  })),
  password: over(DEFAULT_SETTINGS.password, password, ({ wrongTries, lock }) => ({ wrongTries, lockMs: lock })),
  retry: over(DEFAULT_SETTINGS.retry, retry, (given) => ({
    firstPauseMs: given.firstPause,
    longestPauseMs: given.longestPause,
    statusPausesMs: given.statusPauses,
    longestStatusPauseMs: given.longestStatusPause,
    brokenAnswers: given.brokenAnswers,
  })),
  circuit: over(DEFAULT_SETTINGS.circuit, circuit, (given) => ({
    failuresInRow: given.failuresInRow,
    firstProbePauseMs: given.firstProbePause,
    longestProbePauseMs: given.longestProbePause,
    longestHoldMs: given.longestHold,
    shareOfDeadline: given.shareOfDeadline,
  })),
  retryBudget: over(DEFAULT_SETTINGS.retryBudget, retryBudget, (given) => given),
});

/** A group with what was given of it, the rest by default; undefined where nothing was. */
const over = <Group extends object, Given>(
  defaults: Group,
  given: Given | undefined,
  read: (given: Given) => { readonly [Name in keyof Group]?: Group[Name] | undefined },
): Group | undefined => (given === undefined ? undefined : { ...defaults, ...defined(read(given)) });
