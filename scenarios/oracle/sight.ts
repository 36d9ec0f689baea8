// Everything that can be seen of a run of the network, as values in the order in which it happened: what the engine
// told, what owners were shown, what a tester did. The oracle and the event log read nothing else.
import type { IssuerCode } from '../../core/banks.ts';
import type { EngineEvent } from '../../engine/events.ts';
import type { BankAnswer, Report } from '../../engine/report.ts';
import type { EngineSettings } from '../../engine/settings.ts';
import type { QueryRecord } from '../../engine/store/port.ts';
import type { KnownPerson } from './personal-data.ts';

export type Sight =
  /** The engine told of it. */
  | { readonly kind: 'engine'; readonly event: EngineEvent; readonly atMs: number }
  /** A report was shown to somebody with the right password. */
  | {
      readonly kind: 'report';
      readonly queryId: string;
      readonly userId: string;
      readonly report: Report;
      readonly atMs: number;
    }
  /** The record of a query as its owner sees it. */
  | { readonly kind: 'record'; readonly record: QueryRecord; readonly atMs: number }
  /** Every short message about this query that its owner's phone has had up to now, codes left out. */
  | { readonly kind: 'messages'; readonly queryId: string; readonly texts: readonly string[]; readonly atMs: number }
  /** The engine was killed. What was not durable is gone. */
  | { readonly kind: 'crashed'; readonly atMs: number }
  /** The engine came back. */
  | { readonly kind: 'restarted'; readonly atMs: number }
  /** Every fault of every issuer is over, and nothing will break from now on (I11). */
  | { readonly kind: 'healed'; readonly atMs: number }
  /** Nothing is left to happen: every query that can end has, every timer but those of expiry has come (I11). */
  | { readonly kind: 'at-rest'; readonly atMs: number }
  /** What stands in some place outside of those where personal data belongs (I9). */
  | { readonly kind: 'text'; readonly where: string; readonly text: string; readonly atMs: number }
  /** What the network still has of an expired report's cards, and where it was looked for (I10). */
  | {
      readonly kind: 'remains';
      readonly queryId: string;
      readonly where: string;
      readonly cards: number;
      readonly atMs: number;
    }
  /**
   * A step of the story, in words, or what came of it; `names`: ids of users and queries with what the story calls
   * them.
   */
  | {
      readonly kind: 'step';
      readonly text: string;
      readonly names?: readonly (readonly [id: string, name: string])[];
      readonly atMs: number;
    };

/** What an invariant is shown: of what the engine told the event itself, anything else as it was seen. */
export type Seen = EngineEvent | Exclude<Sight, { kind: 'engine' }>;

/** What it is: an event by its type, anything else by its kind. */
export type SeenName = EngineEvent['type'] | Exclude<Sight['kind'], 'engine'>;

/** What is seen under this name. */
export type SeenAs<Name extends SeenName> = Extract<EngineEvent, { type: Name }> | Extract<Sight, { kind: Name }>;

/** What holds for a whole run, known before it begins. */
export interface RunContext {
  readonly startMs: number;
  readonly settings: EngineSettings;
  /** The ID number of a user of the network. */
  readonly idNumberOf: (userId: string) => string | undefined;
  /**
   * Everybody of the run so far, with their cards: what must stand nowhere (I9). In the order in which they came, and
   * whoever is changed comes once more at the end. Asked often: no new list each time.
   */
  readonly people: () => readonly KnownPerson[];
  /** What this bank had to answer about this person at some instant from `fromMs` to `untilMs`, R3 applied. */
  readonly truths: (idNumber: string, bank: IssuerCode, fromMs: number, untilMs: number) => readonly BankAnswer[];
}

/** One breach of one invariant. */
export interface Violation {
  readonly invariant: string;
  /** Empty where it is about no query. */
  readonly queryId: string;
  readonly message: string;
}

/** An invariant of the rules as code. */
export interface Invariant {
  readonly id: string;
  /** The sentence of the rules. */
  readonly title: string;
  readonly watch: (context: RunContext) => Watch;
}

/**
 * One invariant over one run: keeps what it needs of the past, and says what each sight breaks. It has a method for
 * each name of what it wants to see, and is shown nothing else.
 */
export type Watch = { readonly [Name in SeenName]?: (seen: SeenAs<Name>) => readonly Violation[] } & {
  /** Is shown every event of the engine, also one of a type that has no method here. */
  event?(event: EngineEvent): readonly Violation[];
  /** What only the end shows; no sight follows. */
  end?(atMs: number): readonly Violation[];
};
