// Runs one check within its time, ends the states that it has set up, and makes its verdict.
import type { Clock } from '../../core/clock.ts';
import type { CallbackBox, Check, Exchange } from '../check.ts';
import type { CheckResult, CheckVerdict, Finding } from '../verification.ts';
import { CouldNotRun } from './could-not-run.ts';
import { createEndpoint } from './endpoint.ts';
import { failureWords } from './findings.ts';
import { createRawClient } from './raw-client.ts';
import { isOnTheWay } from './reach-words.ts';
import { createStateClient } from './state-client.ts';

/** A check makes a few dozen calls at the most, and few of them wait to the end. */
const CALLS_OF_A_CHECK = 12;
const LEAST_LIMIT_MS = 60_000;

export interface CheckRunOptions {
  readonly issuer: string;
  readonly url: string;
  readonly key: string;
  readonly stateUrl: string | undefined;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly openBox: ((signal: AbortSignal) => CallbackBox) | undefined;
  readonly onExchange: (exchange: Exchange) => void;
  readonly signal: AbortSignal | undefined;
}

export interface CheckRun {
  readonly result: CheckResult;
  /** Whether it has called and every call of it waited in vain. */
  readonly isStuck: boolean;
}

export const runCheck = async (check: Check, options: CheckRunOptions): Promise<CheckRun> => {
  const { clock, url, stateUrl, timeoutMs, signal } = options;
  const sinceMs = clock.now();
  const limitMs = check.limitMs ?? Math.max(LEAST_LIMIT_MS, CALLS_OF_A_CHECK * timeoutMs);
  const over = new AbortController();
  const ends = signal === undefined ? over.signal : AbortSignal.any([over.signal, signal]);
  const exchanges: Exchange[] = [];
  // The states are ended also after an interruption: only what the check itself does is broken off.
  const states =
    stateUrl === undefined ? undefined : createStateClient(createRawClient({ url: stateUrl, clock, timeoutMs }));
  const endpoint = createEndpoint({
    ...options,
    client: createRawClient({ url, clock, timeoutMs, signal: ends }),
    states: check.needs.includes('states') ? states : undefined,
    openBox: check.needs.includes('callbacks') ? options.openBox : undefined,
    over: ends,
    onExchange(exchange) {
      exchanges.push(exchange);
      options.onExchange(exchange);
    },
  });
  const ended = new Promise<CheckVerdict>((resolve) => {
    ends.addEventListener('abort', () => resolve(brokenOff(signal, limitMs)), { once: true });
    if (ends.aborted) resolve(brokenOff(signal, limitMs));
  });
  const cancel = clock.at(sinceMs + limitMs, () => over.abort());
  const verdict = await Promise.race([judged(check.run(endpoint), exchanges), ended]);
  cancel();
  // Whatever a check that is over still does must reach nobody.
  over.abort();
  const afterwards = states === undefined ? verdict : await ending(states.tearDown(), verdict);
  const { name, title, source } = check;
  return {
    result: { name, title, source, verdict: afterwards, tookMs: clock.now() - sinceMs },
    isStuck:
      exchanges.length > 0 && exchanges.every(({ answer }) => answer.kind === 'failure' && answer.code === 'ETIMEDOUT'),
  };
};

/** What is said of whatever was not over in time, or was interrupted. */
export const brokenOff = (signal: AbortSignal | undefined, limitMs: number): CheckVerdict =>
  signal?.aborted === true
    ? { kind: 'not-run', why: 'it was interrupted', blame: 'environment' }
    : { kind: 'not-run', why: `it was not done within ${limitMs / 1000} s`, blame: 'bank' };

const judged = async (run: Promise<readonly Finding[]>, exchanges: readonly Exchange[]): Promise<CheckVerdict> => {
  try {
    const findings = await run;
    return lossOf(exchanges) ?? (findings.length === 0 ? { kind: 'held' } : { kind: 'broken', findings });
  } catch (error) {
    return failed(error);
  }
};

/** Where a call was lost between here and the endpoint nothing is known against the bank. */
export const lossOf = (exchanges: readonly Exchange[]): CheckVerdict | undefined => {
  const lost = exchanges.find(({ answer }) => answer.kind === 'failure' && isOnTheWay(answer.code));
  return lost?.answer.kind === 'failure'
    ? { kind: 'not-run', why: `the endpoint was lost: ${failureWords(lost.answer.code)}`, blame: 'environment' }
    : undefined;
};

const failed = (error: unknown): CheckVerdict => {
  if (error instanceof CouldNotRun) return { kind: 'not-run', why: error.message, blame: error.blame };
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { kind: 'not-run', why: `a bug in this check, please report it (${text})`, blame: 'environment' };
};

/** A state that stays spoils what comes after it: then also a check that held has not been seen to its end. */
const ending = async (tearDown: Promise<void>, verdict: CheckVerdict): Promise<CheckVerdict> => {
  try {
    await tearDown;
    return verdict;
  } catch (error) {
    return verdict.kind === 'held' ? failed(error) : verdict;
  }
};
