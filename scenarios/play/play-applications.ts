// Applications of a story: everybody verifies themselves in turn, then all of one instant apply at the same time (R13).

import type { Acceptance, Answer } from '../stage.ts';
import type { Member, OwnVerification } from './cast.ts';
import { membersOf, type Play, useApp } from './play.ts';
import { answerOf, type StepAnswer } from './step-answers.ts';
import { type ApplyAction, verificationFor } from './verifying.ts';

/** Applications that are under way together: beyond it a stage of sockets would measure its own connections. */
const MAX_AT_ONCE = 64;

interface Prepared {
  readonly member: Member;
  readonly verified: Answer<OwnVerification | undefined>;
}

/** Each of these people applies so often. */
export const playApplications = async (
  play: Play,
  action: ApplyAction,
  times: number,
): Promise<readonly StepAnswer[]> => {
  const prepared: Prepared[] = [];
  for (let time = 0; time < times; time++) {
    for (const member of membersOf(play, action.person)) {
      prepared.push({ member, verified: await verificationFor(play, member, action) });
    }
  }
  const answers: StepAnswer[] = [];
  for (let at = 0; at < prepared.length; at += MAX_AT_ONCE) {
    const together = prepared.slice(at, at + MAX_AT_ONCE);
    const answered = await Promise.all(together.map((one) => applyWith(play, action, one)));
    for (const [place, answer] of answered.entries()) {
      const one = together[place];
      if (answer.ok && one !== undefined) noteAcceptance(play, action, one, answer.value);
      answers.push(answerOf(answer, ({ message }) => ({ message })));
    }
  }
  return answers;
};

const applyWith = (play: Play, action: ApplyAction, { member, verified }: Prepared): Promise<Answer<Acceptance>> => {
  if (!verified.ok) return Promise.resolve(verified);
  const { banks, idempotencyKey } = action;
  const request = { verificationId: verified.value?.verificationId, banks, idempotencyKey };
  return useApp(play, member, (actor) => play.stage.apply(actor, request));
};

const noteAcceptance = (
  { queries, recorder, stage }: Play,
  { as }: ApplyAction,
  { member, verified }: Prepared,
  { queryId }: Acceptance,
): void => {
  if (verified.ok && verified.value !== undefined) verified.value.isUsed = true;
  const { label } = queries.note(as, member, queryId);
  const names = [[queryId, label] as const, [member.actor?.userId ?? '', member.label] as const];
  recorder.see({ kind: 'step', text: `${label} is a query of ${member.label}`, names, atMs: stage.now() });
};
