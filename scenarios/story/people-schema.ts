// The people of a scenario: each a persona, changes of it, or as many people alike as `count` says.
import { z } from 'zod';
import { BANKS } from '../../core/banks.ts';
import { type FoundMistake, group, oneOf, reading, type Written, wholeFrom, written } from '../../core/fields.ts';
import { overrideOf, type PersonForm, personKeys } from '../../simulator/people/person-schema.ts';
import { PERSONA_NAMES } from '../../simulator/people/personas.ts';
import { without } from './plain.ts';
import type { PersonSpec } from './scenario.ts';

/** In one scenario, crowds counted by their heads: each is registered, and looked after to the end. */
export const MAX_PEOPLE = 1000;
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;

/** What somebody, or a query, is called in a story. */
export const storyName = () =>
  reading(
    (given) => (typeof given === 'string' && NAME.test(given) ? given : undefined),
    'must be a name of 1 to 40 letters, digits, hyphens or underscores, beginning with a letter',
    { type: 'string', pattern: NAME.source },
  );

const NAME_OF_SOMEBODY = storyName();

/** The keys by which a person is changed. */
export const changeKeys = () => personKeys(BANKS.map(({ code }) => code));

/** What is wrong between the members of a change, whoever is changed by it. */
export const changeMistakes = (change: PersonForm): readonly FoundMistake[] => {
  if (change.cards === undefined) return [];
  const made = overrideOf(change, []);
  return made.ok ? [] : made.failure.map(({ pointer, message }) => ({ path: pointer.split('/').slice(1), message }));
};

type Entry = Omit<PersonSpec, 'name'>;

const entrySchema = written(
  group({
    persona: oneOf(PERSONA_NAMES).optional(),
    count: wholeFrom(1, MAX_PEOPLE).optional(),
    ...changeKeys(),
  }).superRefine(({ persona, count = 1, ...change }, context) => {
    for (const { path, message } of changeMistakes(change)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
    if (count > 1 && change.mobile !== undefined) {
      const message = 'must not stand beside a count: nobody shares a mobile number';
      context.addIssue({ code: 'custom', path: ['mobile'], message });
    }
  }),
).transform(({ given, value: { persona = 'ordinary', count = 1, ...change } }): Entry => {
  const written: Written<PersonForm> = { given: without(given, 'persona', 'count'), value: change };
  return { persona, count, change: Object.keys(change).length === 0 ? undefined : written };
});

/** Everybody by name. */
export const peopleSchema = z
  .preprocess((given) => given ?? {}, z.record(z.string(), entrySchema, { error: 'must be people, each under a name' }))
  .superRefine((people, context) => {
    for (const name of Object.keys(people)) {
      const read = NAME_OF_SOMEBODY.safeParse(name);
      if (!read.success) {
        const message = read.error.issues[0]?.message ?? '';
        context.addIssue({ code: 'custom', path: [name], message });
      }
    }
    const heads = Object.values(people).reduce((sum, { count }) => sum + count, 0);
    if (heads > MAX_PEOPLE) {
      context.addIssue({ code: 'custom', message: `must not be more than ${MAX_PEOPLE} people together` });
    }
  })
  .transform(
    (people): ReadonlyMap<string, PersonSpec> =>
      new Map(Object.entries(people).map(([name, entry]) => [name, { name, ...entry }])),
  );
