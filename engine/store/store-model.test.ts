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
import { openTemporaryStore } from './temporary-store-fixture.ts';

type Operation = (store: Store) => Promise<unknown>;

/** Few users (the last is never registered), queries, engines and instants, so that steps meet. */
const USERS = 4;
const VERIFICATIONS_EACH = 6;
const LEASE_MS = 20;
const SETTINGS = { ...DEFAULT_SETTINGS, intervalMs: 15, throttle: { burst: 6, perSecond: 100 } };
const CODE = { validMs: 50, wrongTries: 2, resendAfterMs: 30 };
const PASSWORD = { wrongTries: 2, lockMs: 20 };

const user = fc.nat({ max: USERS - 1 });
const owner = fc.constantFrom('one', 'two');
const atMs = fc.nat({ max: 120 }).map((offset) => START_MS + offset);
const queryId = fc.tuple(user, fc.integer({ min: 1, max: 2 })).map(([n, nth]) => `query-${userIdOf(n)}-${nth}`);

/** Verification `n` is of user `n % USERS`. */
const saveVerification = (store: Store, n: number): Promise<void> =>
  store.saveVerification(verificationNumber(n, n % USERS));

/** A step whose details are drawn. */
const drawn = <Values extends unknown[]>(
  values: { readonly [At in keyof Values]: fc.Arbitrary<Values[At]> },
  step: (store: Store, ...values: Values) => Promise<unknown>,
): fc.Arbitrary<Operation> => fc.tuple<Values>(...values).map((all) => (store) => step(store, ...all));

const people: readonly fc.Arbitrary<Operation>[] = [
  drawn([fc.nat({ max: USERS - 2 }), user], (store, n, other) =>
    store.registerUser({ ...userNumber(n), mobile: mobileOf(other) }),
  ),
  drawn([user], (store, n) => store.userById(userIdOf(n))),
  drawn([user], (store, n) => store.userByMobile(mobileOf(n))),
  drawn([user, fc.nat({ max: 3 }), atMs], (store, n, token, expiresAtMs) =>
    store.saveSession({ tokenHash: `hash-${token}`, userId: userIdOf(n), expiresAtMs }),
  ),
  drawn([fc.nat({ max: 3 }), atMs], (store, token, nowMs) => store.userBySession(`hash-${token}`, nowMs)),
  drawn([user, fc.constantFrom('11', '31'), atMs], (store, n, region, loginMs) =>
    store.saveLogin({ userId: userIdOf(n), region, atMs: loginMs }),
  ),
  drawn([user, atMs], async (store, n, sinceMs) => [...(await store.loginCounts(userIdOf(n), sinceMs))].toSorted()),
  drawn([user, atMs, fc.nat({ max: 3 })], (store, n, nowMs, message) =>
    store.sendSmsCode(userIdOf(n), (present) => {
      const refusal = resendAtMs(present, nowMs, CODE);
      const code = { ...codeSent('123456'), sentAtMs: nowMs };
      return refusal === undefined ? { code, message: messageNumber(message, n) } : { refusal };
    }),
  ),
  drawn([user, atMs, fc.constantFrom('123456', '000000')], (store, n, nowMs, typed) =>
    store.checkSmsCode(userIdOf(n), (code) => checkCode(code, typed, nowMs, CODE)),
  ),
  drawn([user, fc.boolean(), atMs], (store, n, matches, nowMs) =>
    store.tryPassword(userIdOf(n), (state) => countTry(state, matches, nowMs, PASSWORD)),
  ),
  drawn([user], (store, n) => store.passwordState(userIdOf(n))),
  drawn([user], (store, n) => store.messagesTo(mobileOf(n), 3)),
];

const key = fc.constantFrom(undefined, undefined, undefined, 'key', 'other');

/** Mostly with a verification of one's own. */
const application = drawn(
  [user, fc.nat({ max: VERIFICATIONS_EACH - 1 }), fc.nat({ max: 5 }), atMs, fc.option(owner), key],
  (store, n, verification, foreign, nowMs, by, idempotencyKey) => {
    const more = { nowMs, owner: by ?? undefined, leaseUntilMs: nowMs + LEASE_MS, idempotencyKey };
    const verifiedNo = foreign === 0 ? n + 1 : n;
    const wanted = applicationOf(n, verification * USERS + verifiedNo, more);
    return store.apply(wanted, deciding(wanted, { settings: SETTINGS }));
  },
);

const ending = drawn([queryId, owner, atMs, fc.boolean()], (store, id, by, endedAtMs, ready) =>
  store.endQuery({ ...(ready ? readyEnding(id, by, endedAtMs + 30) : failedEnding(id, by)), endedAtMs }),
);

const claim = drawn([owner, atMs, fc.integer({ min: 1, max: 3 })], (store, by, nowMs, limit) =>
  store.claim({ owner: by, nowMs, leaseUntilMs: nowMs + LEASE_MS, limit }),
);

const queries: readonly fc.Arbitrary<Operation>[] = [
  application,
  application,
  ending,
  ending,
  claim,
  drawn([fc.nat({ max: VERIFICATIONS_EACH * USERS + 3 })], saveVerification),
  drawn([user], (store, n) => store.queriesOf(userIdOf(n), 2)),
  drawn([user, queryId], (store, n, id) => store.queryOf(userIdOf(n), id)),
  drawn([user, queryId], (store, n, id) => store.reportOf(userIdOf(n), id)),
  drawn([owner, atMs], (store, by, leaseUntilMs) => store.renewLeases(by, leaseUntilMs)),
  drawn([owner], (store, by) => store.release(by)),
  drawn([queryId, owner], (store, id, by) => store.reload([id], by)),
  drawn([queryId, fc.constantFrom(...BANKS), owner, fc.boolean()], (store, id, bank, by, done) =>
    store.saveProgress({ queryId: id, bank, progress: done ? delivered(bank) : waiting }, by),
  ),
  drawn([atMs], (store, nowMs) => store.expireReports(nowMs)),
  drawn([], (store) => store.nextExpiryMs()),
];

/** Users and verifications to work with. */
const SET_UP: readonly Operation[] = [
  ...[0, 1, 2].map(
    (n): Operation =>
      (store) =>
        store.registerUser(userNumber(n)),
  ),
  ...Array.from(
    { length: VERIFICATIONS_EACH * USERS },
    (_, n): Operation =>
      (store) =>
        saveVerification(store, n),
  ),
];

/** What a step answered, or that it was refused as a bug. */
const answerOf = (operation: Operation, store: Store): Promise<unknown> =>
  operation(store).then(
    (value) => ({ value }),
    () => 'rejected',
  );

test('random sequences of steps are answered alike by both stores', async () => {
  const step = fc.oneof({ weight: 1, arbitrary: fc.oneof(...people) }, { weight: 3, arbitrary: fc.oneof(...queries) });
  const steps = fc.array(step, { minLength: 40, maxLength: 100, size: 'max' });
  await fc.assert(
    fc.asyncProperty(steps, fc.nat({ max: 9 }), async (operations, nothing) => {
      const memory = createMemoryStore();
      const { store, dispose } = await openTemporaryStore();
      try {
        for (const operation of [...(nothing === 0 ? [] : SET_UP), ...operations]) {
          expect(await answerOf(operation, store)).toEqual(await answerOf(operation, memory));
        }
      } finally {
        await dispose();
      }
    }),
    { numRuns: 50 },
  );
});
