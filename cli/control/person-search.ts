// Finds somebody to hold the phone: the index-th of a persona or of the population, or the first with whom the app has
// had nothing to do. Nothing personal stands in the address.
import { shanghaiDay } from '../../core/calendar.ts';
import { oneOf, reading } from '../../core/fields.ts';
import { findRegion, PILOT_REGIONS, type RegionCode } from '../../core/regions.ts';
import type { People } from '../../simulator/people/people.ts';
import { PERSONA_NAMES, type PersonaName } from '../../simulator/people/personas.ts';
import { MAX_PEOPLE } from '../../simulator/people/settings.ts';
import { recordOf } from '../people-listing.ts';
import { type ControlAnswer, done, problem, wrong } from './answer.ts';
import type { RouteParts } from './parts.ts';
import { wholeText } from './question-fields.ts';

/** So many people are looked at: one in sixteen is of a region, and load runs register them by thousands. */
const MAX_LOOKS = 20_000;

export const personQuestion = {
  persona: oneOf(PERSONA_NAMES).optional(),
  region: reading(
    (given) => findRegion(String(given))?.code,
    'must be a region: a two-digit province code (31) or its name (上海)',
  ).optional(),
  index: wholeText(0, MAX_PEOPLE - 1).optional(),
};

export interface PersonQuestion {
  /** Default: anybody of the population, or, in a region that is not open, the persona of such regions. */
  readonly persona?: PersonaName | undefined;
  readonly region?: RegionCode | undefined;
  /** Where to begin; default: at 0, and only somebody who is not registered will do. */
  readonly index?: number | undefined;
}

type Parts = Pick<RouteParts, 'people' | 'clock' | 'engineSide'>;

/** The first who fits, with the truth about them, and whether they are registered. */
export const searchPerson = async (parts: Parts, question: PersonQuestion): Promise<ControlAnswer> => {
  const { people, clock, engineSide } = parts;
  const { region, index } = question;
  const idNumberAt = lister(people, question);
  for (let at = index ?? 0; at < (index ?? 0) + MAX_LOOKS; at++) {
    const idNumber = idNumberAt(at);
    if (idNumber === undefined)
      return wrong([{ pointer: '?index', message: `must be below ${at}: there are no more` }]);
    const identity = people.identity(idNumber);
    if (identity === undefined || (region !== undefined && identity.region !== region)) continue;
    const registered = (await engineSide?.isRegistered(identity.mobile)) ?? false;
    if (registered && index === undefined) continue;
    const person = people.find(idNumber);
    if (person === undefined) throw new Error('a person with an identity is nobody');
    return done({ ...recordOf(at, person, shanghaiDay(clock.now())), registered });
  }
  return problem(409, 'NOBODY_FREE', `Of ${MAX_LOOKS} people nobody fits who is not registered: say an index`);
};

const lister = (people: People, { persona, region }: PersonQuestion): ((index: number) => string | undefined) => {
  const isClosed = region !== undefined && !PILOT_REGIONS.includes(region);
  const group = persona ?? (isClosed ? 'region-closed' : undefined);
  return (index) => {
    try {
      return group === undefined ? people.at(index) : people.persona(group, index);
    } catch (error) {
      // There is nobody with this index.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  };
};
