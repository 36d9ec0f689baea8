// From rows of the SQLite store to the shapes of the port, and the columns to read for them.
import { dispositionOf, inOrderOf } from './dispositions.ts';
import type { BankDisposition, InquiryRow, NewQuery, QueryRecord, QueryStatus, User } from './port.ts';
import {
  blobIn,
  type Database,
  numberIn,
  optionalBlobIn,
  optionalNumberIn,
  optionalTextIn,
  type Row,
  textIn,
} from './sqlite-database.ts';

export const userOf = ({ records }: Database, row: Row): User =>
  records.openUser(textIn(row, 'user_id'), blobIn(row, 'record'));

export const newQueryOf = (row: Row): NewQuery => ({
  queryId: textIn(row, 'query_id'),
  userId: textIn(row, 'user_id'),
  verificationId: textIn(row, 'verification_id'),
  banks: JSON.parse(textIn(row, 'banks')),
  acceptedAtMs: numberIn(row, 'accepted_at_ms'),
  deadlineMs: numberIn(row, 'deadline_ms'),
  idempotencyKey: optionalTextIn(row, 'idempotency_key'),
  callbackBaseUrl: optionalTextIn(row, 'callback_base_url'),
  traceId: optionalTextIn(row, 'trace_id'),
});

export const recordOf = (database: Database, row: Row): QueryRecord => {
  const query = newQueryOf(row);
  const ended = optionalTextIn(row, 'dispositions');
  const known: readonly BankDisposition[] =
    ended === undefined
      ? inquiryRowsOf(database, row).map((inquiry) =>
          dispositionOf(textIn(inquiry, 'bank'), JSON.parse(textIn(inquiry, 'progress'))),
        )
      : JSON.parse(ended);
  return {
    ...query,
    status: statusIn(row),
    dispositions: inOrderOf(query.banks, known),
    generatedAtMs: optionalNumberIn(row, 'generated_at_ms'),
    expiresAtMs: optionalNumberIn(row, 'expires_at_ms'),
  };
};

const STATUSES: readonly QueryStatus[] = ['RUNNING', 'READY', 'FAILED', 'EXPIRED'];

const statusIn = (row: Row): QueryStatus => {
  const text = textIn(row, 'status');
  const status = STATUSES.find((known) => known === text);
  if (status === undefined) throw new Error(`column status must hold one of ${STATUSES.join(', ')}`);
  return status;
};

/** What is known of the inquiries of the query in this row. */
export const inquiriesOf = (database: Database, query: Row): readonly InquiryRow[] => {
  const queryId = textIn(query, 'query_id');
  return inquiryRowsOf(database, query).map((row) => {
    const bank = textIn(row, 'bank');
    const answer = optionalBlobIn(row, 'answer');
    return { queryId, bank, progress: database.records.openProgress(queryId, bank, textIn(row, 'progress'), answer) };
  });
};

const inquiryRowsOf = (database: Database, query: Row): readonly Row[] =>
  database.rows('SELECT * FROM inquiries WHERE query_seq = ? ORDER BY bank', numberIn(query, 'seq'));
