// What a scenario may expect of a step, by the action: each can have what its answer has, and nothing else.
import { z } from 'zod';
import { BANKS } from '../../core/banks.ts';
import { DAY_MS } from '../../core/calendar.ts';
import { defined, definedWords } from '../../core/defined.ts';
import { durationMs, either, group, named, oneOf, oneOfMany, reading, wholeFrom } from '../../core/fields.ts';
import { CARD_TYPES, UNSUPPORTED_REASONS } from '../../core/messages.ts';
import { fourDigits, yesOrNo } from '../../simulator/people/person-schema.ts';
import { BANK_STATES, DISPOSITIONS, QUERY_STATUSES, SHOWN_REFUSALS } from '../play/answer-words.ts';
import type { ActionKind, Expectation } from './scenario.ts';

/** The last moment that a scenario can name; ten years are no story. */
export const MAX_OFFSET_MS = 3650 * DAY_MS;
/** No count of a scenario goes beyond it. */
export const MAX_COUNT = 1_000_000_000;
const MAX_TEXT = 500;

const CODES = BANKS.map(({ code }) => code);
const count = () => wholeFrom(0, MAX_COUNT);
const offset = () => durationMs(0, MAX_OFFSET_MS).optional();

/** A table with some of these words, and what stands for each. */
export const byWord = <Value>(words: readonly string[], value: z.ZodType<Value>) =>
  group(Object.fromEntries(words.map((word) => [word, value.optional()]))).transform((table) => definedWords(table));

const refusalCode = oneOfMany('the code of a refusal', SHOWN_REFUSALS);
const refusalCounts = byWord(SHOWN_REFUSALS, count());
const refused = named(
  'refused',
  either<string | Readonly<Record<string, number>>>(
    (given) => (typeof given === 'object' && given !== null ? refusalCounts : refusalCode),
    [refusalCode, refusalCounts],
  ),
);

const isAccepted = yesOrNo();
const acceptedCount = count();
const accepted = either<boolean | number>(
  (given) => (typeof given === 'number' ? acceptedCount : isAccepted),
  [isAccepted, acceptedCount],
);

const text = reading(
  (given) => (typeof given === 'string' && given !== '' && given.length <= MAX_TEXT ? given : undefined),
  `must be the text that the user is shown, of at most ${MAX_TEXT} characters`,
  { type: 'string', minLength: 1, maxLength: MAX_TEXT },
);

const reportBank = group({
  disposition: oneOf(DISPOSITIONS).optional(),
  debit: count().optional(),
  credit: count().optional(),
  unsupported: byWord(UNSUPPORTED_REASONS, count()).optional(),
}).transform((bank) => defined(bank));

const reportCard = group({ bank: oneOf(CODES), type: oneOf(CARD_TYPES), first4: fourDigits(), last4: fourDigits() });

const report = group({
  summary: group({ debit: count().optional(), credit: count().optional() })
    .transform((summary) => defined(summary))
    .optional(),
  banks: byWord(CODES, named('reportBank', reportBank)).optional(),
  cards: z.array(reportCard, { error: 'must be a list of cards' }).optional(),
  advice: yesOrNo().optional(),
}).transform((part) => defined(part));

const KEYS = {
  accepted: accepted.optional(),
  refused: refused.optional(),
  message: text.optional(),
  opensAt: offset(),
  retryAfter: offset(),
  triesLeft: count().optional(),
  until: offset(),
  status: oneOf(QUERY_STATUSES).optional(),
  banks: byWord(CODES, named('bankState', oneOf(BANK_STATES))).optional(),
  report: report.optional(),
};

type Key = keyof typeof KEYS;

/** What each action can be answered with; a tester's actions have no answer. */
const ANSWERS: Readonly<Record<ActionKind, readonly Key[]>> = {
  apply: ['accepted', 'refused', 'message', 'opensAt', 'retryAfter'],
  view: ['accepted', 'refused', 'message', 'triesLeft', 'until', 'report'],
  record: ['accepted', 'refused', 'message', 'status', 'banks'],
  register: ['accepted', 'refused', 'message'],
  signIn: ['accepted', 'refused', 'message', 'triesLeft', 'until'],
  sendCode: ['accepted', 'refused', 'message', 'retryAfter'],
  fault: [],
  heal: [],
  throttle: [],
  crash: [],
  person: [],
};

/** What only a refusal has, and what only success has. */
const OF_REFUSALS: readonly Key[] = ['refused', 'opensAt', 'retryAfter', 'triesLeft', 'until'];
const OF_SUCCESS: readonly Key[] = ['report', 'status', 'banks'];

const nothing = (kind: ActionKind) =>
  reading<Expectation>(() => undefined, `must not stand beside ${kind}, which has no answer: look with another step`, {
    not: {},
  });

/** What may be expected of this action. */
export const expectationSchema = (kind: ActionKind): z.ZodType<Expectation> => {
  const keys = ANSWERS[kind];
  if (keys.length === 0) return nothing(kind);
  // What is not among them reads as undefined, as whatever was left out does.
  return group(Object.fromEntries(keys.map((key) => [key, KEYS[key]])) as typeof KEYS)
    .superRefine((given, context) => {
      for (const { key, message } of contradictionsIn(given)) {
        context.addIssue({ code: 'custom', path: [key], message });
      }
    })
    .transform(({ opensAt, retryAfter, until, ...same }) =>
      defined({ ...same, opensAtMs: opensAt, retryAfterMs: retryAfter, untilMs: until }),
    );
};

/** One answer is a refusal or it is none. Counts are of many answers. */
const contradictionsIn = (given: { readonly [Name in Key]?: unknown }) => {
  const isRefusal = typeof given.refused === 'string' || given.accepted === false;
  const isSuccess = given.accepted === true;
  return [
    ...(isSuccess ? OF_REFUSALS : []).map((key) => ({ key, why: 'accepted: true' })),
    ...(isRefusal ? OF_SUCCESS : []).map((key) => ({ key, why: 'a refusal' })),
  ].flatMap(({ key, why }) =>
    given[key] === undefined ? [] : [{ key, message: `must not stand beside ${why}: it comes with the other answer` }],
  );
};
