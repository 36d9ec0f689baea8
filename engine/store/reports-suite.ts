// What every store must do at the end of a query: the report, its message, its expiry.
import { expect } from 'vitest';
import type { StoreTest } from './store-suite.ts';
import {
  addQuery,
  addUser,
  delivered,
  failedEnding,
  mobileOf,
  readyEnding,
  reportNamed,
  START_MS,
  userIdOf,
  userNumber,
} from './suite-fixtures.ts';

const EXPIRY_MS = START_MS + 7 * 86_400_000;

export const reportTests: Readonly<Record<string, StoreTest>> = {
  'a query that ends well has its report, its dispositions and one message (R21, R23)': async ({ store }) => {
    const queryId = await addQuery(store, 1, { owner: 'engine' });
    expect(await store.reportOf(userIdOf(1), queryId)).toBeUndefined();
    expect(await store.endQuery(readyEnding(queryId, 'engine', EXPIRY_MS))).toBe(true);
    expect(await store.queryOf(userIdOf(1), queryId)).toMatchObject({
      status: 'READY',
      generatedAtMs: START_MS + 1000,
      expiresAtMs: EXPIRY_MS,
      dispositions: [
        { bank: 'ICBC', disposition: 'DELIVERED' },
        { bank: 'CMB', disposition: 'DENIED' },
        { bank: 'CZB', disposition: 'TIMEOUT' },
      ],
    });
    expect(await store.reportOf(userIdOf(1), queryId)).toEqual(reportNamed(queryId));
    expect(await store.messagesTo(mobileOf(1), 10)).toEqual([
      { messageId: queryId, userId: userIdOf(1), text: 'ready', atMs: START_MS + 1000 },
    ]);
  },

  'a query that fails has no report, no expiry, and one message (R21, R23)': async ({ store }) => {
    const queryId = await addQuery(store, 1, { owner: 'engine' });
    expect(await store.endQuery(failedEnding(queryId, 'engine'))).toBe(true);
    const record = await store.queryOf(userIdOf(1), queryId);
    expect(record).toMatchObject({ status: 'FAILED', generatedAtMs: undefined, expiresAtMs: undefined });
    expect(await store.reportOf(userIdOf(1), queryId)).toBeUndefined();
    expect(await store.nextExpiryMs()).toBeUndefined();
    expect((await store.messagesTo(mobileOf(1), 10)).map(({ text }) => text)).toEqual(['failed']);
  },

  'a report is made once: of many endings at the same time one counts (R21, I4)': async ({ store }) => {
    const queryId = await addQuery(store, 1, { owner: 'engine' });
    const endings = Array.from({ length: 20 }, (_, n) =>
      n % 2 === 0 ? readyEnding(queryId, 'engine', EXPIRY_MS) : failedEnding(queryId, 'engine'),
    );
    const written = await Promise.all(endings.map((ending) => store.endQuery(ending)));
    expect(written).toEqual(endings.map((_, n) => n === 0));
    expect(await store.reportOf(userIdOf(1), queryId)).toEqual(reportNamed(queryId));
    expect(await store.messagesTo(mobileOf(1), 10)).toHaveLength(1);
  },

  'an engine that is not the owner ends nothing (I4)': async ({ store }) => {
    const owned = await addQuery(store, 1, { owner: 'engine' });
    const free = await addQuery(store, 2);
    const before = await store.queryOf(userIdOf(1), owned);
    expect(await store.endQuery(readyEnding(owned, 'other', EXPIRY_MS))).toBe(false);
    expect(await store.endQuery(readyEnding(free, 'other', EXPIRY_MS))).toBe(false);
    expect(await store.endQuery(readyEnding('no-such-query', 'other', EXPIRY_MS))).toBe(false);
    expect(await store.queryOf(userIdOf(1), owned)).toEqual(before);
    expect(await store.messagesTo(mobileOf(1), 10)).toEqual([]);
    expect(await store.nextExpiryMs()).toBeUndefined();
  },

  'progress after the end changes nothing (R20, R21)': async ({ store }) => {
    const queryId = await addQuery(store, 1, { owner: 'engine' });
    await store.endQuery(failedEnding(queryId, 'engine'));
    const before = await store.queryOf(userIdOf(1), queryId);
    await store.saveProgress({ queryId, bank: 'CZB', progress: delivered('CZB') }, 'engine');
    expect(await store.queryOf(userIdOf(1), queryId)).toEqual(before);
  },

  'nobody but its owner gets a report (R24)': async ({ store }) => {
    const queryId = await addQuery(store, 1, { owner: 'engine' });
    await addUser(store, 2);
    await store.endQuery(readyEnding(queryId, 'engine', EXPIRY_MS));
    expect(await store.reportOf(userIdOf(2), queryId)).toBeUndefined();
  },

  'a report is there one millisecond before its expiry and gone at it, its record stays (R25)': async ({ store }) => {
    const queryId = await addQuery(store, 1, { owner: 'engine' });
    await store.endQuery(readyEnding(queryId, 'engine', EXPIRY_MS));
    expect(await store.nextExpiryMs()).toBe(EXPIRY_MS);
    expect(await store.expireReports(EXPIRY_MS - 1)).toBe(0);
    expect(await store.reportOf(userIdOf(1), queryId)).toEqual(reportNamed(queryId));
    expect(await store.expireReports(EXPIRY_MS)).toBe(1);
    expect(await store.reportOf(userIdOf(1), queryId)).toBeUndefined();
    expect(await store.queryOf(userIdOf(1), queryId)).toMatchObject({ status: 'EXPIRED', expiresAtMs: EXPIRY_MS });
    expect(await store.expireReports(EXPIRY_MS)).toBe(0);
    expect(await store.nextExpiryMs()).toBeUndefined();
  },

  'many reports go in their order, however many are due at once (R25)': async ({ store }) => {
    const numbers = Array.from({ length: 450 }, (_, n) => n);
    const ids = await Promise.all(numbers.map((n) => addQuery(store, n, { owner: 'engine' })));
    await Promise.all(
      ids.map((id, n) => store.endQuery(readyEnding(id, 'engine', EXPIRY_MS + (n < 420 ? 449 - n : n)))),
    );
    expect(await store.nextExpiryMs()).toBe(EXPIRY_MS + 30);
    expect(await store.expireReports(EXPIRY_MS + 30)).toBe(1);
    expect(await store.expireReports(EXPIRY_MS + 440)).toBe(431);
    expect(await store.nextExpiryMs()).toBe(EXPIRY_MS + 441);
    const left = await Promise.all(ids.map((id, n) => store.reportOf(userIdOf(n), id)));
    expect(left.filter((report) => report !== undefined)).toHaveLength(18);
  },

  'all that a promise has told is there, also after closing and opening again (R14)': async ({ store, reopen }) => {
    const running = await addQuery(store, 1, { owner: 'engine', leaseUntilMs: EXPIRY_MS });
    const ready = await addQuery(store, 2, { owner: 'engine' });
    await store.saveProgress({ queryId: running, bank: 'CMB', progress: delivered('CMB') }, 'engine');
    await store.endQuery(readyEnding(ready, 'engine', EXPIRY_MS));
    const again = reopen === undefined ? store : await reopen();
    expect(await again.userById(userIdOf(1))).toEqual(userNumber(1));
    expect(await again.reportOf(userIdOf(2), ready)).toEqual(reportNamed(ready));
    const claim = { owner: 'new', nowMs: EXPIRY_MS, leaseUntilMs: EXPIRY_MS + 1, limit: 5 };
    const [claimed] = await again.claim(claim);
    expect(claimed?.inquiries).toEqual([{ queryId: running, bank: 'CMB', progress: delivered('CMB') }]);
  },
};
