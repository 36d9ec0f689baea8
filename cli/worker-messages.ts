// What a network and the processes that serve its issuers say to each other. Both ends are of one program, so what is
// read is which message it is and what is done with it here; settings and changes were checked where they came in.
import { z } from 'zod';
import type { StateAnswer } from '../contracts/states/state-desk.ts';
import { BANKS, type IssuerCode } from '../core/banks.ts';
import type { IssuerCallRecord } from '../core/journal.ts';
import type { Course } from '../core/steerable-clock.ts';
import type { IssuerSettings } from '../simulator/issuer/settings.ts';
import type { PersonOverride } from '../simulator/people/overrides.ts';
import type { PopulationSettings } from '../simulator/people/settings.ts';
import type { HostedIssuer } from './issuer-host.ts';
import { type SentError, sentErrorSchema } from './sent-error.ts';

/** All that a worker needs to be as the others are. */
export interface Opening {
  readonly issuers: readonly HostedIssuer[];
  readonly host: string;
  readonly seed: number;
  readonly population: Partial<PopulationSettings>;
  readonly course: Course;
  /** What has been changed about people so far. */
  readonly overrides: ReadonlyMap<string, PersonOverride>;
}

/** What a worker can be asked, and what it answers. It does one after the other, in the order in which they come. */
interface Questions {
  readonly open: { readonly asks: { readonly opening: Opening }; readonly answer: readonly WorkerDoor[] };
  readonly configure: {
    readonly asks: { readonly code: IssuerCode; readonly settings: IssuerSettings };
    readonly answer: undefined;
  };
  readonly override: {
    readonly asks: { readonly idNumber: string; readonly change: PersonOverride };
    readonly answer: undefined;
  };
  readonly 'clear-overrides': { readonly asks: object; readonly answer: undefined };
  readonly 'change-state': {
    readonly asks: { readonly code: IssuerCode; readonly body: unknown };
    readonly answer: StateAnswer;
  };
  readonly 'clear-states': { readonly asks: object; readonly answer: undefined };
  readonly hold: { readonly asks: object; readonly answer: undefined };
  readonly follow: { readonly asks: { readonly course: Course }; readonly answer: boolean };
  readonly 'next-timer': { readonly asks: object; readonly answer: number | undefined };
  readonly close: { readonly asks: object; readonly answer: undefined };
}

export type QuestionKind = keyof Questions;
export type Question<Kind extends QuestionKind = QuestionKind> = {
  readonly [Each in Kind]: { readonly kind: Each } & Questions[Each]['asks'];
}[Kind];
export type Answer<Kind extends QuestionKind> = Questions[Kind]['answer'];

export interface WorkerDoor {
  readonly code: IssuerCode;
  readonly url: string;
}

/** From the network to a worker: a question with a number of its own. */
export interface ToWorker {
  readonly id: number;
  readonly question: Question;
}

/** From a worker: the answer to a question, or what happens by itself. */
export type FromWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: SentError }
  /** `missed`: so many more were too many to be kept until they could be sent. */
  | { readonly kind: 'calls'; readonly records: readonly IssuerCallRecord[]; readonly missed: number }
  | { readonly kind: 'problem'; readonly error: SentError };

const given = <Shape>() => z.custom<Shape>((value) => typeof value === 'object' && value !== null);
const code = z.enum(BANKS.map((bank) => bank.code));
const course = z.object({ originMs: z.number(), baseOriginMs: z.number(), scale: z.number() });

const questionSchema: z.ZodType<Question> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), opening: given<Opening>() }),
  z.object({ kind: z.literal('configure'), code, settings: given<IssuerSettings>() }),
  z.object({ kind: z.literal('override'), idNumber: z.string(), change: given<PersonOverride>() }),
  z.object({ kind: z.literal('change-state'), code, body: z.unknown() }),
  z.object({ kind: z.enum(['clear-overrides', 'clear-states', 'hold', 'next-timer', 'close']) }),
  z.object({ kind: z.literal('follow'), course }),
]);
const toWorkerSchema: z.ZodType<ToWorker> = z.object({ id: z.number(), question: questionSchema });

const fromWorkerSchema: z.ZodType<FromWorker> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), id: z.number(), answer: z.unknown() }),
  z.object({ kind: z.literal('failed'), id: z.number(), error: sentErrorSchema }),
  z.object({
    kind: z.literal('calls'),
    records: z.custom<readonly IssuerCallRecord[]>(Array.isArray),
    missed: z.number(),
  }),
  z.object({ kind: z.literal('problem'), error: sentErrorSchema }),
]);

const answerSchemas: { readonly [Kind in QuestionKind]: z.ZodType<Answer<Kind>> } = {
  open: z.array(z.object({ code, url: z.string() })),
  configure: z.undefined(),
  override: z.undefined(),
  'clear-overrides': z.undefined(),
  'change-state': given<StateAnswer>(),
  'clear-states': z.undefined(),
  hold: z.undefined(),
  follow: z.boolean(),
  'next-timer': z.union([z.number(), z.undefined()]),
  close: z.undefined(),
};

/** @throws {z.ZodError} where it is no message of ours */
export const parseToWorker = (message: unknown): ToWorker => toWorkerSchema.parse(message);
/** @throws {z.ZodError} where it is no message of ours */
export const parseFromWorker = (message: unknown): FromWorker => fromWorkerSchema.parse(message);
/** @throws {z.ZodError} where it is no answer to such a question */
export const parseAnswer = <Kind extends QuestionKind>(kind: Kind, answer: unknown): Answer<Kind> =>
  answerSchemas[kind].parse(answer);
