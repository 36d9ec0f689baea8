// What can have happened in a run, by the names that `finally.events` of a scenario takes: the engine's own, and finer
// ones for what they tell. Exploration counts by them too.
import type { ApplicationRefusal } from '../../engine/admission.ts';
import type { Circuit } from '../../engine/circuit.ts';
import type { EngineEvent } from '../../engine/events.ts';
import type { Disposition } from '../../engine/report.ts';
import type { Sight } from '../oracle/sight.ts';
import { wordsOf } from '../play/answer-words.ts';

type EventType = EngineEvent['type'];
type Receipt = Extract<EngineEvent, { type: 'callback-received' }>['receipt'];

const TYPES = wordsOf<EventType>({
  'query-accepted': true,
  'call-started': true,
  'call-ended': true,
  'circuit-changed': true,
  'bank-done': true,
  'query-ended': true,
  'reports-expired': true,
  'application-refused': true,
  'throttle-changed': true,
  'code-sent': true,
  'callback-received': true,
});

/** `TOO_SOON` is `too-soon`. */
const kebab = (word: string): string => word.toLowerCase().replaceAll('_', '-');

const CIRCUITS: Readonly<Record<Circuit['state'], string>> = {
  open: 'circuit-opened',
  'half-open': 'circuit-half-opened',
  closed: 'circuit-closed',
};

/** A callback that is ignored has come late or once more. */
const RECEIPTS: Readonly<Record<Receipt, string>> = {
  taken: 'callback-taken',
  ignored: 'late-callback',
  broken: 'callback-broken',
};

const ENDS: Readonly<Record<Disposition, string>> = {
  DELIVERED: 'bank-delivered',
  DENIED: 'bank-denied',
  FAILED: 'bank-failed',
  TIMEOUT: 'bank-timeout',
};

/** Of an application alone the engine tells that it was refused. */
const OF_APPLICATIONS = wordsOf<ApplicationRefusal['code'] | 'STOPPING'>({
  NOT_REAL_NAME: true,
  REGION_NOT_OPEN: true,
  NOT_VERIFIED: true,
  UNKNOWN_BANK: true,
  QUERY_IN_PROGRESS: true,
  TOO_SOON: true,
  THROTTLED: true,
  IDEMPOTENCY_KEY_REUSED: true,
  STOPPING: true,
});

const OF_CALLS = ['status-asked', 'asked-again', 'probe', 'unanswered', 'retry-after'] as const;

/** Every name, in groups: what the engine tells, how calls go, refusals (`throttled`, `too-soon`, …), ends, crashes. */
export const EVENT_NAMES: readonly string[] = [
  ...TYPES,
  ...OF_CALLS,
  ...Object.values(CIRCUITS),
  ...Object.values(RECEIPTS),
  ...[...OF_APPLICATIONS, 'IDEMPOTENT_REPEAT'].map(kebab),
  ...Object.values(ENDS),
  'query-ready',
  'query-failed',
  'crashed',
  'restarted',
];

/**
 * Tells what this sight is, by all of its names; nothing where it is only something that was looked at. There are
 * millions of them: none makes a list.
 */
export const tellEventNames = (sight: Sight, tell: (name: string) => void): void => {
  if (sight.kind === 'crashed' || sight.kind === 'restarted') tell(sight.kind);
  if (sight.kind !== 'engine') return;
  tell(sight.event.type);
  tellFinerNames(sight.event, tell);
};

const tellFinerNames = (event: EngineEvent, tell: (name: string) => void): void => {
  switch (event.type) {
    case 'call-started':
      if (event.operation === 'status') tell('status-asked');
      else if (event.attempt > 1) tell('asked-again');
      if (event.isProbe) tell('probe');
      break;
    case 'call-ended':
      if (event.failure !== undefined) tell('unanswered');
      if (event.retryAfterMs !== undefined) tell('retry-after');
      break;
    case 'circuit-changed':
      tell(CIRCUITS[event.state]);
      break;
    case 'callback-received':
      tell(RECEIPTS[event.receipt]);
      break;
    case 'application-refused':
      tell(kebab(event.code));
      break;
    case 'bank-done':
      tell(ENDS[event.disposition]);
      break;
    case 'query-ended':
      tell(event.status === 'READY' ? 'query-ready' : 'query-failed');
      break;
  }
};
