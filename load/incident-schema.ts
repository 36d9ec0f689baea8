// What breaks while a load runs, as people write it: `{ at, for, issuers, fault: { kind, … } }`. It becomes what the
// control API takes at its moment, and what contradicts what is found before anything runs.
import { z } from 'zod';
import { BANKS } from '../core/banks.ts';
import { DAY_MS } from '../core/calendar.ts';
import { formatDuration } from '../core/durations.ts';
import { checkedBy, durationMs, type FoundMistake, group, written } from '../core/fields.ts';
import {
  type FaultForm,
  faultSchema,
  hitIssuersSchema,
  type IncidentForm,
  incidentSchema,
} from '../simulator/faults/fault-schema.ts';
import type { LoadIncident } from './profile.ts';

const MAX_AT_MS = 7 * DAY_MS;
const CODES = BANKS.map(({ code }) => code);
/** Said by the incident, for its fault. */
const NOT_OF_THE_FAULT = ['from', 'until', 'for'] as const;

/** The incident says when. */
const timesOfFault = (given: unknown): readonly FoundMistake[] =>
  NOT_OF_THE_FAULT.filter((key) => typeof given === 'object' && given !== null && Object.hasOwn(given, key)).map(
    (key) => ({ path: [key], message: 'must not stand here: at and for of the incident say when' }),
  );

export const loadIncidentSchema: z.ZodType<LoadIncident> = group({
  at: durationMs(0, MAX_AT_MS),
  for: durationMs(1, MAX_AT_MS),
  issuers: written(hitIssuersSchema(CODES)),
  stagger: durationMs(0, DAY_MS).optional(),
  recovery: durationMs(0, DAY_MS).optional(),
  fault: written<FaultForm>(checkedBy(faultSchema, timesOfFault)),
}).transform(({ at, for: forMs, issuers, stagger, recovery, fault }, context): LoadIncident => {
  const given = {
    ...(fault.given as object),
    issuers: issuers.given,
    for: formatDuration(forMs),
    ...(stagger === undefined ? {} : { stagger: formatDuration(stagger) }),
    ...(recovery === undefined ? {} : { recovery: formatDuration(recovery) }),
  };
  const read = written<IncidentForm>(incidentSchema(CODES)).safeParse(given);
  if (read.success) return { atMs: at, forMs, incident: read.data };
  for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path: [...path], message });
  return z.NEVER;
});

/** As one of a network that begins with the load: its faults in their places, to be held against each other. */
export const placedIncident = ({ atMs, incident: { given, value } }: LoadIncident) => ({
  given,
  value: { ...value, from: { kind: 'offset' as const, ms: atMs } },
});

/** Two of one kind without a name of their own are told apart: `latency`, `latency-2`. */
export const withNames = (incidents: readonly LoadIncident[]): readonly LoadIncident[] => {
  const seen = new Map<string, number>();
  return incidents.map((one) => {
    const { given, value } = one.incident;
    const count = (seen.get(value.name) ?? 0) + 1;
    seen.set(value.name, count);
    const hasOwnName = typeof given === 'object' && given !== null && 'name' in given;
    if (count === 1 || hasOwnName) return one;
    const name = `${value.name}-${count}`;
    return { ...one, incident: { given: { ...(given as object), name }, value: { ...value, name } } };
  });
};
