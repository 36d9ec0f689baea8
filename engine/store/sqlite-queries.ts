// Queries in SQLite: applying, handing out, progress and the end. Each function is one step inside a transaction that
// group-writer.ts opens.
import type { Bucket } from '../../core/token-bucket.ts';
import type { Admission, AdmissionFacts } from '../admission.ts';
import type {
  Application,
  Claim,
  ClaimedQuery,
  Ending,
  InquiryRow,
  NewQuery,
  QueryRecord,
  Verification,
} from './port.ts';
import { type Database, numberIn, optionalNumberIn, type Row, textIn } from './sqlite-database.ts';
import { saveReport } from './sqlite-reports.ts';
import { inquiriesOf, newQueryOf, recordOf, userOf } from './sqlite-rows.ts';
import { addMessage } from './sqlite-users.ts';

/** The applicant's facts, the decision, and what it makes of them (R9, R11, R13, R14). */
export const apply = (
  database: Database,
  application: Application,
  decide: (facts: AdmissionFacts) => Admission,
): Admission => {
  const admission = decide(factsOf(database, application));
  if (admission.kind !== 'accepted') return admission;
  insertQuery(database, admission.query, application);
  database.run('UPDATE verifications SET used = 1 WHERE verification_id = ?', application.verificationId);
  const { spent, atMs } = admission.bucket;
  const write =
    'INSERT INTO throttle VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET spent = excluded.spent, at_ms = excluded.at_ms';
  database.run(write, spent, atMs);
  return admission;
};

const factsOf = (database: Database, application: Application): AdmissionFacts => {
  const { userId, verificationId, idempotencyKey } = application;
  const verification = database.row(
    'SELECT * FROM verifications WHERE verification_id = ? AND user_id = ?',
    verificationId,
    userId,
  );
  const history = database.row(
    "SELECT count(*) AS queries, coalesce(max(status = 'RUNNING'), 0) AS running, " +
      'max(generated_at_ms) AS generated_at_ms FROM queries WHERE user_id = ?',
    userId,
  );
  return {
    earlier: idempotencyKey === undefined ? undefined : queryByKey(database, userId, idempotencyKey),
    verification: verification === undefined ? undefined : verificationOf(verification),
    verificationUsed: verification !== undefined && numberIn(verification, 'used') === 1,
    running: history !== undefined && numberIn(history, 'running') === 1,
    lastGeneratedAtMs: history === undefined ? undefined : optionalNumberIn(history, 'generated_at_ms'),
    queryCount: history === undefined ? 0 : numberIn(history, 'queries'),
    bucket: bucketOf(database),
  };
};

const queryByKey = (database: Database, userId: string, idempotencyKey: string): NewQuery | undefined => {
  const sql = 'SELECT * FROM queries WHERE user_id = ? AND idempotency_key = ?';
  const row = database.row(sql, userId, idempotencyKey);
  return row === undefined ? undefined : newQueryOf(row);
};

const verificationOf = (row: Row): Verification => ({
  verificationId: textIn(row, 'verification_id'),
  userId: textIn(row, 'user_id'),
  consentVersion: textIn(row, 'consent_version'),
  expiresAtMs: numberIn(row, 'expires_at_ms'),
});

const bucketOf = (database: Database): Bucket | undefined => {
  const row = database.row('SELECT spent, at_ms FROM throttle');
  return row === undefined ? undefined : { spent: numberIn(row, 'spent'), atMs: numberIn(row, 'at_ms') };
};

const insertQuery = (database: Database, query: NewQuery, { owner, leaseUntilMs }: Application): void => {
  database.run(
    'INSERT INTO queries (query_id, user_id, verification_id, banks, accepted_at_ms, deadline_ms, idempotency_key, ' +
      "callback_base_url, trace_id, status, owner, lease_until_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'RUNNING', ?, ?)",
    query.queryId,
    query.userId,
    query.verificationId,
    JSON.stringify(query.banks),
    query.acceptedAtMs,
    query.deadlineMs,
    query.idempotencyKey ?? null,
    query.callbackBaseUrl ?? null,
    query.traceId ?? null,
    owner ?? null,
    owner === undefined ? null : leaseUntilMs,
  );
};

export const queriesOf = (database: Database, userId: string, limit: number): readonly QueryRecord[] =>
  database
    .rows('SELECT * FROM queries WHERE user_id = ? ORDER BY seq DESC LIMIT ?', userId, limit)
    .map((row) => recordOf(database, row));

export const queryOf = (database: Database, userId: string, queryId: string): QueryRecord | undefined => {
  const row = database.row('SELECT * FROM queries WHERE query_id = ? AND user_id = ?', queryId, userId);
  return row === undefined ? undefined : recordOf(database, row);
};

export const claim = (database: Database, { owner, nowMs, leaseUntilMs, limit }: Claim): readonly ClaimedQuery[] =>
  claimable(database, nowMs, limit).flatMap((seq) => {
    database.run('UPDATE queries SET owner = ?, lease_until_ms = ? WHERE seq = ?', owner, leaseUntilMs, seq);
    const row = database.row('SELECT * FROM queries JOIN users USING (user_id) WHERE seq = ?', seq);
    return row === undefined ? [] : [claimedOf(database, row)];
  });

export const reload = (database: Database, queryIds: readonly string[], owner: string): readonly ClaimedQuery[] =>
  queryIds.flatMap((queryId) => {
    const sql =
      "SELECT * FROM queries JOIN users USING (user_id) WHERE query_id = ? AND status = 'RUNNING' AND owner = ?";
    const row = database.row(sql, queryId, owner);
    return row === undefined ? [] : [claimedOf(database, row)];
  });

const claimedOf = (database: Database, row: Row): ClaimedQuery => ({
  query: newQueryOf(row),
  user: userOf(database, row),
  inquiries: inquiriesOf(database, row),
});

/** The oldest of those that nobody owns and those whose owner let the lease run out. */
const claimable = (database: Database, nowMs: number, limit: number): readonly number[] => {
  const free = "SELECT seq FROM queries WHERE status = 'RUNNING' AND owner IS NULL ORDER BY seq LIMIT ?";
  // The plus keeps SQLite from reading all queries in the order of seq: few leases ever run out.
  const lapsed =
    "SELECT seq FROM queries WHERE status = 'RUNNING' AND owner IS NOT NULL AND lease_until_ms <= ? " +
    'ORDER BY +seq LIMIT ?';
  return [...database.rows(free, limit), ...database.rows(lapsed, nowMs, limit)]
    .map((row) => numberIn(row, 'seq'))
    .toSorted((one, other) => one - other)
    .slice(0, limit);
};

export const waitingQueries = (database: Database): number => {
  const row = database.row("SELECT count(*) AS queries FROM queries WHERE status = 'RUNNING' AND owner IS NULL");
  return row === undefined ? 0 : numberIn(row, 'queries');
};

export const renewLeases = (database: Database, owner: string, leaseUntilMs: number): void => {
  const sql = "UPDATE queries SET lease_until_ms = ? WHERE status = 'RUNNING' AND owner = ?";
  database.run(sql, leaseUntilMs, owner);
};

export const release = (database: Database, owner: string): void => {
  const sql = "UPDATE queries SET owner = NULL, lease_until_ms = NULL WHERE status = 'RUNNING' AND owner = ?";
  database.run(sql, owner);
};

/** Writes nothing where the query has ended or somebody else works on it. */
export const saveProgress = (database: Database, { queryId, bank, progress }: InquiryRow, owner: string): void => {
  const sql =
    "INSERT INTO inquiries SELECT seq, ?, ?, ? FROM queries WHERE query_id = ? AND status = 'RUNNING' AND owner = ? " +
    'ON CONFLICT (query_seq, bank) DO UPDATE SET progress = excluded.progress, answer = excluded.answer';
  database.run(sql, bank, ...database.records.sealProgress(queryId, bank, progress), queryId, owner);
};

export const endQuery = (database: Database, ending: Ending): boolean => {
  const { queryId, owner, outcome, endedAtMs } = ending;
  const find = "SELECT seq, user_id FROM queries WHERE query_id = ? AND status = 'RUNNING' AND owner = ?";
  const row = database.row(find, queryId, owner);
  if (row === undefined) return false;
  const seq = numberIn(row, 'seq');
  const ready = outcome.status === 'READY';
  database.run(
    'UPDATE queries SET status = ?, dispositions = ?, generated_at_ms = ?, expires_at_ms = ?, ' +
      'owner = NULL, lease_until_ms = NULL WHERE seq = ?',
    outcome.status,
    JSON.stringify(ending.dispositions),
    ready ? endedAtMs : null,
    ready ? outcome.expiresAtMs : null,
    seq,
  );
  if (ready) saveReport(database, seq, outcome.report);
  database.run('DELETE FROM inquiries WHERE query_seq = ?', seq);
  database.records.forgetQuery(queryId);
  addMessage(database, { messageId: queryId, userId: textIn(row, 'user_id'), text: ending.message, atMs: endedAtMs });
  return true;
};
