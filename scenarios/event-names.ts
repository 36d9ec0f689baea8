// What can have happened in a run, by the names that `finally.events` of a scenario takes: the engine's own, and finer
// ones for what they tell. Exploration counts by them too.
import type { ApplicationRefusal } from '../engine/admission.ts';
import type { Circuit } from '../engine/circuit.ts';
import type { EngineEvent } from '../engine/events.ts';
import { DISPOSITIONS, wordsOf } from './answer-words.ts';
import type { Sight } from './oracle/sight.ts';

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
  ...DISPOSITIONS.map((disposition) => `bank-${kebab(disposition)}`),
  'query-ready',
  'query-failed',
  'crashed',
  'restarted',
];

/** What this sight is, by all of its names; nothing where it is only something that was looked at. */
export const eventNamesOf = (sight: Sight): readonly string[] => {
  if (sight.kind === 'crashed' || sight.kind === 'restarted') return [sight.kind];
  return sight.kind === 'engine' ? [sight.event.type, ...finerNamesOf(sight.event)] : [];
};

const finerNamesOf = (event: EngineEvent): readonly string[] => {
  switch (event.type) {
    case 'call-started':
      return [
        ...(event.operation === 'status' ? ['status-asked'] : []),
        ...(event.operation === 'ask' && event.attempt > 1 ? ['asked-again'] : []),
        ...(event.isProbe ? ['probe'] : []),
      ];
    case 'call-ended':
      return [
        ...(event.failure === undefined ? [] : ['unanswered']),
        ...(event.retryAfterMs === undefined ? [] : ['retry-after']),
      ];
    case 'circuit-changed':
      return [CIRCUITS[event.state]];
    case 'callback-received':
      return [RECEIPTS[event.receipt]];
    case 'application-refused':
      return [kebab(event.code)];
    case 'bank-done':
      return [`bank-${kebab(event.disposition)}`];
    case 'query-ended':
      return [event.status === 'READY' ? 'query-ready' : 'query-failed'];
    default:
      return [];
  }
};
