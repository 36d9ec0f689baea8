// Who each user of a stage is, as the oracle asks: learnt when they enter.
import type { Actor, Answer, Stage } from '../stage.ts';

interface KnownUsers extends Pick<Stage, 'register' | 'signIn'> {
  readonly idNumberOf: (userId: string) => string | undefined;
}

/** The same two ways in, which remember whom they let in. */
export const knownUsers = (app: Pick<Stage, 'register' | 'signIn'>): KnownUsers => {
  const idNumbers = new Map<string, string>();
  const remember = (entered: Answer<Actor>): Answer<Actor> => {
    if (entered.ok) idNumbers.set(entered.value.userId, entered.value.person.idNumber);
    return entered;
  };
  return {
    idNumberOf: (userId) => idNumbers.get(userId),
    register: async (person) => remember(await app.register(person)),
    signIn: async (person, password) => remember(await app.signIn(person, password)),
  };
};
