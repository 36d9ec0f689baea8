// Any sequence of steps gives the same answers on the SQLite store as on the memory store: one is the other's model.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countTry } from '../password.ts';
import { DEFAULT_SETTINGS } from '../settings.ts';
import { checkCode, resendAtMs } from '../verification.ts';
import { createMemoryStore } from './memory.ts';
import type { Store } from './port.ts';
import {
  applicationOf,
  BANKS,
  codeSent,
  deciding,
  delivered,
  failedEnding,
  messageNumber,
  mobileOf,
  readyEnding,
  START_MS,
  userIdOf,
  userNumber,
  verificationNumber,
  waiting,
} from './suite-fixtures.ts';
import { openTemporaryStore } from './temporary-store.ts';

type Operation = (store: Store) => Promise<unknown>;

/** Few users (the last is never registered), queries, engines and instants, so that steps meet. */
const USERS = 4;
const SETTINGS = { ...DEFAULT_SETTINGS, intervalMs: 20, throttle: { burst: 3, perSecond: 100 } };
const user = fc.nat({ max: USERS - 1 });
const owner = fc.constantFrom('one', 'two');
const atMs = fc.nat({ max: 120 }).map((offset) => START_MS + offset);
const bank = fc.constantFrom(...BANKS);
const verification = fc.nat({ max: 11 });
const queryId = fc.tuple(user, fc.integer({ min: 1, max: 3 })).map(([n, ordinal]) => `query-${userIdOf(n)}-${ordinal}`);

/** Verification `n` is of user `n % USERS`. */
const ownVerification = (n: number): number => n % USERS;

const people: readonly fc.Arbitrary<Operation>[] = [
  fc.tuple(user, user).map(
    ([n, mobile]) =>
      (store) =>
        n === USERS - 1
          ? store.userById(userIdOf(n))
          : store.registerUser({ ...userNumber(n), mobile: mobileOf(mobile) }),
  ),
  user.map((n) => (store) => store.userByMobile(mobileOf(n))),
  fc.tuple(user, atMs).map(
    ([n, expiresAtMs]) =>
      (store) =>
        store.saveSession({ tokenHash: `hash-${n}-${expiresAtMs}`, userId: userIdOf(n), expiresAtMs }),
  ),
  fc.tuple(user, atMs, atMs).map(
    ([n, expiresAtMs, nowMs]) =>
      (store) =>
        store.userBySession(`hash-${n}-${expiresAtMs}`, nowMs),
  ),
  fc.tuple(user, fc.constantFrom('11', '31'), atMs).map(
    ([n, region, loginMs]) =>
      (store) =>
        store.saveLogin({ userId: userIdOf(n), region, atMs: loginMs }),
  ),
  fc.tuple(user, atMs).map(
    ([n, sinceMs]) =>
      async (store) =>
        [...(await store.loginCounts(userIdOf(n), sinceMs))].toSorted(),
  ),
  fc.tuple(user, atMs, fc.nat({ max: 3 })).map(
    ([n, nowMs, message]) =>
      (store) =>
        store.sendSmsCode(userIdOf(n), (present) => {
          const refusal = resendAtMs(present, nowMs, { validMs: 50, wrongTries: 2, resendAfterMs: 30 });
          const code = { ...codeSent('123456'), sentAtMs: nowMs };
          return refusal === undefined ? { code, message: messageNumber(message, n) } : { refusal };
        }),
  ),
  fc.tuple(user, atMs, fc.constantFrom('123456', '000000')).map(
    ([n, nowMs, typed]) =>
      (store) =>
        store.checkSmsCode(userIdOf(n), (code) =>
          checkCode(code, typed, nowMs, { validMs: 50, wrongTries: 2, resendAfterMs: 30 }),
        ),
  ),
  fc.tuple(user, fc.boolean(), atMs).map(
    ([n, matches, nowMs]) =>
      (store) =>
        store.tryPassword(userIdOf(n), (state) => countTry(state, matches, nowMs, { wrongTries: 2, lockMs: 20 })),
  ),
  user.map((n) => (store) => store.passwordState(userIdOf(n))),
  user.map((n) => (store) => store.messagesTo(mobileOf(n), 3)),
];

const queries: readonly fc.Arbitrary<Operation>[] = [
  verification.map((n) => (store) => store.saveVerification(verificationNumber(n, ownVerification(n)))),
  fc
    .tuple(user, verification, atMs, fc.option(owner), fc.option(fc.constantFrom('key', 'other')))
    .map(([n, verificationNo, nowMs, by, key]) => (store) => {
      const more = { nowMs, owner: by ?? undefined, leaseUntilMs: nowMs + 20, idempotencyKey: key ?? undefined };
      const application = applicationOf(n, verificationNo, more);
      return store.apply(application, deciding(application, { settings: SETTINGS }));
    }),
  user.map((n) => (store) => store.queriesOf(userIdOf(n), 2)),
  fc.tuple(user, queryId).map(
    ([n, id]) =>
      (store) =>
        store.queryOf(userIdOf(n), id),
  ),
  fc.tuple(owner, atMs, fc.integer({ min: 1, max: 3 })).map(
    ([by, nowMs, limit]) =>
      (store) =>
        store.claim({ owner: by, nowMs, leaseUntilMs: nowMs + 20, limit }),
  ),
  fc.tuple(owner, atMs).map(
    ([by, leaseUntilMs]) =>
      (store) =>
        store.renewLeases(by, leaseUntilMs),
  ),
  owner.map((by) => (store) => store.release(by)),
  fc.tuple(queryId, bank, owner, fc.boolean()).map(
    ([id, code, by, done]) =>
      (store) =>
        store.saveProgress({ queryId: id, bank: code, progress: done ? delivered(code) : waiting }, by),
  ),
  fc.tuple(queryId, owner, atMs, fc.boolean()).map(
    ([id, by, endedAtMs, ready]) =>
      (store) =>
        store.endQuery({ ...(ready ? readyEnding(id, by, endedAtMs + 30) : failedEnding(id, by)), endedAtMs }),
  ),
  fc.tuple(user, queryId).map(
    ([n, id]) =>
      (store) =>
        store.reportOf(userIdOf(n), id),
  ),
  atMs.map((nowMs) => (store) => store.expireReports(nowMs)),
  fc.constant((store) => store.nextExpiryMs()),
];

/** What a step answered, or that it was refused as a bug. */
const answerOf = (operation: Operation, store: Store): Promise<unknown> =>
  operation(store).then(
    (value) => ({ value }),
    () => 'rejected',
  );

test('random sequences of steps are answered alike by both stores', async () => {
  const setUp: readonly Operation[] = [
    ...[0, 1, 2].map(
      (n): Operation =>
        (store) =>
          store.registerUser(userNumber(n)),
    ),
    ...[0, 1, 2, 4, 5, 6].map(
      (n): Operation =>
        (store) =>
          store.saveVerification(verificationNumber(n, ownVerification(n))),
    ),
  ];
  const steps = fc.array(fc.oneof(...people, ...queries, ...queries), { minLength: 20, maxLength: 60, size: 'max' });
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (operations, prepared) => {
      const memory = createMemoryStore();
      const { store, dispose } = await openTemporaryStore();
      try {
        for (const operation of [...(prepared ? setUp : []), ...operations]) {
          expect(await answerOf(operation, store)).toEqual(await answerOf(operation, memory));
        }
      } finally {
        await dispose();
      }
    }),
    { numRuns: 60 },
  );
});
