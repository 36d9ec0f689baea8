// Holds one endpoint to the contract: is it there, are its states, then check by check, then what every answer showed.
// Checks run one after the other: a state is the whole endpoint's, and what one check sends another would see.

import type { IssuerCode } from '../../core/banks.ts';
import type { Clock } from '../../core/clock.ts';
import { systemClock } from '../../core/system-clock.ts';
import packageFile from '../../package.json' with { type: 'json' };
import type { Check, Need } from '../check.ts';
import { CHECKS } from '../checks/checks.ts';
import { REACH_ENDPOINT, REACH_STATES } from '../checks/reach.ts';
import type { Blame, CheckResult, CheckVerdict, Verification } from '../verification.ts';
import { type CallbackListener, listenForCallbacks } from './callback-listener.ts';
import { type CheckRunOptions, runCheck } from './check-run.ts';
import { createObserver } from './observe.ts';
import { pactHashOf } from './pact-hash.ts';
import { holdToPact } from './pact-part.ts';
import { isChosen, isRun } from './selection.ts';

export interface VerifyOptions {
  readonly issuer: IssuerCode;
  /** Origin and base path of the endpoint. */
  readonly url: string;
  readonly key: string;
  readonly stateUrl?: string | undefined;
  /** The longest that a call may take. */
  readonly timeoutMs: number;
  /** Groups, names and patterns with stars. */
  readonly only?: readonly string[] | undefined;
  readonly endpointVersion?: string | undefined;
  readonly callbacks?: CallbackPlace | undefined;
  /** Also what takes minutes. */
  readonly isPatient?: boolean | undefined;
  readonly onProgress?: (progress: VerifyProgress) => void;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock;
  /** In place of all of them, and of the pact: for tests of the verifier. */
  readonly checks?: readonly Check[];
}

/** Where the endpoint calls back, where that is not this machine's loopback. */
export interface CallbackPlace {
  /** As the endpoint reaches it. */
  readonly publicUrl: string;
  readonly host: string;
  readonly port: number;
}

export type VerifyProgress =
  | { readonly kind: 'begins'; readonly name: string; readonly at: number; readonly of: number }
  | { readonly kind: 'ended'; readonly result: CheckResult };

/** After so many checks in a row whose every call waited in vain the others are not tried: it would take hours. */
const STUCK_CHECKS = 3;

/** @throws Node's own error where the place for callbacks cannot be listened on; for nothing that an endpoint does */
export const verifyEndpoint = async (options: VerifyOptions): Promise<Verification> => {
  const { issuer, url, stateUrl, clock = systemClock } = options;
  const startedMs = clock.now();
  const listener = await listenerFor(options, clock);
  const results: CheckResult[] = [];
  try {
    await holdToAll({ ...options, clock }, listener, (result) => {
      results.push(result);
      options.onProgress?.({ kind: 'ended', result });
    });
  } finally {
    await listener?.close();
  }
  return {
    issuer,
    url: withoutSecrets(url),
    hasStates: stateUrl !== undefined,
    pactHash: pactHashOf(issuer),
    endpointVersion: options.endpointVersion,
    toolVersion: packageFile.version,
    startedAt: new Date(startedMs).toISOString(),
    tookMs: clock.now() - startedMs,
    checks: results,
  };
};

type Run = VerifyOptions & { readonly clock: Clock };

const holdToAll = async (
  run: Run,
  listener: CallbackListener | undefined,
  add: (result: CheckResult) => void,
): Promise<void> => {
  const { issuer, only, checks: groups = CHECKS, onProgress } = run;
  const observer = createObserver();
  const options: CheckRunOptions = {
    ...run,
    stateUrl: run.stateUrl,
    signal: run.signal,
    openBox: listener?.openBox,
    onExchange: (exchange) => observer.see(exchange, issuer),
  };
  const checks = [REACH_ENDPOINT, REACH_STATES, ...groups];
  const obstacles: Obstacles = { endpoint: undefined, states: undefined, stuckInARow: 0 };
  for (const [at, check] of checks.entries()) {
    const obstacle = obstacleTo(check, run, listener, obstacles);
    if (obstacle !== undefined) {
      add(resultOf(check, obstacle));
      continue;
    }
    onProgress?.({ kind: 'begins', name: check.name, at, of: checks.length });
    const { result, isStuck } = await runCheck(check, options);
    learn(obstacles, check, result.verdict, isStuck);
    add(isReach(check) || isChosen(check.name, only) ? result : resultOf(check, NOT_CHOSEN));
  }
  if (run.checks === undefined) {
    const results = await holdToPact({
      ...options,
      issuer,
      obstacleTo: (one) => obstacleTo(one, run, listener, obstacles),
      onBegin: (name, count) => onProgress?.({ kind: 'begins', name, at: checks.length, of: checks.length + count }),
    });
    for (const result of results) add(isChosen(result.name, only) ? result : { ...result, verdict: NOT_CHOSEN });
  }
  for (const result of observer.results(obstacles.endpoint)) {
    add(isChosen(result.name, only) ? result : { ...result, verdict: NOT_CHOSEN });
  }
};

/** What has come to light that keeps further checks from running. */
interface Obstacles {
  endpoint: CheckVerdict | undefined;
  states: CheckVerdict | undefined;
  stuckInARow: number;
}

type NamedCheck = Pick<Check, 'name' | 'needs'>;

const isReach = (check: NamedCheck): boolean => check === REACH_ENDPOINT || check === REACH_STATES;

const learn = (obstacles: Obstacles, check: Check, verdict: CheckVerdict, isStuck: boolean): void => {
  obstacles.stuckInARow = isStuck ? obstacles.stuckInARow + 1 : 0;
  if (verdict.kind === 'held') return;
  const blame = verdict.kind === 'not-run' ? verdict.blame : 'bank';
  if (check === REACH_ENDPOINT) obstacles.endpoint = notRun(`nobody to talk to: see ${check.name}`, blame);
  if (check === REACH_STATES) obstacles.states = notRun(`no states: see ${check.name}`, blame);
};

/** Why this check is not tried, in the order of what is nearest; undefined where it is. */
const obstacleTo = (
  check: NamedCheck,
  { only, stateUrl, signal, isPatient }: Run,
  listener: CallbackListener | undefined,
  { endpoint, states, stuckInARow }: Obstacles,
): CheckVerdict | undefined => {
  const needs = (what: Need): boolean => check.needs.includes(what);
  if (!isReach(check) && !isRun(check.name, only)) return NOT_CHOSEN;
  if (needs('states') && stateUrl === undefined) return leftOut('needs provider states: --state-url', 'states');
  if (needs('callbacks') && listener === undefined)
    return leftOut('needs an address to call back: --callback-url', 'callbacks');
  if (needs('patience') && isPatient !== true) return leftOut('takes many minutes: --patient', 'patience');
  if (signal?.aborted === true) return notRun('interrupted', 'environment');
  if (endpoint !== undefined) return endpoint;
  if (stuckInARow >= STUCK_CHECKS)
    return notRun(`no answer in time to any call of ${STUCK_CHECKS} checks before`, 'bank');
  return needs('states') ? states : undefined;
};

const notRun = (why: string, blame: Blame): CheckVerdict => ({ kind: 'not-run', why, blame });
const leftOut = (why: string, cause?: Need): CheckVerdict => ({
  kind: 'left-out',
  why,
  ...(cause === undefined ? {} : { cause }),
});
const NOT_CHOSEN = leftOut('not asked for (--only)');

const resultOf = ({ name, title, source }: Check, verdict: CheckVerdict): CheckResult => ({
  name,
  title,
  source,
  verdict,
  tookMs: 0,
});

/** An endpoint on this machine can call back to its loopback; any other needs an address that it can reach. */
const listenerFor = async (
  { issuer, key, url, callbacks }: VerifyOptions,
  clock: Clock,
): Promise<CallbackListener | undefined> => {
  if (callbacks !== undefined) return listenForCallbacks({ issuer, key, clock, ...callbacks });
  if (!LOOPBACK.test(new URL(url).hostname)) return undefined;
  return listenForCallbacks({ issuer, key, clock, host: '127.0.0.1', port: 0, publicUrl: undefined });
};

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

const withoutSecrets = (url: string): string => {
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/$/, '');
};
