// A scenario as people write it (interfaces.md, "Scenario files"): plain data into a scenario, or every mistake in
// it at once with the nearest right word. It stands in a file or in a program; lines of a file are not known here.
import { z } from 'zod';
import { BANKS } from '../../core/banks.ts';
import type { MemberError } from '../../core/failures.ts';
import {
  checkedBy,
  either,
  group,
  type JsonSchema,
  jsonSchemaOf,
  mistakesIn,
  named,
  oneOf,
  reading,
  wholeFrom,
} from '../../core/fields.ts';
import { DEFAULT_SEED } from '../../core/random.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { QUERY_STATUSES } from '../play/answer-words.ts';
import { storyMistakes } from '../play/story-checks.ts';
import { EVENT_NAMES } from './event-names.ts';
import { byWord, MAX_COUNT } from './expectation-schema.ts';
import { givenSchema } from './given-schema.ts';
import type { CountRange, Finally, RuleId, Scenario } from './scenario.ts';
import { stepsSchema } from './step-schema.ts';

const MAX_NAME = 200;
const LAST_RULE = 27;

const title = reading(
  (given) =>
    typeof given === 'string' && /^\P{Cc}*\S\P{Cc}*$/u.test(given) && given.length <= MAX_NAME ? given : undefined,
  `must be one line of at most ${MAX_NAME} characters that says what the story shows`,
  { type: 'string', minLength: 1, maxLength: MAX_NAME },
);

const RULES = Array.from({ length: LAST_RULE }, (_, at): RuleId => `R${at + 1}`);
const rule = named(
  'rule',
  reading((given) => RULES.find((id) => id === given), `must be a rule, R1 to R${LAST_RULE}`, { enum: RULES }),
);

const exact = wholeFrom(0, MAX_COUNT).transform((count): CountRange => ({ min: count, max: count }));
const range = group({ min: wholeFrom(0, MAX_COUNT).optional(), max: wholeFrom(0, MAX_COUNT).optional() }).transform(
  ({ min = 0, max = MAX_COUNT }, context): CountRange => {
    if (min > max)
      context.addIssue({ code: 'custom', path: ['max'], message: `must not be under min, which is ${min}` });
    return { min, max };
  },
);
const countRange = named(
  'count',
  either<CountRange>((given) => (typeof given === 'object' && given !== null ? range : exact), [exact, range]),
);

/** A table by names of the story, which the checks hold against it. */
const byName = <Value>(value: z.ZodType<Value>) =>
  z.preprocess((given) => given ?? {}, z.record(z.string(), value, { error: 'must be a table by name' }));

const finallySchema = group({
  sms: byName(countRange).optional(),
  attempts: byWord(
    BANKS.map(({ code }) => code),
    countRange,
  ).optional(),
  status: byName(oneOf(QUERY_STATUSES)).optional(),
  events: byWord(EVENT_NAMES, countRange).optional(),
}).transform(({ sms = {}, attempts = {}, status = {}, events = {} }): Finally => ({ sms, attempts, status, events }));

const NOTHING_FINALLY: Finally = { sms: {}, attempts: {}, status: {}, events: {} };

/** One story, pure data. */
export const scenarioSchema: z.ZodType<Scenario> = checkedBy(
  group({
    name: title,
    rules: z.array(rule, { error: 'must be a list of rules such as [R1, R2]' }).optional(),
    seed: wholeFrom(0, Number.MAX_SAFE_INTEGER).optional(),
    given: givenSchema.optional(),
    steps: stepsSchema,
    finally: finallySchema.optional(),
  }).transform(({ name, rules = [], seed = DEFAULT_SEED, given, steps, finally: end = NOTHING_FINALLY }) => ({
    name,
    rules,
    seed,
    given: given ?? givenSchema.parse({}),
    steps,
    finally: end,
  })),
  storyMistakes,
);

/** The scenario that plain data says, or every mistake in it: a pointer to it, and what would be right. */
export const readScenario = (value: unknown): Result<Scenario, readonly MemberError[]> => {
  const parsed = scenarioSchema.safeParse(value);
  return parsed.success ? ok(parsed.data) : fail(mistakesIn(parsed.error.issues));
};

/** For editors, published as scenario.schema.json. Whether names fit together is beyond it: running tells that. */
export const scenarioJsonSchema = (): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:banknet:schema:scenario',
  title: 'A scenario of banknet: a story that is played on a simulated bank network',
  ...jsonSchemaOf(scenarioSchema),
});
