// What every store must do for queries: applying, handing out, and progress.

import { expect } from 'vitest';
import { PARTS_PER_TOKEN } from '../../core/token-bucket.ts';
import type { AdmissionFacts } from '../admission.ts';
import { DEFAULT_SETTINGS } from '../settings.ts';
import type { Claim, Store } from './port.ts';
import type { StoreTest } from './store-suite.ts';
import {
  addQuery,
  addUser,
  applicationOf,
  applyAgain,
  BANKS,
  deciding,
  delivered,
  failedEnding,
  readyEnding,
  START_MS,
  userIdOf,
  userNumber,
  verificationNumber,
  waiting,
} from './suite-fixtures.ts';

export const queryTests: Readonly<Record<string, StoreTest>> = {
  'an accepted query is a record with every bank pending (R14, I2)': async ({ store }) => {
    const queryId = await addQuery(store, 1, { idempotencyKey: 'key' });
    const record = {
      queryId,
      userId: userIdOf(1),
      verificationId: 'verification-1',
      banks: BANKS,
      acceptedAtMs: START_MS,
      deadlineMs: START_MS + DEFAULT_SETTINGS.deadlineMs,
      idempotencyKey: 'key',
      callbackBaseUrl: undefined,
      status: 'RUNNING',
      dispositions: BANKS.map((bank) => ({ bank, disposition: 'PENDING' })),
      generatedAtMs: undefined,
      expiresAtMs: undefined,
    };
    expect(await store.queryOf(userIdOf(1), queryId)).toEqual(record);
    expect(await store.queriesOf(userIdOf(1), 10)).toEqual([record]);
  },

  'queries that nobody works on are counted, until they are handed out and again when they are given back': async ({
    store,
  }) => {
    expect(await store.waitingQueries()).toBe(0);
    await addQuery(store, 1);
    await addQuery(store, 2);
    await addQuery(store, 3, { owner: 'engine' });
    expect(await store.waitingQueries()).toBe(2);
    await store.claim(claimOf({ owner: 'engine', limit: 1 }));
    expect(await store.waitingQueries()).toBe(1);
    await store.release('engine');
    expect(await store.waitingQueries()).toBe(3);
  },

  'a query is read again as it stands, by its owner and while it runs': async ({ store }) => {
    const [first, second, ended] = [
      await addQuery(store, 1, { owner: 'engine' }),
      await addQuery(store, 2, { owner: 'engine' }),
      await addQuery(store, 3, { owner: 'engine' }),
    ];
    const foreign = await addQuery(store, 4, { owner: 'other' });
    await store.saveProgress({ queryId: first, bank: 'CMB', progress: delivered('CMB') }, 'engine');
    await store.saveProgress({ queryId: first, bank: 'CZB', progress: waiting }, 'engine');
    await store.endQuery(readyEnding(ended, 'engine', START_MS + 5000));
    const read = await store.reload([second, 'no-such-query', ended, foreign, first], 'engine');
    expect(read.map(({ query, user }) => [query.queryId, user])).toEqual([
      [second, userNumber(2)],
      [first, userNumber(1)],
    ]);
    expect(read[1]?.inquiries).toEqual([
      { queryId: first, bank: 'CMB', progress: delivered('CMB') },
      { queryId: first, bank: 'CZB', progress: waiting },
    ]);
    expect(await store.reload([], 'engine')).toEqual([]);
  },

  "the app's trace stays with its query, for whoever takes it up": async ({ store }) => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    await addUser(store, 1);
    const application = applicationOf(1, 1);
    await store.apply(application, deciding(application, { traceId }));
    await addQuery(store, 2);
    const claimed = await store.claim(claimOf({ owner: 'engine' }));
    expect(claimed.map(({ query }) => query.traceId)).toEqual([traceId, undefined]);
  },

  'nobody sees the query of another user': async ({ store }) => {
    const queryId = await addQuery(store, 1);
    await addUser(store, 2);
    expect(await store.queryOf(userIdOf(2), queryId)).toBeUndefined();
    expect(await store.queryOf(userIdOf(1), 'no-such-query')).toBeUndefined();
    expect(await store.queriesOf(userIdOf(2), 10)).toEqual([]);
  },

  'the decision gets the facts as they are': async ({ store }) => {
    const queryId = await addQuery(store, 1, { owner: 'engine', idempotencyKey: 'key' });
    await store.saveVerification(verificationNumber(2, 1));
    expect(await factsOf(store, 2)).toMatchObject({
      earlier: undefined,
      verification: verificationNumber(2, 1),
      verificationUsed: false,
      running: true,
      lastGeneratedAtMs: undefined,
      queryCount: 1,
      bucket: { spent: 1000 * PARTS_PER_TOKEN, atMs: START_MS },
    });
    await store.endQuery(readyEnding(queryId, 'engine', START_MS + 5000));
    expect(await factsOf(store, 1)).toMatchObject({
      verification: verificationNumber(1, 1),
      verificationUsed: true,
      running: false,
      lastGeneratedAtMs: START_MS + 1000,
      queryCount: 1,
    });
    await store.expireReports(START_MS + 5000);
    expect(await factsOf(store, 1)).toMatchObject({ lastGeneratedAtMs: START_MS + 1000 });
    expect((await factsOf(store, 3)).verification).toBeUndefined();
  },

  'a verification of somebody else is none (R7)': async ({ store }) => {
    await addUser(store, 1);
    await store.registerUser(userNumber(2));
    const application = applicationOf(2, 1);
    expect(await store.apply(application, deciding(application))).toMatchObject({ refusal: { code: 'NOT_VERIFIED' } });
  },

  'a query that failed sets no interval (R10)': async ({ store }) => {
    const queryId = await addQuery(store, 1, { owner: 'engine' });
    await store.endQuery(failedEnding(queryId, 'engine'));
    expect(await factsOf(store, 1)).toMatchObject({ lastGeneratedAtMs: undefined, running: false, queryCount: 1 });
  },

  'the facts are of the latest report, also where the clock went backwards (R10)': async ({ store }) => {
    for (const [n, endedAtMs] of [900, 500].entries()) {
      await (n === 0 ? addUser(store, 1) : store.saveVerification(verificationNumber(n + 1, 1)));
      const nowMs = START_MS + n * DEFAULT_SETTINGS.intervalMs * 2;
      const queryId = await applyAgain(store, 1, n + 1, { nowMs, owner: 'engine' });
      await store.endQuery({ ...readyEnding(queryId, 'engine', nowMs), endedAtMs });
    }
    expect((await factsOf(store, 1)).lastGeneratedAtMs).toBe(900);
  },

  'a refusal changes nothing (R12)': async ({ store }) => {
    await addUser(store, 1);
    const application = applicationOf(1, 1, { idempotencyKey: 'key' });
    const before = await factsOf(store, 1);
    await store.apply(application, () => ({ kind: 'refused', refusal: { code: 'REGION_NOT_OPEN' } }));
    expect(await factsOf(store, 1)).toEqual(before);
    expect(await store.queriesOf(userIdOf(1), 10)).toEqual([]);
    expect(await applyAgain(store, 1, 1)).toBe('query-user-1-1');
  },

  'a decision that throws changes nothing and hurts nobody else': async ({ store }) => {
    await addUser(store, 1);
    await addUser(store, 2);
    const bad = store.apply(applicationOf(1, 1), () => {
      throw new Error('a bug');
    });
    const good = applyAgain(store, 2, 2);
    await expect(bad).rejects.toThrow('a bug');
    expect(await good).toBe('query-user-2-1');
    expect(await store.queriesOf(userIdOf(1), 10)).toEqual([]);
  },

  'of 200 simultaneous applications of one user one is accepted (R9, R13)': async ({ store }) => {
    await store.registerUser(userNumber(1));
    await Promise.all(Array.from({ length: 40 }, (_, n) => store.saveVerification(verificationNumber(n, 1))));
    const applications = Array.from({ length: 200 }, (_, n) => applicationOf(1, n % 40));
    const answers = await Promise.all(applications.map((one) => store.apply(one, deciding(one))));
    expect(answers.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
    expect(await store.queriesOf(userIdOf(1), 300)).toHaveLength(1);
  },

  'an Idempotency-Key gets its first answer, also from 50 at the same time, and is each user’s own (R14)': async ({
    store,
  }) => {
    await addUser(store, 1);
    await addUser(store, 2);
    const application = applicationOf(1, 1, { idempotencyKey: 'key' });
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => store.apply(application, deciding(application))),
    );
    expect(answers.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'repeated')).toHaveLength(49);
    expect(new Set(answers.map((answer) => 'query' in answer && answer.query.queryId)).size).toBe(1);
    expect(await applyAgain(store, 2, 2, { idempotencyKey: 'key' })).toBe('query-user-2-1');
  },

  'of 1,000 applications at once exactly the burst is accepted, and then the rate (R11)': async ({ store }) => {
    const settings = { ...DEFAULT_SETTINGS, throttle: { burst: 200, perSecond: 100 } };
    await Promise.all(Array.from({ length: 1000 }, (_, n) => addUser(store, n)));
    const applyAll = async (nowMs: number) => {
      const applications = Array.from({ length: 1000 }, (_, n) => applicationOf(n, n, { nowMs }));
      const answers = await Promise.all(applications.map((one) => store.apply(one, deciding(one, { settings }))));
      return answers.filter(({ kind }) => kind === 'accepted').length;
    };
    expect(await applyAll(START_MS)).toBe(200);
    expect(await applyAll(START_MS + 9)).toBe(0);
    expect(await applyAll(START_MS + 500)).toBe(50);
  },

  'queries come newest first, at most the limit': async ({ store }) => {
    await addUser(store, 1);
    for (let n = 1; n <= 3; n++) {
      if (n > 1) await store.saveVerification(verificationNumber(n, 1));
      await store.endQuery(failedEnding(await applyAgain(store, 1, n, { owner: 'engine' }), 'engine'));
    }
    const idsOf = async (limit: number) => (await store.queriesOf(userIdOf(1), limit)).map(({ queryId }) => queryId);
    expect(await idsOf(10)).toEqual(['query-user-1-3', 'query-user-1-2', 'query-user-1-1']);
    expect(await idsOf(2)).toEqual(['query-user-1-3', 'query-user-1-2']);
  },

  'a query accepted with an owner is handed out to nobody while its lease lasts': async ({ store }) => {
    const queryId = await addQuery(store, 1, { owner: 'first', leaseUntilMs: START_MS + 100 });
    expect(await claimIds(store, { owner: 'second', nowMs: START_MS + 99 })).toEqual([]);
    expect(await claimIds(store, { owner: 'second', nowMs: START_MS + 100 })).toEqual([queryId]);
    expect(await claimIds(store, { owner: 'first', nowMs: START_MS + 100 })).toEqual([]);
  },

  'each free query is handed out once, oldest first, among several that ask at the same time': async ({ store }) => {
    const ids = [];
    for (let n = 0; n < 30; n++) ids.push(await addQuery(store, n));
    const owners = ['one', 'two', 'three', 'four'];
    const claims = await Promise.all(owners.map((owner) => claimIds(store, { owner, limit: 9 })));
    expect(claims.map((claimed) => claimed.length)).toEqual([9, 9, 9, 3]);
    expect(claims.flat()).toEqual(ids);
    expect(await claimIds(store, { owner: 'five' })).toEqual([]);
  },

  'a claimed query comes with its user and what is known of its inquiries': async ({ store }) => {
    const queryId = await addQuery(store, 1, { owner: 'first' });
    await store.saveProgress({ queryId, bank: 'ICBC', progress: waiting }, 'first');
    await store.saveProgress({ queryId, bank: 'CMB', progress: delivered('CMB') }, 'first');
    await store.release('first');
    const [claimed] = await store.claim(claimOf({ owner: 'second' }));
    expect(claimed?.user).toEqual(userNumber(1));
    expect(claimed?.query).toMatchObject({ queryId, banks: BANKS, acceptedAtMs: START_MS });
    expect(claimed?.inquiries.toSorted((one, other) => (one.bank < other.bank ? -1 : 1))).toEqual([
      { queryId, bank: 'CMB', progress: delivered('CMB') },
      { queryId, bank: 'ICBC', progress: waiting },
    ]);
  },

  'free queries and those whose lease has run out are handed out in one order': async ({ store }) => {
    const ids = [
      await addQuery(store, 1),
      await addQuery(store, 2, { owner: 'gone', leaseUntilMs: START_MS + 50 }),
      await addQuery(store, 3),
      await addQuery(store, 4, { owner: 'gone', leaseUntilMs: START_MS + 40 }),
      await addQuery(store, 5, { owner: 'alive', leaseUntilMs: START_MS + 90 }),
    ];
    expect(await claimIds(store, { owner: 'new', nowMs: START_MS + 60, limit: 3 })).toEqual(ids.slice(0, 3));
    expect(await claimIds(store, { owner: 'new', nowMs: START_MS + 60, limit: 3 })).toEqual(ids.slice(3, 4));
  },

  'a renewed lease keeps the owner’s queries, and nobody else’s': async ({ store }) => {
    await addQuery(store, 1, { owner: 'busy', leaseUntilMs: START_MS + 10 });
    const lapsed = await addQuery(store, 2, { owner: 'gone', leaseUntilMs: START_MS + 10 });
    await store.renewLeases('busy', START_MS + 100);
    expect(await claimIds(store, { owner: 'new', nowMs: START_MS + 50 })).toEqual([lapsed]);
  },

  'what an owner gives back is free at once, and nobody else’s is': async ({ store }) => {
    const released = await addQuery(store, 1, { owner: 'first' });
    await addQuery(store, 2, { owner: 'second' });
    await store.release('first');
    expect(await claimIds(store, { owner: 'third' })).toEqual([released]);
  },

  'a query that has ended is not handed out again': async ({ store }) => {
    const queryId = await addQuery(store, 1, { owner: 'engine', leaseUntilMs: START_MS + 10 });
    await store.endQuery(failedEnding(queryId, 'engine'));
    await store.release('engine');
    expect(await claimIds(store, { owner: 'other', nowMs: START_MS + 1000 })).toEqual([]);
  },

  'progress shows in the record, the latest row of a bank counting': async ({ store }) => {
    const queryId = await addQuery(store, 1, { owner: 'engine' });
    await store.saveProgress({ queryId, bank: 'CMB', progress: waiting }, 'engine');
    await store.saveProgress({ queryId, bank: 'CZB', progress: waiting }, 'engine');
    await store.saveProgress({ queryId, bank: 'CMB', progress: delivered('CMB') }, 'engine');
    expect((await store.queryOf(userIdOf(1), queryId))?.dispositions).toEqual([
      { bank: 'ICBC', disposition: 'PENDING' },
      { bank: 'CMB', disposition: 'DELIVERED' },
      { bank: 'CZB', disposition: 'PENDING' },
    ]);
  },

  'progress from another engine than the owner is ignored': async ({ store }) => {
    const queryId = await addQuery(store, 1, { owner: 'engine', leaseUntilMs: START_MS + 10 });
    await claimIds(store, { owner: 'successor', nowMs: START_MS + 10 });
    await store.saveProgress({ queryId, bank: 'CMB', progress: delivered('CMB') }, 'engine');
    await store.saveProgress({ queryId: 'no-such-query', bank: 'CMB', progress: waiting }, 'engine');
    await store.release('successor');
    expect((await store.claim(claimOf({ owner: 'third' })))[0]?.inquiries).toEqual([]);
  },
};

const claimOf = (claim: Partial<Claim>): Claim => {
  const nowMs = claim.nowMs ?? START_MS;
  return { owner: 'engine', nowMs, leaseUntilMs: nowMs + 30_000, limit: 100, ...claim };
};

const claimIds = async (store: Store, claim: Partial<Claim>): Promise<readonly string[]> =>
  (await store.claim(claimOf(claim))).map(({ query }) => query.queryId);

/** What an application of user 1 with this verification would be decided on. */
const factsOf = async (store: Store, verificationNo: number): Promise<AdmissionFacts> => {
  let seen: AdmissionFacts | undefined;
  await store.apply(applicationOf(1, verificationNo), (facts) => {
    seen = facts;
    return { kind: 'refused', refusal: { code: 'REGION_NOT_OPEN' } };
  });
  if (seen === undefined) throw new Error('the store did not ask for a decision');
  return seen;
};
