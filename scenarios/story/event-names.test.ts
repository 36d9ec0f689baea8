// The names of what happens: every sight that is an event has its names among those that a scenario may give.
import { expect, test } from 'vitest';
import type { EngineEvent } from '../../engine/events.ts';
import type { Sight } from '../oracle/sight.ts';
import { EVENT_NAMES, tellEventNames } from './event-names.ts';

type Timeless<Event> = Event extends EngineEvent ? Omit<Event, 'atMs'> : never;

const eventNamesOf = (sight: Sight): readonly string[] => {
  const names: string[] = [];
  tellEventNames(sight, (name) => names.push(name));
  return names;
};

const ofEngine = (event: Timeless<EngineEvent>): readonly string[] =>
  eventNamesOf({ kind: 'engine', event: { ...event, atMs: 0 } as EngineEvent, atMs: 0 });

const CALL = { queryId: 'q', bank: 'ICBC', inquiryId: 'q-ICBC', traceparent: '' };

test('an event has its own name and finer ones', () => {
  const started = { ...CALL, type: 'call-started' as const };
  const ended = { ...CALL, type: 'call-ended' as const, attempt: 1, outcome: 'later', tookMs: 0 };
  const seen = [
    ofEngine({ ...started, operation: 'ask', attempt: 1, isProbe: false }),
    ofEngine({ ...started, operation: 'ask', attempt: 2, isProbe: true }),
    ofEngine({ ...started, operation: 'status', attempt: 2, isProbe: false }),
    ofEngine({ ...ended, retryAfterMs: 1000 }),
    ofEngine({ ...ended, failure: 'ECONNRESET' }),
    ofEngine({ type: 'circuit-changed', bank: 'ICBC', state: 'half-open', untilMs: undefined }),
    ofEngine({ type: 'application-refused', userId: 'u', code: 'THROTTLED' }),
    ofEngine({ type: 'application-refused', userId: 'u', code: 'IDEMPOTENT_REPEAT' }),
    ofEngine({ type: 'bank-done', queryId: 'q', bank: 'ICBC', disposition: 'TIMEOUT' }),
    ofEngine({ type: 'query-ended', queryId: 'q', userId: 'u', status: 'FAILED' }),
    ofEngine({ type: 'callback-received', bank: 'ICBC', receipt: 'ignored' }),
    ofEngine({ type: 'code-sent' }),
    eventNamesOf({ kind: 'crashed', atMs: 0 }),
    eventNamesOf({ kind: 'restarted', atMs: 0 }),
  ];
  expect(seen).toEqual([
    ['call-started'],
    ['call-started', 'asked-again', 'probe'],
    ['call-started', 'status-asked'],
    ['call-ended', 'retry-after'],
    ['call-ended', 'unanswered'],
    ['circuit-changed', 'circuit-half-opened'],
    ['application-refused', 'throttled'],
    ['application-refused', 'idempotent-repeat'],
    ['bank-done', 'bank-timeout'],
    ['query-ended', 'query-failed'],
    ['callback-received', 'late-callback'],
    ['code-sent'],
    ['crashed'],
    ['restarted'],
  ]);
  expect(seen.flat().filter((name) => !EVENT_NAMES.includes(name))).toEqual([]);
  expect(new Set(EVENT_NAMES).size).toBe(EVENT_NAMES.length);
});

test('what is only looked at is no event', () => {
  expect(eventNamesOf({ kind: 'step', text: 'li applies', atMs: 0 })).toEqual([]);
  expect(eventNamesOf({ kind: 'at-rest', atMs: 0 })).toEqual([]);
});
