// A scenario as it is played: what is given, the steps in the order of time, what must be true at the end. Pure data;
// scenario-schema.ts reads it from what people write, run-scenario.ts plays it.
import type { IssuerCode } from '../../core/banks.ts';
import type { Written } from '../../core/fields.ts';
import type { EngineSettings, ThrottleSettings } from '../../engine/settings.ts';
import type { FaultForm } from '../../simulator/faults/fault-schema.ts';
import type { ControlBase } from '../../simulator/issuer/control-state.ts';
import type { PersonForm } from '../../simulator/people/person-schema.ts';
import type { PersonaName } from '../../simulator/people/personas.ts';
import type { PopulationSettings } from '../../simulator/people/settings.ts';

/** `R1` to `R27`. */
export type RuleId = `R${number}`;

export interface Scenario {
  readonly name: string;
  /** The rules that it shows. */
  readonly rules: readonly RuleId[];
  readonly seed: number;
  readonly given: Given;
  /** As they were written: instants never go backwards. */
  readonly steps: readonly Step[];
  readonly finally: Finally;
}

export interface Given {
  /** The instant of `at: 0s`. */
  readonly startAtMs: number;
  readonly engine: Partial<EngineSettings>;
  readonly population: Partial<PopulationSettings>;
  /** Settings and faults of the simulated issuers, and incidents over them; offsets count from the start. */
  readonly control: ControlBase;
  readonly people: ReadonlyMap<string, PersonSpec>;
}

/** Somebody of the story, or as many people alike as `count` says: a step of theirs is a step of each. */
export interface PersonSpec {
  readonly name: string;
  readonly persona: PersonaName;
  readonly count: number;
  /** What is different from the generated person, where anything is. */
  readonly change: Written<PersonForm> | undefined;
}

export interface Step {
  /** Its place in the file, from 0. */
  readonly index: number;
  /** After the start. */
  readonly atMs: number;
  readonly action: Action;
  /** How often each does it; all actions of the step, of a crowd too, are spread evenly over `overMs`, or at once. */
  readonly repeat: number;
  readonly overMs: number;
  readonly expect: Expectation;
}

export type ActionKind = Action['kind'];

export type Action =
  | {
      readonly kind: 'apply';
      readonly person: string;
      readonly banks: 'ALL' | readonly string[];
      /** What later steps call the query of it. */
      readonly as: string | undefined;
      readonly verification: 'fresh' | 'none' | 'stale' | 'used' | { readonly of: string };
      readonly consent: boolean;
      readonly face: 'match' | 'mismatch';
      readonly code: 'right' | 'wrong' | 'expired';
      readonly idempotencyKey: string | undefined;
    }
  /** `by`: who looks; undefined is the owner. */
  | {
      readonly kind: 'view';
      readonly query: string;
      readonly by: string | undefined;
      readonly password: 'right' | 'wrong';
    }
  | { readonly kind: 'record'; readonly query: string; readonly by: string | undefined }
  | { readonly kind: 'register'; readonly person: string; readonly as: 'themselves' | 'somebody-else' }
  | { readonly kind: 'signIn'; readonly person: string; readonly password: 'right' | 'wrong' }
  | { readonly kind: 'sendCode'; readonly person: string }
  | { readonly kind: 'fault'; readonly issuers: 'ALL' | readonly IssuerCode[]; readonly fault: Written<FaultForm> }
  /** `name`: that fault or incident alone; undefined is every one of these issuers. */
  | { readonly kind: 'heal'; readonly issuers: 'ALL' | readonly IssuerCode[]; readonly name: string | undefined }
  | { readonly kind: 'throttle'; readonly throttle: ThrottleSettings }
  /** The engine is killed at this instant, in the middle of whatever it does, and started again. */
  | { readonly kind: 'crash'; readonly restartAfterMs: number }
  | { readonly kind: 'person'; readonly person: string; readonly change: Written<PersonForm> };

/** So many, or a range of it. */
export interface CountRange {
  readonly min: number;
  readonly max: number;
}

/** What is named is checked, and nothing else. Instants are offsets from the start. */
export interface Expectation {
  /** Of one step: whether it was accepted (`apply`, `register`, `signIn`, `sendCode`, `view`); of many: how many. */
  readonly accepted?: boolean | number;
  /** The code of the refusal; of many steps how many had which. */
  readonly refused?: string | Readonly<Record<string, number>>;
  /** The exact text shown to the user. */
  readonly message?: string;
  readonly opensAtMs?: number;
  readonly retryAfterMs?: number;
  readonly triesLeft?: number;
  readonly untilMs?: number;
  /** Of a record: RUNNING, READY, FAILED, EXPIRED. */
  readonly status?: string;
  /** Of a record: dispositions by bank. */
  readonly banks?: Readonly<Record<IssuerCode, string>>;
  readonly report?: ReportExpectation;
}

/** A part of a report: objects are compared member by member, lists as wholes. */
export interface ReportExpectation {
  readonly summary?: { readonly debit?: number; readonly credit?: number };
  readonly banks?: Readonly<
    Record<
      IssuerCode,
      {
        readonly disposition?: string;
        readonly debit?: number;
        readonly credit?: number;
        readonly unsupported?: Readonly<Record<string, number>>;
      }
    >
  >;
  readonly cards?: readonly {
    readonly bank: IssuerCode;
    readonly type: string;
    readonly first4: string;
    readonly last4: string;
  }[];
  /** Whether the warnings of the source are on it (R27). */
  readonly advice?: boolean;
}

/** Checked when nothing is left to happen. */
export interface Finally {
  /** Short messages about queries, by person. */
  readonly sms: Readonly<Record<string, CountRange>>;
  /** Calls to each bank, status queries and probes among them. */
  readonly attempts: Readonly<Record<IssuerCode, CountRange>>;
  /** By query. */
  readonly status: Readonly<Record<string, string>>;
  /** How often what happened, by the names of {@link EVENT_NAMES}. */
  readonly events: Readonly<Record<string, CountRange>>;
}
