// Carries out one entry of a scenario's timetable on its stage, and says what came of each time that it was done.

import type { Action } from '../story/scenario.ts';
import { PAYMENT_PASSWORD } from './app-user.ts';
import type { Member } from './cast.ts';
import { membersOf, noteEntry, type Play, useApp } from './play.ts';
import { playApplications } from './play-applications.ts';
import type { BookedQuery } from './query-book.ts';
import { answerOf, type StepAnswer } from './step-answers.ts';
import { StoryProblem } from './story-problem.ts';
import type { Entry } from './timetable.ts';
import { sendCode } from './verifying.ts';

type Of<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>;

/** Not {@link PAYMENT_PASSWORD}. */
const WRONG_PASSWORD = '864297';
/** Of the right form, and of no query. */
const UNKNOWN_QUERY = `q${'0'.repeat(20)}`;

export const playEntry = async (
  whole: Play,
  { step: { action }, times, member }: Entry,
): Promise<readonly StepAnswer[]> => {
  const play = member === undefined ? whole : playOfOne(whole, action, member);
  try {
    if (action.kind === 'apply') return await playApplications(play, action, times);
    const answers: StepAnswer[] = [];
    for (let time = 0; time < times; time++) answers.push(...(await playOnce(play, action)));
    return answers;
  } catch (error) {
    // What else is thrown is a failure of the network, and ends the run.
    if (error instanceof StoryProblem) return [{ kind: 'impossible', why: error.message }];
    throw error;
  }
};

/** The same play in which the name of a crowd stands for one of it. */
const playOfOne = (play: Play, action: Action, member: number): Play => {
  const name = 'person' in action ? action.person : '';
  return { ...play, cast: new Map(play.cast).set(name, membersOf(play, name).slice(member, member + 1)) };
};

type Played = Promise<readonly StepAnswer[]>;

const playOnce = (play: Play, action: Exclude<Action, { kind: 'apply' }>): Played => {
  switch (action.kind) {
    case 'view':
      return playView(play, action);
    case 'record':
      return playRecord(play, action);
    case 'register':
      return playRegister(play, action);
    case 'signIn':
      return playSignIn(play, action);
    case 'sendCode':
      return each(membersOf(play, action.person), async (member) =>
        answerOf(await sendCode(play, member, true), ({ resendAfterMs }) => ({ retryAfterMs: resendAfterMs })),
      );
    default:
      return playTester(play, action);
  }
};

const each = async <Item>(items: readonly Item[], act: (item: Item) => Promise<StepAnswer>): Played => {
  const answers: StepAnswer[] = [];
  for (const item of items) answers.push(await act(item));
  return answers;
};

const playView = (play: Play, action: Of<'view'>): Played =>
  each(looksOf(play, action), async ({ viewer, queryId }) => {
    const password = action.password === 'wrong' ? WRONG_PASSWORD : PAYMENT_PASSWORD;
    return answerOf(await viewReport(play, viewer, queryId, password), (report) => ({ report }));
  });

/** A look at a report, seen by the oracle where it is shown. */
export const viewReport = async (play: Play, viewer: Member, queryId: string, password: string) => {
  const { stage, recorder } = play;
  const viewed = await useApp(play, viewer, (actor) => stage.view(actor, queryId, password));
  if (viewed.ok) {
    const userId = viewer.actor?.userId ?? '';
    recorder.see({ kind: 'report', queryId, userId, report: viewed.value, atMs: stage.now() });
  }
  return viewed;
};

const playRecord = (play: Play, action: Of<'record'>): Played =>
  each(looksOf(play, action), async ({ viewer, queryId }) =>
    answerOf(await viewRecord(play, viewer, queryId), (record) => ({ record })),
  );

/** A look at a record, seen by the oracle. */
export const viewRecord = async (play: Play, viewer: Member, queryId: string) => {
  const { stage, recorder } = play;
  const viewed = await useApp(play, viewer, (actor) => stage.record(actor, queryId));
  if (viewed.ok) recorder.see({ kind: 'record', record: viewed.value, atMs: stage.now() });
  return viewed;
};

interface Look {
  readonly viewer: Member;
  readonly queryId: string;
}

/** Each who looks, at each query of this name. Where no application was accepted, at one that there is not. */
const looksOf = (play: Play, { query, by }: Of<'view'> | Of<'record'>): readonly Look[] => {
  const named: readonly Pick<BookedQuery, 'member' | 'queryId'>[] = play.queries.named(query);
  const queries =
    named.length > 0 ? named : applicantsFor(play, query).map((member) => ({ member, queryId: UNKNOWN_QUERY }));
  if (by === undefined) return queries.map(({ member, queryId }) => ({ viewer: member, queryId }));
  return membersOf(play, by).flatMap((viewer) => queries.map(({ queryId }) => ({ viewer, queryId })));
};

const applicantsFor = (play: Play, query: string): readonly Member[] => {
  for (const { action } of play.scenario.steps) {
    if (action.kind === 'apply' && action.as === query) return membersOf(play, action.person);
  }
  throw new StoryProblem(`no step applies as ${query}`);
};

const playRegister = (play: Play, { person, as }: Of<'register'>): Played =>
  each(membersOf(play, person), async (member) => {
    const { stage } = play;
    const claimed = as === 'themselves' ? member.person : { ...member.person, name: `${member.person.name}某` };
    const registered = await stage.register(claimed);
    if (registered.ok) noteEntry(play, member, { ...registered.value, person: member.person });
    return answerOf(registered);
  });

const playSignIn = (play: Play, { person, password }: Of<'signIn'>): Played =>
  each(membersOf(play, person), async (member) => {
    const { stage } = play;
    const typed = password === 'wrong' ? WRONG_PASSWORD : PAYMENT_PASSWORD;
    const signedIn = await useApp(play, member, () => stage.signIn(member.person, typed));
    if (signedIn.ok) member.actor = signedIn.value;
    return answerOf(signedIn);
  });

type TesterAction = Of<'fault'> | Of<'heal'> | Of<'throttle'> | Of<'crash'> | Of<'person'>;

const playTester = async (play: Play, action: TesterAction): Played => {
  await actAsTester(play, action);
  return [{ kind: 'done' }];
};

const actAsTester = async (play: Play, action: TesterAction): Promise<void> => {
  const { stage } = play;
  switch (action.kind) {
    case 'fault':
      return stage.fault(action.issuers, action.fault);
    case 'heal':
      return stage.heal(action.issuers, action.name);
    case 'throttle':
      return stage.throttle(action.throttle);
    case 'crash':
      if (stage.crash === undefined) throw new StoryProblem('the engine of this stage cannot be killed');
      return stage.crash(action.restartAfterMs);
    case 'person':
      for (const member of membersOf(play, action.person)) await changePerson(play, member, action.change);
  }
};

/** The app goes on with the name and the mobile that somebody has registered with. */
const changePerson = async ({ stage }: Play, member: Member, change: Of<'person'>['change']): Promise<void> => {
  const { idNumber, name, mobile } = member.person;
  await stage.change(member.person, change);
  const changed = await stage.person(idNumber);
  member.person = member.actor === undefined ? changed : { ...changed, name, mobile };
};
