// Who may ask now? The first of a persona with whom the app has had nothing to do within the interval (R10), as their
// phone shows it: to look there costs the network no password hash, and the person nothing.
import type { People } from '../simulator/people/people.ts';
import type { Person } from '../simulator/people/person.ts';
import type { PersonaName } from '../simulator/people/personas.ts';
import { type AppClient, AppRefused } from './app-client.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem } from './problem.ts';

/** So many people's phones are looked at: on an old database the first ones are inside their interval. */
const MAX_PHONES = 10_000;
/** So many of those who look free are tried. */
const MAX_TRIES = 20;

/** Somebody else's use of that person, which their phone does not show: the next one is tried. */
const TAKEN: ReadonlySet<string> = new Set([
  'TOO_SOON',
  'QUERY_IN_PROGRESS',
  'SMS_TOO_SOON',
  'WRONG_CREDENTIALS',
  'LOCKED',
]);

export type Findable = Pick<People, 'persona' | 'find'>;

/** The index-th person of a persona. @throws {CliProblem} exit 2 where there are fewer */
export const personOf = (people: Findable, persona: PersonaName, index: number): Person => {
  const idNumber = idNumberOf(people, persona, index);
  const person = people.find(idNumber);
  if (person === undefined) throw new Error(`person ${index} of ${persona} is listed and does not exist`);
  return person;
};

const idNumberOf = (people: Findable, persona: PersonaName, index: number): string => {
  try {
    return people.persona(persona, index);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CliProblem(EXIT.usage, `there is no person ${index} of persona ${persona}: ${error.message}`);
  }
};

export interface Search {
  readonly app: Pick<AppClient, 'nowMs' | 'phone'>;
  readonly people: Findable;
  readonly persona: PersonaName;
  /** How long a phone must have been silent, by the network's clock. */
  readonly intervalMs: number;
}

/** Runs `ask` for the first person who may ask now, and returns what it returns. */
export const withFreePerson = async <Value>(
  { app, people, persona, intervalMs }: Search,
  ask: (person: Person, index: number) => Promise<Value>,
): Promise<Value> => {
  const nowMs = await app.nowMs();
  let lastRefusal: AppRefused | undefined;
  let tries = 0;
  for (let index = 0; index < MAX_PHONES && tries < MAX_TRIES; index++) {
    const person = personOf(people, persona, index);
    const latest = (await app.phone(person.mobile)).at(-1);
    if (latest !== undefined && nowMs - Date.parse(latest.at) < intervalMs) continue;
    tries++;
    try {
      return await ask(person, index);
    } catch (error) {
      if (!(error instanceof AppRefused) || !TAKEN.has(error.code)) throw error;
      lastRefusal = error;
    }
  }
  const line = `none of the people of persona ${persona} may ask now; take another --store or another --persona`;
  throw lastRefusal ?? new CliProblem(EXIT.checkFailed, line);
};
