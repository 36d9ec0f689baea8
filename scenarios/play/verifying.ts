// How somebody of a story comes to the verification of an application (R7): by code, face and consent as the app asks
// for them; the first of them that is refused is the answer of the step.

import type { Answer } from '../stage.ts';
import type { Action } from '../story/scenario.ts';
import type { CodeInHand, Member, OwnVerification } from './cast.ts';
import { enter, membersOf, type Play, refusedFor, useApp } from './play.ts';
import { StoryProblem } from './story-problem.ts';

export type ApplyAction = Extract<Action, { kind: 'apply' }>;
type Verified = Answer<OwnVerification | undefined>;

/** Six digits that stand for a code which nobody looks at, because something before it is refused. */
const NO_CODE = '000000';

/** The verification that this application carries; undefined is none. */
export const verificationFor = async (play: Play, member: Member, action: ApplyAction): Promise<Verified> => {
  const { verification, idempotencyKey } = action;
  const entered = await enter(play, member);
  if (!entered.ok) return entered;
  if (verification === 'none') return { ok: true, value: undefined };
  if (verification === 'used') return { ok: true, value: usedOf(member) };
  if (verification === 'stale') return { ok: true, value: await staleOf(play, member) };
  // An app that sends an application again sends the same one.
  const sent = idempotencyKey === undefined ? undefined : member.byKey.get(idempotencyKey);
  if (sent !== undefined && (sent.isUsed || isGood(play, sent))) return { ok: true, value: sent };
  const isOwn = verification === 'fresh';
  const made = isOwn ? await verify(play, member, action) : await freshOf(play, firstOf(play, verification.of));
  if (made.ok && idempotencyKey !== undefined) member.byKey.set(idempotencyKey, made.value);
  return made;
};

const firstOf = (play: Play, name: string): Member => {
  const [first] = membersOf(play, name);
  if (first === undefined) throw new StoryProblem(`there is nobody in ${name}`);
  return first;
};

const isGood = ({ stage }: Play, { atMs, isUsed }: OwnVerification): boolean =>
  !isUsed && stage.now() < atMs + stage.context.settings.verificationValidMs;

const usedOf = ({ label, verifications }: Member): OwnVerification => {
  const used = verifications.findLast(({ isUsed }) => isUsed);
  if (used !== undefined) return used;
  throw new StoryProblem(`${label} has used no verification yet: let an earlier application of ${label} be accepted`);
};

/** One that has expired by now and was never used: made long ago, or beside the app. */
const staleOf = async (play: Play, member: Member): Promise<OwnVerification> => {
  const { stage } = play;
  const old = member.verifications.find((one) => !one.isUsed && !isGood(play, one));
  if (old !== undefined) return old;
  if (stage.arrangeVerification === undefined || member.actor === undefined) {
    const how = 'let them verify earlier, with an application that is refused';
    throw new StoryProblem(`${member.label} has no verification that has expired by now: ${how}`);
  }
  const verificationId = await stage.arrangeVerification(member.actor, stage.now());
  return { verificationId, atMs: stage.now() - stage.context.settings.verificationValidMs, isUsed: false };
};

/** What somebody has and has not used, else a new one. */
const freshOf = async (play: Play, member: Member): Promise<Answer<OwnVerification>> => {
  const unused = member.verifications.findLast((one) => isGood(play, one));
  if (unused !== undefined) return { ok: true, value: unused };
  return verify(play, member, { consent: true, face: 'match', code: 'right' });
};

type Ways = Pick<ApplyAction, 'consent' | 'face' | 'code'>;

const verify = async (play: Play, member: Member, ways: Ways): Promise<Answer<OwnVerification>> => {
  const { consent, face, code } = ways;
  // The app asks for a code last.
  if (!consent || face === 'mismatch') return typeCode(play, member, ways, NO_CODE);
  const isOldWanted = code === 'expired' && member.code !== undefined;
  const sent = isOldWanted ? undefined : await codeFor(play, member);
  if (sent !== undefined && !sent.ok) {
    const isSpent = refusedFor(sent, 'SMS_TOO_SOON') && member.code?.isGone !== false;
    if (isSpent && code === 'right' && play.stage.arrangeVerification !== undefined) return arrange(play, member);
    return sent;
  }
  const text = await codeOf(play, member);
  if (code === 'wrong') return typeCode(play, member, ways, other(text));
  if (code === 'expired' && isValid(play, member.code)) {
    // Nothing but time or use ends a code, and time does not pass here.
    const used = await typeCode(play, member, ways, text);
    if (!used.ok) return used;
  }
  return typeCode(play, member, ways, text);
};

const isValid = ({ stage }: Play, code: CodeInHand | undefined): boolean =>
  code !== undefined && !code.isGone && stage.now() < code.sentAtMs + stage.context.settings.smsCode.validMs;

/** A code to type: the one that was asked for, else a new one, or where that comes too soon the last, if it is good. */
const codeFor = async (play: Play, member: Member): Promise<Answer<unknown>> => {
  if (member.code?.isAskedFor === true && isValid(play, member.code)) return { ok: true, value: undefined };
  const sent = await sendCode(play, member, false);
  return refusedFor(sent, 'SMS_TOO_SOON') && isValid(play, member.code) ? { ok: true, value: undefined } : sent;
};

/** Lets a code be sent to somebody. `isAskedFor`: by a step of its own. */
export const sendCode = async (play: Play, member: Member, isAskedFor: boolean) => {
  const sent = await useApp(play, member, (actor) => play.stage.sendCode(actor));
  if (sent.ok) member.code = { sentAtMs: play.stage.now(), isAskedFor, isGone: false };
  return sent;
};

const codeOf = async ({ stage }: Play, { actor }: Member): Promise<string> =>
  (actor === undefined ? undefined : await stage.lastCode(actor)) ?? NO_CODE;

const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

const typeCode = async (play: Play, member: Member, ways: Ways, smsCode: string): Promise<Answer<OwnVerification>> => {
  const { consent, face } = ways;
  const verified = await useApp(play, member, (actor) => play.stage.verify(actor, { consent, face, smsCode }));
  const isOver = verified.ok || refusedFor(verified, 'SMS_CODE_EXPIRED');
  if (isOver && member.code !== undefined) member.code.isGone = true;
  if (!verified.ok) return verified;
  return { ok: true, value: own(play, member, verified.value.verificationId) };
};

/** Codes come at most once a minute, and a story may need more: it is about something else. */
const arrange = (play: Play, member: Member): Promise<Answer<OwnVerification>> =>
  useApp(play, member, async (actor): Promise<Answer<OwnVerification>> => {
    const { stage } = play;
    const expiresAtMs = stage.now() + stage.context.settings.verificationValidMs;
    const verificationId = (await stage.arrangeVerification?.(actor, expiresAtMs)) ?? '';
    return { ok: true, value: own(play, member, verificationId) };
  });

const own = ({ stage }: Play, { verifications }: Member, verificationId: string): OwnVerification => {
  const made = { verificationId, atMs: stage.now(), isUsed: false };
  verifications.push(made);
  return made;
};
