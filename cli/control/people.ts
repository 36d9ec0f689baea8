// One person's cards at every bank, as a tester writes them down. The ID number stands in the address, which is in no
// log; of the answer only the cards are whole, and those as a report shows them.
import { BANKS } from '../../core/banks.ts';
import { shanghaiDay } from '../../core/calendar.ts';
import { readIdNumber } from '../../core/id-number.ts';
import { maskIdNumber, maskMobile, maskName } from '../../core/mask.ts';
import { overrideOf, personSchema } from '../../simulator/people/person-schema.ts';
import { recordOf } from '../people-listing.ts';
import { type ControlAnswer, done, wrong } from './answer.ts';
import type { RouteParts } from './parts.ts';
import { bodyAs, type ControlRoute } from './routes.ts';

export const peopleRoutes = ({ people, issuers, clock, feed, changes }: RouteParts): readonly ControlRoute[] => {
  const schema = personSchema(BANKS.map(({ code }) => code));

  const change = async (idNumber: string, given: unknown): Promise<ControlAnswer> => {
    const form = bodyAs(schema, given);
    if (!form.ok) return form.failure;
    const before = readIdNumber(idNumber) === undefined ? undefined : people.find(idNumber);
    if (before === undefined) return wrong([{ pointer: ':idNumber', message: RIGHT_ID_NUMBER }]);
    const override = overrideOf(form.value, before.holdings);
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
      path: '/control/people/:idNumber',
      methods: { PUT: (request) => changes(() => change(request.part('idNumber'), request.body)) },
    },
  ];
};

const RIGHT_ID_NUMBER = 'must be 17 digits and their check character, with a birth date that exists (GB 11643)';
