// What a run of the network has shown, as the oracle reads it: only what could be seen from outside, and the truth.
import type { IssuerCode } from '../../core/banks.ts';
import type { Day } from '../../core/calendar.ts';
import type { EngineEvent } from '../../engine/events.ts';
import type { BankAnswer, Report } from '../../engine/report.ts';
import type { EngineSettings, RetryBudgetSettings, ThrottleSettings } from '../../engine/settings.ts';
import type { QueryRecord, ShortMessage } from '../../engine/store/port.ts';
import type { KnownPerson } from './personal-data.ts';

/** One accepted query and everything seen of it. */
export interface ObservedQuery {
  readonly record: QueryRecord;
  readonly idNumber: string;
  /** Every look at the report that was allowed, in order. */
  readonly reports: readonly Report[];
  /** Short messages about this query, codes left out. */
  readonly messages: readonly ShortMessage[];
}

export interface RunRecord {
  readonly queries: readonly ObservedQuery[];
  /** In the order in which they happened. */
  readonly events: readonly EngineEvent[];
  /** The instant up to which the run was watched. */
  readonly untilMs: number;
  /** The interval in force (R10). */
  readonly intervalMs: number;
  /** The throttle in force when the run began (R11). */
  readonly throttle: ThrottleSettings;
  /** The bounds in force on the calls of one engine to each bank (R18). */
  readonly restraint: { readonly inFlight: number; readonly retryBudget: RetryBudgetSettings };
  /** Everybody of the run, with their cards: what must stand nowhere. Default: the ID numbers of the queries. */
  readonly people?: readonly KnownPerson[];
  /** What the run has written outside the places of personal data: logs, journal, metrics, errors, files (R26). */
  readonly texts?: readonly { readonly where: string; readonly text: string }[];
  /** What this bank would have to answer about this person on that day, R3 applied. */
  readonly truthOn: (idNumber: string, bank: IssuerCode, day: Day) => BankAnswer;
}

/** The bounds that these settings put on the calls to each bank. */
export const restraintOf = ({ inFlightPerIssuer, retryBudget }: EngineSettings): RunRecord['restraint'] => ({
  inFlight: inFlightPerIssuer,
  retryBudget,
});
