// What every store must do for people: accounts, sessions, logins, codes, verifications, passwords.
import { expect } from 'vitest';
import { countTry, FRESH_PASSWORD_STATE } from '../password.ts';
import { DEFAULT_SETTINGS } from '../settings.ts';
import { checkCode } from '../verification.ts';
import { LOGINS_PER_USER, MESSAGES_PER_USER, SESSIONS_PER_USER, VERIFICATIONS_PER_USER } from './bounds.ts';
import type { Store } from './port.ts';
import type { StoreTest } from './store-suite.ts';
import {
  addUser,
  applicationOf,
  codeSent,
  deciding,
  messageNumber,
  mobileOf,
  START_MS,
  userIdOf,
  userNumber,
  verificationNumber,
} from './suite-fixtures.ts';

export const userTests: Readonly<Record<string, StoreTest>> = {
  'a registered user is found by id and by mobile, to the letter': async ({ store }) => {
    const user = { ...userNumber(1), name: '欧阳\u0000"\'%\u{20BB7}' };
    expect(await store.registerUser(user)).toBe(true);
    expect(await store.userById(user.userId)).toEqual(user);
    expect(await store.userByMobile(user.mobile)).toEqual(user);
    expect(await store.userById('nobody')).toBeUndefined();
    expect(await store.userByMobile('19900000000')).toBeUndefined();
  },

  'an ID number or a mobile that is registered is refused and nothing changes': async ({ store }) => {
    await store.registerUser(userNumber(1));
    expect(await store.registerUser({ ...userNumber(2), idNumber: userNumber(1).idNumber })).toBe(false);
    expect(await store.registerUser({ ...userNumber(2), mobile: mobileOf(1) })).toBe(false);
    expect(await store.userById(userIdOf(2))).toBeUndefined();
    expect(await store.userByMobile(mobileOf(2))).toBeUndefined();
    expect(await store.userByMobile(mobileOf(1))).toEqual(userNumber(1));
    expect(await store.registerUser(userNumber(2))).toBe(true);
  },

  'of many registrations of one mobile at the same time one succeeds': async ({ store }) => {
    const tries = Array.from({ length: 50 }, (_, n) => store.registerUser({ ...userNumber(n), mobile: mobileOf(0) }));
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
  },

  'writing for a user who is not registered is a bug, and hurts nobody else': async ({ store }) => {
    const good = store.registerUser(userNumber(1));
    const bad = store.saveSession({ tokenHash: 'hash', userId: 'nobody', expiresAtMs: START_MS });
    const after = store.registerUser(userNumber(2));
    await expect(bad).rejects.toThrow();
    expect(await Promise.all([good, after])).toEqual([true, true]);
    expect(await store.userBySession('hash', 0)).toBeUndefined();
  },

  'a session leads to its user until the instant at which it ends': async ({ store }) => {
    await store.registerUser(userNumber(1));
    await store.saveSession({ tokenHash: 'hash', userId: userIdOf(1), expiresAtMs: START_MS });
    expect(await store.userBySession('hash', START_MS - 1)).toEqual(userNumber(1));
    expect(await store.userBySession('hash', START_MS)).toBeUndefined();
    expect(await store.userBySession('other', 0)).toBeUndefined();
  },

  'the sessions that end last stay, up to their bound': async ({ store }) => {
    await store.registerUser(userNumber(1));
    for (let n = 0; n <= SESSIONS_PER_USER; n++) {
      await store.saveSession({ tokenHash: `hash-${n}`, userId: userIdOf(1), expiresAtMs: START_MS + n });
    }
    expect(await store.userBySession('hash-0', 0)).toBeUndefined();
    expect(await store.userBySession('hash-1', 0)).toEqual(userNumber(1));
    expect(await store.userBySession(`hash-${SESSIONS_PER_USER}`, 0)).toEqual(userNumber(1));
  },

  'logins are counted by region from an instant on, that instant included (R6)': async ({ store }) => {
    await store.registerUser(userNumber(1));
    await store.registerUser(userNumber(2));
    const login = (userNo: number, region: string, atMs: number) =>
      store.saveLogin({ userId: userIdOf(userNo), region, atMs });
    await Promise.all([login(1, '31', 99), login(1, '31', 100), login(1, '11', 101), login(1, '31', 102)]);
    await login(2, '53', 100);
    expect(await store.loginCounts(userIdOf(1), 100)).toEqual(
      new Map([
        ['31', 2],
        ['11', 1],
      ]),
    );
    expect(await store.loginCounts(userIdOf(1), 103)).toEqual(new Map());
    expect(await store.loginCounts('nobody', 0)).toEqual(new Map());
  },

  'the latest logins are counted, up to their bound': async ({ store }) => {
    await store.registerUser(userNumber(1));
    const numbers = Array.from({ length: LOGINS_PER_USER + 2 }, (_, n) => n);
    await Promise.all(
      numbers.map((n) => store.saveLogin({ userId: userIdOf(1), region: n < 3 ? '11' : '31', atMs: START_MS + n })),
    );
    expect(await store.loginCounts(userIdOf(1), 0)).toEqual(
      new Map([
        ['11', 1],
        ['31', LOGINS_PER_USER - 1],
      ]),
    );
  },

  'a code and its message are written together, and a refusal writes neither (R7)': async ({ store }) => {
    await store.registerUser(userNumber(1));
    const first = { code: codeSent('111111'), message: messageNumber(1, 1) };
    expect(
      await store.sendSmsCode(userIdOf(1), (present) => (present ? { refusal: 'present' } : first)),
    ).toBeUndefined();
    expect(await store.sendSmsCode(userIdOf(1), (present) => ({ refusal: present?.code }))).toBe('111111');
    expect(await store.messagesTo(mobileOf(1), 10)).toEqual([messageNumber(1, 1)]);
  },

  'of many codes asked for at the same time one is sent (R7)': async ({ store }) => {
    await store.registerUser(userNumber(1));
    const send = (n: number) =>
      store.sendSmsCode(userIdOf(1), (present) =>
        present ? { refusal: 'SOON' } : { code: codeSent(`${100_000 + n}`), message: messageNumber(n, 1) },
      );
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => send(n)));
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
    expect(await store.messagesTo(mobileOf(1), 100)).toHaveLength(1);
  },

  'a code is used once, however many try it at the same time (R7)': async ({ store }) => {
    await sendCode(store, '123456');
    const answers = await Promise.all(Array.from({ length: 20 }, () => typeCode(store, '123456')));
    expect(answers.filter((verdict) => verdict === 'RIGHT')).toHaveLength(1);
    expect(answers.filter((verdict) => verdict === 'EXPIRED')).toHaveLength(19);
  },

  'wrong tries at the same time are all counted (R7)': async ({ store }) => {
    await sendCode(store, '123456');
    const answers = await Promise.all(Array.from({ length: 8 }, () => typeCode(store, '000000')));
    expect(answers.filter((verdict) => verdict === 'WRONG')).toHaveLength(DEFAULT_SETTINGS.smsCode.wrongTries);
    expect(await typeCode(store, '123456')).toBe('EXPIRED');
  },

  'a code that a check takes away is gone': async ({ store }) => {
    await sendCode(store, '123456');
    await store.checkSmsCode(userIdOf(1), () => ({ verdict: 'WRONG', code: undefined }));
    expect(await store.checkSmsCode(userIdOf(1), (code) => ({ verdict: 'RIGHT', code }))).toEqual({
      verdict: 'RIGHT',
      code: undefined,
    });
  },

  'the latest verifications stay, up to their bound': async ({ store }) => {
    await store.registerUser(userNumber(1));
    for (let n = 0; n <= VERIFICATIONS_PER_USER; n++) await store.saveVerification(verificationNumber(n, 1));
    const kindOf = async (verificationNo: number) => {
      const application = applicationOf(1, verificationNo);
      return (await store.apply(application, deciding(application))).kind;
    };
    expect(await kindOf(0)).toBe('refused');
    expect(await kindOf(1)).toBe('accepted');
  },

  'password tries are counted one by one, also at the same time, and lock (R24)': async ({ store }) => {
    await addUser(store, 1);
    expect(await store.passwordState(userIdOf(1))).toEqual(FRESH_PASSWORD_STATE);
    const verdicts = await Promise.all(Array.from({ length: 9 }, () => tryPassword(store, false)));
    expect(
      verdicts.filter(({ kind }) => kind === 'wrong').map((verdict) => 'triesLeft' in verdict && verdict.triesLeft),
    ).toEqual([4, 3, 2, 1]);
    expect(verdicts.filter(({ kind }) => kind === 'locked')).toHaveLength(5);
    const { lockMs } = DEFAULT_SETTINGS.password;
    expect(await store.passwordState(userIdOf(1))).toEqual({ wrongTries: 5, lockedUntilMs: START_MS + lockMs });
    expect(await tryPassword(store, true)).toEqual({ kind: 'locked', untilMs: START_MS + lockMs });
  },

  'the right password wipes out wrong tries (R24)': async ({ store }) => {
    await addUser(store, 1);
    await tryPassword(store, false);
    expect(await tryPassword(store, true)).toEqual({ kind: 'right' });
    expect(await store.passwordState(userIdOf(1))).toEqual(FRESH_PASSWORD_STATE);
  },

  'messages come oldest first, the last ones up to the limit, each id once (R23)': async ({ store }) => {
    await store.registerUser(userNumber(1));
    await store.registerUser(userNumber(2));
    for (const n of [3, 1, 3, 2]) await sendMessage(store, n, 1);
    const again = { ...messageNumber(3, 1), text: 'another text under the same id' };
    await store.sendSmsCode(userIdOf(1), () => ({ code: codeSent('123456'), message: again }));
    await sendMessage(store, 3, 2);
    expect(await store.messagesTo(mobileOf(1), 10)).toEqual([3, 1, 2].map((n) => messageNumber(n, 1)));
    expect(await store.messagesTo(mobileOf(1), 2)).toEqual([1, 2].map((n) => messageNumber(n, 1)));
    expect(await store.messagesTo(mobileOf(2), 10)).toEqual([messageNumber(3, 2)]);
    expect(await store.messagesTo('19900000000', 10)).toEqual([]);
  },

  'the latest messages stay, up to their bound': async ({ store }) => {
    await store.registerUser(userNumber(1));
    await Promise.all(Array.from({ length: MESSAGES_PER_USER + 5 }, (_, n) => sendMessage(store, n, 1)));
    const kept = await store.messagesTo(mobileOf(1), 2 * MESSAGES_PER_USER);
    expect(kept).toHaveLength(MESSAGES_PER_USER);
    expect(kept[0]).toEqual(messageNumber(5, 1));
  },
};

const sendMessage = (store: Store, n: number, userNo: number) =>
  store.sendSmsCode(userIdOf(userNo), () => ({ code: codeSent('123456'), message: messageNumber(n, userNo) }));

const sendCode = async (store: Store, code: string): Promise<void> => {
  await store.registerUser(userNumber(1));
  await store.sendSmsCode(userIdOf(1), () => ({ code: codeSent(code), message: messageNumber(1, 1) }));
};

const typeCode = async (store: Store, typed: string) => {
  const decide = (present: Parameters<typeof checkCode>[0]) =>
    checkCode(present, typed, START_MS, DEFAULT_SETTINGS.smsCode);
  return (await store.checkSmsCode(userIdOf(1), decide)).verdict;
};

const tryPassword = (store: Store, matches: boolean) =>
  store.tryPassword(userIdOf(1), (state) => countTry(state, matches, START_MS, DEFAULT_SETTINGS.password));
