// What really happened in a run, by name, and what should happen somewhere in every exploration: an exploration in
// which nobody is ever throttled says nothing of the throttle.
import type { IssuerCallRecord } from '../../core/journal.ts';
import type { EngineEvent } from '../../engine/events.ts';
import { BREAKAGES, SHAPES } from '../../simulator/faults/kinds.ts';
import type { Sight } from '../oracle/sight.ts';
import { REFUSALS } from '../play/answer-words.ts';
import type { ScenarioResult } from '../scenario-result.ts';
import { Counts } from '../story/counts.ts';
import { kindOfName } from './fault-plan.ts';

/** How often what happened. */
export type Tally = Map<string, number>;

/** Counts one run as it goes: a long search keeps nothing else of it. */
export interface Counter {
  /** Up to now. */
  readonly tally: () => Tally;
  readonly see: (sight: Sight) => void;
  readonly call: (record: IssuerCallRecord) => void;
  /** What its people were answered. */
  readonly end: (result: Pick<ScenarioResult, 'steps'>) => void;
}

export const createCounter = (): Counter => {
  const counts = new Counts();
  const { tell } = counts;
  const deadlines = new Map<string, number>();
  return {
    tally: () => counts.all(),
    see: (sight) => tellNames(sight, deadlines, tell),
    call({ faults }) {
      for (const name of faults) tell(faultName(name));
    },
    end({ steps }) {
      for (const { answer } of steps) {
        if (!answer.includes(REFUSED)) continue;
        for (const [code] of answer.matchAll(REFUSAL)) tell(refusalName(code));
      }
    },
  };
};

export const addTally = (sum: Tally, more: Tally): void => {
  for (const [name, times] of more) sum.set(name, (sum.get(name) ?? 0) + times);
};

/** Codes of refusals in the words of a step's answer, which have this before them. */
const REFUSED = 'refused';
const REFUSAL = new RegExp(`\\b(${REFUSALS.join('|')})\\b`, 'g');

/** A name made once for each word: millions of events have the same few. */
const remembered = (nameOf: (word: string) => string): ((word: string) => string) => {
  const names = new Map<string, string>();
  return (word) => {
    const known = names.get(word);
    if (known !== undefined) return known;
    const name = nameOf(word);
    if (names.size < MAX_WORDS) names.set(word, name);
    return name;
  };
};

/** More than the engine has words, and a story faults. */
const MAX_WORDS = 1000;
const callName = remembered((outcome) => `call ${outcome}`);
const failureName = remembered((failure) => `call ended by ${failure}`);
const circuitName = remembered((state) => `circuit ${state}`);
const bankName = remembered((disposition) => `bank ${disposition}`);
const queryName = remembered((status) => `query ${status}`);
const receiptName = remembered((receipt) => `callback ${receipt}`);
const refusalName = remembered((code) => `refused ${code}`);
const faultName = remembered((name) => `fault ${kindOfName(name)}`);

const tellNames = (sight: Sight, deadlines: Map<string, number>, tell: (name: string) => void): void => {
  if (sight.kind === 'crashed') tell('crashed');
  if (sight.kind !== 'engine') return;
  const { event } = sight;
  switch (event.type) {
    case 'query-accepted':
      deadlines.set(event.queryId, event.deadlineMs);
      tell('accepted');
      break;
    case 'application-refused':
      if (event.code === 'IDEMPOTENT_REPEAT') tell('accepted before');
      break;
    case 'call-started':
      tell(nameOfCall(event));
      break;
    case 'call-ended': {
      const { failure, outcome, retryAfterMs } = event;
      tell(failure === undefined ? callName(outcome) : failureName(failure));
      if (retryAfterMs !== undefined) tell('told when to come again');
      break;
    }
    case 'circuit-changed':
      tell(circuitName(event.state));
      break;
    case 'bank-done':
      tell(bankName(event.disposition));
      break;
    case 'query-ended': {
      const isLate = event.atMs >= (deadlines.get(event.queryId) ?? Number.POSITIVE_INFINITY);
      if (isLate) tell('ended at its deadline');
      tell(queryName(event.status));
      break;
    }
    case 'callback-received':
      tell(receiptName(event.receipt));
      break;
    case 'reports-expired':
    case 'throttle-changed':
    case 'code-sent':
      tell(event.type);
      break;
  }
};

const nameOfCall = ({ isProbe, operation, attempt }: CallStarted): string => {
  if (isProbe) return 'probed';
  if (operation === 'status') return 'asked for its status';
  return attempt > 1 ? 'retried' : 'asked';
};

type CallStarted = Extract<EngineEvent, { type: 'call-started' }>;

/** What a breakage or a shape is called in {@link kindOfName}; the port's own ones show in no call that came in. */
const FAULTS: readonly string[] = [...Object.keys(BREAKAGES), ...Object.keys(SHAPES)].flatMap((kind) => {
  if (kind === 'refuse') return [];
  if (kind === 'callback') return ['lost', 'duplicate', 'late', 'unsigned'].map((what) => `callback-${what}`);
  if (kind === 'wrong-answer')
    return ['other-inquiry', 'other-bank', 'full-pan', 'schema'].map((what) => `${kind}-${what}`);
  if (kind === 'malformed') return ['json', 'empty', 'html', 'utf8'].map((what) => `${kind}-${what}`);
  if (kind === 'status')
    return [302, 400, 401, 404, 409, 413, 422, 429, 500, 502, 503].map((code) => `${kind}-${code}`);
  return [kind];
});

/** Refusals of requests that no step can make: without a session, without a form, while the engine goes down. */
const NOT_OF_STEPS = new Set(['VALIDATION', 'UNAUTHENTICATED', 'STOPPING']);

/** Every name that an exploration worth its time has counted. */
export const HAPPENINGS: readonly string[] = [
  'accepted',
  'accepted before',
  'asked',
  'crashed',
  'probed',
  'asked for its status',
  'retried',
  'told when to come again',
  'ended at its deadline',
  'reports-expired',
  'throttle-changed',
  'code-sent',
  ...['delivered', 'denied', 'running', 'later', 'unknown', 'lost', 'broken', 'failed'].map((name) => `call ${name}`),
  ...['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET'].map((code) => `call ended by ${code}`),
  ...['closed', 'open', 'half-open'].map((state) => `circuit ${state}`),
  ...['DELIVERED', 'DENIED', 'FAILED', 'TIMEOUT'].map((disposition) => `bank ${disposition}`),
  ...['READY', 'FAILED'].map((status) => `query ${status}`),
  ...['taken', 'ignored', 'broken'].map((receipt) => `callback ${receipt}`),
  ...REFUSALS.filter((code) => !NOT_OF_STEPS.has(code)).map((code) => `refused ${code}`),
  ...FAULTS.map((kind) => `fault ${kind}`),
];

/** Those of {@link HAPPENINGS} that did not. */
export const neverHappened = (tally: Tally): readonly string[] => HAPPENINGS.filter((name) => !tally.has(name));
