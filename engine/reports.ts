// Records and reports as their owner sees them (R21 to R25). Somebody else's does not exist.
import { fail, ok, type Result } from '../core/result.ts';
import { tryPassword } from './accounts.ts';
import type { EngineParts } from './ports.ts';
import type { Refusal } from './refusal.ts';
import type { Report } from './report.ts';
import type { QueryRecord, User } from './store/port.ts';

/** So many of a user's newest records are shown: seven days apart, that is over a year of them. */
export const MAX_RECORDS = 100;

type Parts = Pick<EngineParts, 'store' | 'clock' | 'passwords' | 'settings'>;

/** Records and reports of one engine. `writeDown` makes durable what it knows of a running query. */
export const createReports = (parts: Parts, writeDown: (queryId: string) => Promise<void>) => {
  const { store, clock } = parts;

  /** R25 holds to the instant, whether or not the sweep has come by. */
  const asOfNow = (record: QueryRecord): QueryRecord =>
    record.status === 'READY' && record.expiresAtMs !== undefined && record.expiresAtMs <= clock.now()
      ? { ...record, status: 'EXPIRED' }
      : record;

  const recordOf = async (user: User, queryId: string): Promise<QueryRecord | undefined> => {
    await writeDown(queryId);
    const record = await store.queryOf(user.userId, queryId);
    return record === undefined ? undefined : asOfNow(record);
  };

  return {
    async records(user: User): Promise<readonly QueryRecord[]> {
      const records = await store.queriesOf(user.userId, MAX_RECORDS);
      // One at most (R9).
      const running = records.find(({ status }) => status === 'RUNNING');
      if (running === undefined) return records.map(asOfNow);
      await writeDown(running.queryId);
      return (await store.queriesOf(user.userId, MAX_RECORDS)).map(asOfNow);
    },

    recordOf,

    /** The report, with the payment password (R24). What there is no report of needs no password and costs no try. */
    async view(user: User, queryId: string, paymentPassword: string): Promise<Result<Report, Refusal>> {
      const record = await recordOf(user, queryId);
      if (record === undefined) return fail({ code: 'NOT_FOUND' });
      if (record.status === 'RUNNING') return fail({ code: 'NOT_READY' });
      if (record.status === 'FAILED') return fail({ code: 'QUERY_FAILED' });
      if (record.status === 'EXPIRED') return fail({ code: 'EXPIRED' });
      const verdict = await tryPassword(parts, user, paymentPassword);
      if (verdict.kind === 'locked') return fail({ code: 'LOCKED', untilMs: verdict.untilMs });
      if (verdict.kind === 'wrong') return fail({ code: 'WRONG_PASSWORD', triesLeft: verdict.triesLeft });
      const report = await store.reportOf(user.userId, queryId);
      // It may have gone while the password was compared.
      return report === undefined ? fail({ code: 'EXPIRED' }) : ok(report);
    },
  };
};
