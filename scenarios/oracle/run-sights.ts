// A run that was recorded as a whole, as the sights that the oracle watches: what the engine told in its order, then
// what owners were shown.
import { DAY_MS, type Day, shanghaiDay } from '../../core/calendar.ts';
import { DEFAULT_SETTINGS } from '../../engine/settings.ts';
import type { ObservedQuery, RunRecord } from './run-record.ts';
import type { RunContext, Sight } from './sight.ts';

export const sightsOf = ({ events, queries, texts = [], untilMs }: RunRecord): readonly Sight[] => [
  ...events.map((event): Sight => ({ kind: 'engine', event, atMs: event.atMs })),
  ...queries.flatMap((query) => shownOf(query, untilMs)),
  ...texts.map(({ where, text }): Sight => ({ kind: 'text', where, text, atMs: untilMs })),
];

/** A recorded run does not say when it looked: as soon as there was something to see. */
const shownOf = ({ record, reports, messages }: ObservedQuery, untilMs: number): readonly Sight[] => {
  const { queryId, userId } = record;
  const atMs = record.status === 'READY' ? (record.generatedAtMs ?? untilMs) : untilMs;
  return [
    { kind: 'record', record, atMs },
    ...reports.map((report): Sight => ({ kind: 'report', queryId, userId, report, atMs })),
    { kind: 'messages', queryId, texts: messages.map(({ text }) => text), atMs },
  ];
};

export const contextOf = (run: RunRecord): RunContext => {
  const idNumbers = new Map(run.queries.map(({ record, idNumber }) => [record.userId, idNumber]));
  const people = run.people ?? run.queries.map(({ idNumber }) => ({ idNumber }));
  return {
    startMs: run.events[0]?.atMs ?? run.untilMs,
    settings: {
      ...DEFAULT_SETTINGS,
      intervalMs: run.intervalMs,
      throttle: run.throttle,
      inFlightPerIssuer: run.restraint.inFlight,
      retryBudget: run.restraint.retryBudget,
    },
    idNumberOf: (userId) => idNumbers.get(userId),
    people: () => people,
    truths: (idNumber, bank, fromMs, untilMs) =>
      daysBetween(fromMs, untilMs).map((day) => run.truthOn(idNumber, bank, day)),
  };
};

const daysBetween = (fromMs: number, untilMs: number): readonly Day[] => {
  const days = [shanghaiDay(fromMs)];
  for (let atMs = fromMs + DAY_MS; atMs < untilMs; atMs += DAY_MS) days.push(shanghaiDay(atMs));
  return [...new Set([...days, shanghaiDay(untilMs)])];
};
