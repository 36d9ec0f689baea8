// Users of the app: registering, signing in, and who a token belongs to (R5, R6).

import type { RegionCode } from '../core/regions.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { countTry, lockedUntil, type PasswordVerdict } from './password.ts';
import type { EngineParts } from './ports.ts';
import type { Refusal } from './refusal.ts';
import type { User } from './store/port.ts';

export interface Registration {
  readonly name: string;
  readonly idNumber: string;
  readonly mobile: string;
  readonly paymentPassword: string;
  readonly boundCard: { readonly bank: string; readonly last4: string };
  readonly region: RegionCode | undefined;
}

export interface SignIn {
  readonly mobile: string;
  readonly paymentPassword: string;
  readonly region: RegionCode | undefined;
}

export interface SignedIn {
  readonly userId: string;
  readonly token: string;
}

type Parts = Pick<EngineParts, 'store' | 'clock' | 'random' | 'secrets' | 'passwords' | 'realName' | 'settings'>;

/** Accounts of one engine. */
export const createAccounts = (parts: Parts) => {
  const { store, clock, random, secrets, passwords, realName, settings } = parts;

  /** Opens a session; each counts as a login in its region where one is told (R6). */
  const openSession = async (userId: string, region: RegionCode | undefined): Promise<SignedIn> => {
    const token = secrets.token();
    const nowMs = clock.now();
    await Promise.all([
      store.saveSession({
        tokenHash: secrets.fingerprint(token),
        userId,
        expiresAtMs: nowMs + settings.sessionValidMs,
      }),
      region === undefined ? undefined : store.saveLogin({ userId, region, atMs: nowMs }),
    ]);
    return { userId, token };
  };

  return {
    /** R5: registered with an identity card and a bound card, and verified against the bank that issued it. */
    async register(registration: Registration): Promise<Result<SignedIn, Refusal>> {
      const { name, idNumber, mobile, boundCard, paymentPassword, region } = registration;
      if (!(await realName.holds({ name, idNumber, mobile, boundCard }))) return fail({ code: 'NOT_REAL_NAME' });
      const userId = `u${random.id(20, 'user', idNumber)}`;
      const passwordHash = await passwords.hash(paymentPassword);
      const user: User = { userId, name, idNumber, mobile, passwordHash, boundCard, registeredAtMs: clock.now() };
      if (!(await store.registerUser(user))) return fail({ code: 'ALREADY_REGISTERED' });
      return ok(await openSession(userId, region));
    },

    /** Wrong passwords count towards the same lock as when viewing (R24): it is the same password. */
    async signIn({ mobile, paymentPassword, region }: SignIn): Promise<Result<SignedIn, Refusal>> {
      const user = await store.userByMobile(mobile);
      if (user === undefined) {
        // As slow as a wrong password, or the time would tell who is registered.
        await passwords.hash(paymentPassword);
        return fail({ code: 'WRONG_CREDENTIALS' });
      }
      const verdict = await tryPassword(parts, user, paymentPassword);
      if (verdict.kind === 'locked') return fail({ code: 'LOCKED', untilMs: verdict.untilMs });
      if (verdict.kind === 'wrong') return fail({ code: 'WRONG_CREDENTIALS' });
      return ok(await openSession(user.userId, region));
    },

    userOf: (token: string): Promise<User | undefined> => store.userBySession(secrets.fingerprint(token), clock.now()),
  };
};

/** One try of a user's payment password, counted in one atomic step (R24). While locked nothing is hashed. */
export const tryPassword = async (
  { store, clock, passwords, settings }: Pick<EngineParts, 'store' | 'clock' | 'passwords' | 'settings'>,
  user: User,
  typed: string,
): Promise<PasswordVerdict> => {
  const untilMs = lockedUntil(await store.passwordState(user.userId), clock.now());
  if (untilMs !== undefined) return { kind: 'locked', untilMs };
  const matches = await passwords.matches(typed, user.passwordHash);
  return store.tryPassword(user.userId, (state) => countTry(state, matches, clock.now(), settings.password));
};
