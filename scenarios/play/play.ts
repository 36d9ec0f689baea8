// A story in the middle of being played: the parts that every step works on, and how somebody uses the app.

import { type Actor, type Answer, NO_ANSWER, type Stage } from '../stage.ts';
import type { Scenario } from '../story/scenario.ts';
import { PAYMENT_PASSWORD } from './app-user.ts';
import type { Cast, Member } from './cast.ts';
import type { QueryBook } from './query-book.ts';
import type { Recorder } from './recorder.ts';
import { StoryProblem } from './story-problem.ts';

export interface Play {
  readonly scenario: Scenario;
  readonly stage: Stage;
  readonly cast: Cast;
  readonly queries: QueryBook;
  readonly recorder: Recorder;
}

/** Everybody of this name. */
export const membersOf = ({ cast }: Play, name: string): readonly Member[] => {
  const members = cast.get(name);
  if (members === undefined) throw new StoryProblem(`there is nobody called ${name} in given.people`);
  return members;
};

/** Registers, unless they are registered. Where the answer was lost they find out that they are, and sign in. */
export const enter = async (play: Play, member: Member): Promise<Answer<Actor>> => {
  const { stage } = play;
  if (member.actor !== undefined) return { ok: true, value: member.actor };
  let entered = await stage.register(member.person);
  if (isLost(entered)) {
    entered = await stage.register(member.person);
    if (refusedFor(entered, 'ALREADY_REGISTERED')) entered = await stage.signIn(member.person, PAYMENT_PASSWORD);
  }
  if (entered.ok) noteEntry(play, member, entered.value);
  return entered;
};

/** From now on somebody is who they are in the app, and has the name of the story in what is told of them. */
export const noteEntry = ({ recorder, stage }: Play, member: Member, actor: Actor): void => {
  member.actor = actor;
  recorder.see({
    kind: 'step',
    text: `${member.label} is in the app`,
    names: [[actor.userId, member.label]],
    atMs: stage.now(),
  });
};

/**
 * Uses the app as somebody who registers where they have not: asks once more where the answer was lost, and signs in
 * again where the session is over.
 */
export const useApp = async <Value>(
  play: Play,
  member: Member,
  call: (actor: Actor) => Promise<Answer<Value>>,
): Promise<Answer<Value>> => {
  const entered = await enter(play, member);
  if (!entered.ok) return entered;
  let answer = await call(entered.value);
  if (isLost(answer)) answer = await call(entered.value);
  if (!refusedFor(answer, 'UNAUTHENTICATED')) return answer;
  const signedIn = await play.stage.signIn(member.person, PAYMENT_PASSWORD);
  if (!signedIn.ok) return signedIn;
  member.actor = signedIn.value;
  return call(signedIn.value);
};

export const refusedFor = (answer: Answer<unknown>, code: string): boolean =>
  !answer.ok && answer.refusal.code === code;

const isLost = (answer: Answer<unknown>): boolean => refusedFor(answer, NO_ANSWER);
