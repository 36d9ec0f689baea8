// The people of a story as they are played: who they are on this stage, and what they have in hand.

import type { Person } from '../../simulator/people/person.ts';
import type { PersonaName } from '../../simulator/people/personas.ts';
import type { Actor, Stage } from '../stage.ts';
import type { Scenario } from '../story/scenario.ts';

/** A code that a phone of the story has been sent. */
export interface CodeInHand {
  readonly sentAtMs: number;
  /** Asked for by a step of its own: the next application takes it. */
  readonly isAskedFor: boolean;
  /** Used up, or told to have expired. */
  isGone: boolean;
}

export interface OwnVerification {
  readonly verificationId: string;
  readonly atMs: number;
  /** For an application that was accepted. */
  isUsed: boolean;
}

/** Somebody of the story, or one of its crowds. */
export interface Member {
  /** `li`, or `crowd#3`. */
  readonly label: string;
  /** As they are now; name and mobile as they registered with the app. */
  person: Person;
  /** Undefined until they are registered. */
  actor: Actor | undefined;
  code: CodeInHand | undefined;
  /** The oldest first. */
  readonly verifications: OwnVerification[];
  /** With which verification an Idempotency-Key was sent first. */
  readonly byKey: Map<string, OwnVerification>;
}

/** By the name in the story. */
export type Cast = ReadonlyMap<string, readonly Member[]>;

/** Everybody of the story, changed as it says. A persona is played by the first people of its kind. */
export const castFor = async (stage: Stage, { given }: Scenario): Promise<Cast> => {
  const taken = new Map<PersonaName, number>();
  const cast = new Map<string, readonly Member[]>();
  for (const { name, persona, count, change } of given.people.values()) {
    const members: Member[] = [];
    for (let at = 1; at <= count; at++) {
      const index = taken.get(persona) ?? 0;
      taken.set(persona, index + 1);
      let person = await stage.persona(persona, index);
      if (change !== undefined) {
        await stage.change(person, change);
        person = await stage.person(person.idNumber);
      }
      members.push(memberOf(count === 1 ? name : `${name}#${at}`, person));
    }
    cast.set(name, members);
  }
  return cast;
};

const memberOf = (label: string, person: Person): Member => ({
  label,
  person,
  actor: undefined,
  code: undefined,
  verifications: [],
  byKey: new Map(),
});
