// Reports in SQLite, and their end (R25): gone means gone, from the file and from its write-ahead log.
//
// PRAGMA secure_delete zeroes what is deleted, but rows that SQLite moves between pages to balance its tree may leave a
// copy behind in the gap of the old page (seen with SQLite 3.53). So no card stands where rows are moved when it goes:
// a report, sealed and with its key, lies behind a page of zeros, in overflow pages of its own, which are zeroed when
// freed; and the inquiries, whose answers are small, are written anew at every expiry.
import type { Report } from '../report.ts';
import { blobIn, type Database, numberIn, optionalBlobIn, optionalNumberIn, textIn } from './sqlite-database.ts';
import { PAGE_SIZE_BYTES } from './sqlite-schema.ts';

/** Reports that go in one transaction: a day's worth, at midnight, must not hold up everything else. */
export const EXPIRIES_PER_STEP = 200;

/** No page keeps more of a row than it is large, so whatever follows in the row lies in overflow pages. */
const FILLER = new Uint8Array(PAGE_SIZE_BYTES);

export const saveReport = (database: Database, querySeq: number, report: Report): void => {
  database.run('INSERT INTO reports VALUES (?, ?, ?)', querySeq, FILLER, database.records.sealReport(report));
};

export const reportOf = (database: Database, userId: string, queryId: string): Report | undefined => {
  const sql =
    'SELECT reports.report FROM queries JOIN reports ON reports.query_seq = queries.seq ' +
    "WHERE queries.query_id = ? AND queries.user_id = ? AND queries.status = 'READY'";
  const row = database.row(sql, queryId, userId);
  return row === undefined ? undefined : database.records.openReport(queryId, blobIn(row, 'report'));
};

export const nextExpiryMs = (database: Database): number | undefined => {
  const row = database.row("SELECT min(expires_at_ms) AS next_ms FROM queries WHERE status = 'READY'");
  return row === undefined ? undefined : optionalNumberIn(row, 'next_ms');
};

/** Removes up to {@link EXPIRIES_PER_STEP} reports whose time is over; how many there were. */
export const expireSome = (database: Database, nowMs: number): number => {
  const due = "SELECT seq FROM queries WHERE status = 'READY' AND expires_at_ms <= ? ORDER BY expires_at_ms LIMIT ?";
  const rows = database.rows(due, nowMs, EXPIRIES_PER_STEP);
  for (const row of rows) {
    const seq = numberIn(row, 'seq');
    database.run('DELETE FROM reports WHERE query_seq = ?', seq);
    database.run("UPDATE queries SET status = 'EXPIRED' WHERE seq = ?", seq);
  }
  return rows.length;
};

/** Writes the inquiries of running queries anew, in pages that never held another's. */
export const rewriteInquiries = (database: Database): void => {
  const rows = database.rows('SELECT * FROM inquiries ORDER BY query_seq, bank');
  // Without a condition: SQLite then clears whole pages, gaps and all.
  database.run('DELETE FROM inquiries');
  for (const row of rows) {
    const [seq, bank, progress] = [numberIn(row, 'query_seq'), textIn(row, 'bank'), textIn(row, 'progress')];
    database.run(
      'INSERT INTO inquiries VALUES (?, ?, ?, ?)',
      seq,
      bank,
      progress,
      optionalBlobIn(row, 'answer') ?? null,
    );
  }
};

/** Takes the write-ahead log into the file and empties it, so that nothing removed stays readable there. */
export const emptyLog = (database: Database): void => {
  const row = database.row('PRAGMA wal_checkpoint(TRUNCATE)');
  if (row === undefined || numberIn(row, 'busy') !== 0) {
    throw new Error(`the write-ahead log of ${database.path} could not be emptied, although nobody else reads it`);
  }
};
