// A user of the app inside one process: does what the app does, call by call, through the engine's own interface.

import type { Result } from '../../core/result.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Refusal } from '../../engine/refusal.ts';
import type { Report } from '../../engine/report.ts';
import type { NewQuery, User } from '../../engine/store/port.ts';
import type { Person } from '../../simulator/people/person.ts';
import type { VirtualNetwork } from '../virtual/virtual-network.ts';

export const PAYMENT_PASSWORD = '135246';
export const CONSENT_VERSION = '2022-03';

/** Registers a synthetic person. Throws where the engine refuses: a person of the population is always welcome. */
export const registerPerson = async (engine: Engine, person: Person): Promise<User> => {
  const { name, idNumber, mobile, boundCard, region } = person;
  const registered = await engine.accounts.register({
    name,
    idNumber,
    mobile,
    boundCard,
    region,
    paymentPassword: PAYMENT_PASSWORD,
  });
  if (!registered.ok) throw new Error(`Registering a synthetic person was refused: ${registered.failure.code}`);
  const user = await engine.accounts.userOf(registered.value.token);
  if (user === undefined) throw new Error('A new session has no user');
  return user;
};

/** Code, face and consent (R7): the id of a fresh verification. */
export const verifyUser = async (engine: Engine, user: User): Promise<string> => {
  const sent = await engine.identityChecks.sendCode(user);
  if (!sent.ok) throw new Error(`Sending a code was refused: ${sent.failure.code}`);
  const messages = await engine.messagesTo(user.mobile, 1);
  const smsCode = /[0-9]{6}/.exec(messages.at(-1)?.text ?? '')?.[0] ?? '';
  const verified = await engine.identityChecks.verify(user, {
    consent: { version: CONSENT_VERSION, accepted: true },
    face: { sample: 'match' },
    smsCode,
  });
  if (!verified.ok) throw new Error(`Verifying was refused: ${verified.failure.code}`);
  return verified.value.verificationId;
};

/** A whole application with a fresh verification. */
export const applyFor = async (
  engine: Engine,
  user: User,
  banks: 'ALL' | readonly string[] = 'ALL',
): Promise<Result<NewQuery, Refusal>> => {
  const verificationId = await verifyUser(engine, user);
  return engine.applications.apply(user, { verificationId, banks, idempotencyKey: undefined });
};

/** Somebody of the population registers and applies, for all banks unless told. Throws where they are refused. */
export const registerAndApply = async (
  { engine, people }: Pick<VirtualNetwork, 'engine' | 'people'>,
  idNumber: string,
  banks?: readonly string[],
): Promise<User> => {
  const person = people.find(idNumber);
  if (person === undefined) throw new Error('the population lists somebody who does not exist');
  const user = await registerPerson(engine, person);
  const applied = await applyFor(engine, user, banks);
  if (!applied.ok) throw new Error(`an application was refused: ${applied.failure.code}`);
  return user;
};

/** These people register and apply, in turn, with a pause of the network after each; their users in that order. */
export const applyInTurn = async (
  network: Pick<VirtualNetwork, 'engine' | 'people' | 'clock'>,
  idNumbers: readonly string[],
  { pauseMs, banks }: { readonly pauseMs: number; readonly banks?: readonly string[] },
): Promise<readonly User[]> => {
  const users: User[] = [];
  for (const idNumber of idNumbers) {
    users.push(await registerAndApply(network, idNumber, banks));
    await network.clock.runUntil(network.clock.now() + pauseMs);
  }
  return users;
};

/** The ID numbers of the first people of a network's population. */
export const firstPeople = ({ people }: Pick<VirtualNetwork, 'people'>, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => people.at(at));

/** The report, with the right password. */
export const viewReport = (engine: Engine, user: User, queryId: string): Promise<Result<Report, Refusal>> =>
  engine.reports.view(user, queryId, PAYMENT_PASSWORD);
