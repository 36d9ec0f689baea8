// Synthetic people: who there is, and one person's cards at every bank as a tester writes them down. Of the answer to
// a change only the cards are whole, and those as a report shows them. The ID number of `PUT` stands in the address,
// which is in no log; `POST` takes it in the body, for a browser keeps addresses.
import { BANKS } from '../../core/banks.ts';
import { shanghaiDay } from '../../core/calendar.ts';
import { group, reading } from '../../core/fields.ts';
import { readIdNumber } from '../../core/id-number.ts';
import { maskIdNumber, maskMobile, maskName } from '../../core/mask.ts';
import { overrideOf, type PersonForm, personKeys, personSchema } from '../../simulator/people/person-schema.ts';
import { PERSONAS } from '../../simulator/people/personas.ts';
import { recordOf } from '../people-listing.ts';
import { type ControlAnswer, done, wrong } from './answer.ts';
import type { RouteParts } from './parts.ts';
import { personQuestion, searchPerson } from './person-search.ts';
import { bodyAs, type ControlRoute, questionAs } from './routes.ts';

export const peopleRoutes = (parts: RouteParts): readonly ControlRoute[] => {
  const { people, issuers, clock, feed, changes } = parts;
  const codes = BANKS.map(({ code }) => code);
  const schema = personSchema(codes);
  const namedSchema = group({ idNumber: reading(idNumberIn, RIGHT_ID_NUMBER), ...personKeys(codes) });
  const questionSchema = group(personQuestion);

  const change = async (idNumber: string, form: PersonForm): Promise<ControlAnswer> => {
    const before = people.find(idNumber);
    if (before === undefined) throw new Error('an ID number that is right is nobody');
    const override = overrideOf(form, before.holdings);
    if (!override.ok) return wrong(override.failure);
    try {
      // The check of registrations asks these people; where issuers live elsewhere, those there are others.
      people.override(idNumber, override.value);
    } catch (error) {
      // Only that too many people are changed already: everything else was looked at before.
      if (error instanceof RangeError) return wrong([{ pointer: '', message: error.message }]);
      throw error;
    }
    await issuers.host.overridePerson(idNumber, override.value);
    feed.changed({ change: 'person' });
    return done(shown(idNumber));
  };

  const shown = (idNumber: string): object => {
    const person = people.find(idNumber);
    if (person === undefined) throw new Error('a person who was changed is there no more');
    const { name, mobile, region, regionName, boundCard, banks } = recordOf(0, person, shanghaiDay(clock.now()));
    const masked = { idNumber: maskIdNumber(idNumber), name: maskName(name), mobile: maskMobile(mobile) };
    return { ...masked, region, regionName, boundCard, banks };
  };

  return [
    {
      path: '/control/personas',
      methods: { GET: () => done({ personas: PERSONAS.map(({ name, promise }) => ({ name, promise })) }) },
    },
    {
      path: '/control/people',
      methods: {
        GET: ({ question }) => {
          const asked = questionAs(questionSchema, question);
          return asked.ok ? searchPerson(parts, asked.value) : asked.failure;
        },
        POST: ({ body }) =>
          changes(() => {
            const given = bodyAs(namedSchema, body);
            if (!given.ok) return given.failure;
            const { idNumber, ...form } = given.value;
            return change(idNumber, form);
          }),
      },
    },
    {
      path: '/control/people/:idNumber',
      methods: {
        PUT: ({ part, body }) =>
          changes(() => {
            const form = bodyAs(schema, body);
            if (!form.ok) return form.failure;
            const idNumber = idNumberIn(part('idNumber'));
            if (idNumber === undefined) return wrong([{ pointer: ':idNumber', message: RIGHT_ID_NUMBER }]);
            return change(idNumber, form.value);
          }),
      },
    },
  ];
};

const idNumberIn = (given: unknown): string | undefined =>
  typeof given === 'string' && readIdNumber(given) !== undefined ? given : undefined;

const RIGHT_ID_NUMBER = 'must be 17 digits and their check character, with a birth date that exists (GB 11643)';
