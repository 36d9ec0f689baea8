// The tables of the SQLite store. Each entry of SCHEMA_STEPS takes a database one version further; an entry that has
// been published never changes. Instants and numbers are REAL: a JavaScript number as it is, whole milliseconds exact.
import type { DatabaseSync } from 'node:sqlite';
import type { SealedRecords } from './sealed-records.ts';
import { sealTables } from './sqlite-sealing-step.ts';

/** Marks a file as ours (PRAGMA application_id): the letters `bnet`. */
export const APPLICATION_ID = 0x62_6e_65_74;

export const PAGE_SIZE_BYTES = 4096;

const VERSION_1 = `
CREATE TABLE users (
  user_id TEXT PRIMARY KEY, name TEXT NOT NULL, id_number TEXT NOT NULL UNIQUE, mobile TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL, bound_bank TEXT NOT NULL, bound_last4 TEXT NOT NULL, registered_at_ms REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  seq INTEGER PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, user_id TEXT NOT NULL REFERENCES users,
  expires_at_ms REAL NOT NULL
) STRICT;
CREATE INDEX sessions_of_user ON sessions (user_id, expires_at_ms);

CREATE TABLE logins (
  seq INTEGER PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users, region TEXT NOT NULL, at_ms REAL NOT NULL
) STRICT;
CREATE INDEX logins_of_user ON logins (user_id, at_ms);

CREATE TABLE sms_codes (
  user_id TEXT PRIMARY KEY REFERENCES users, code TEXT NOT NULL, sent_at_ms REAL NOT NULL,
  wrong_tries INTEGER NOT NULL, used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE verifications (
  seq INTEGER PRIMARY KEY, verification_id TEXT NOT NULL UNIQUE, user_id TEXT NOT NULL REFERENCES users,
  consent_version TEXT NOT NULL, expires_at_ms REAL NOT NULL, used INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX verifications_of_user ON verifications (user_id);

CREATE TABLE password_states (
  user_id TEXT PRIMARY KEY REFERENCES users, wrong_tries INTEGER NOT NULL, locked_until_ms REAL
) STRICT, WITHOUT ROWID;

CREATE TABLE throttle (
  one INTEGER PRIMARY KEY CHECK (one = 1), spent REAL NOT NULL, at_ms REAL NOT NULL
) STRICT;

-- banks and dispositions are JSON; dispositions come with the end. An owner is an engine, while a query is RUNNING.
CREATE TABLE queries (
  seq INTEGER PRIMARY KEY, query_id TEXT NOT NULL UNIQUE, user_id TEXT NOT NULL REFERENCES users,
  verification_id TEXT NOT NULL, banks TEXT NOT NULL, accepted_at_ms REAL NOT NULL, deadline_ms REAL NOT NULL,
  idempotency_key TEXT, callback_base_url TEXT,
  status TEXT NOT NULL, owner TEXT, lease_until_ms REAL, dispositions TEXT, generated_at_ms REAL, expires_at_ms REAL
) STRICT;
CREATE INDEX queries_of_user ON queries (user_id);
CREATE UNIQUE INDEX queries_by_key ON queries (user_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX queries_free ON queries (seq) WHERE status = 'RUNNING' AND owner IS NULL;
CREATE INDEX queries_of_owner ON queries (owner) WHERE status = 'RUNNING' AND owner IS NOT NULL;
CREATE INDEX queries_by_lease ON queries (lease_until_ms) WHERE status = 'RUNNING' AND owner IS NOT NULL;
CREATE INDEX queries_by_expiry ON queries (expires_at_ms) WHERE status = 'READY';

-- Only of running queries; progress is JSON and may hold cards.
CREATE TABLE inquiries (
  query_seq INTEGER NOT NULL, bank TEXT NOT NULL, progress TEXT NOT NULL, PRIMARY KEY (query_seq, bank)
) STRICT, WITHOUT ROWID;

-- filler is a page of zeros, see sqlite-reports.ts.
CREATE TABLE reports (
  query_seq INTEGER PRIMARY KEY REFERENCES queries, filler BLOB NOT NULL, report TEXT NOT NULL
) STRICT;

CREATE TABLE messages (
  seq INTEGER PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users, message_id TEXT NOT NULL, text TEXT NOT NULL,
  at_ms REAL NOT NULL, UNIQUE (user_id, message_id)
) STRICT;
CREATE INDEX messages_of_user ON messages (user_id, seq);
`;

/** Where the app's own trace is the query's, its id. */
const TRACE_OF_QUERY = 'ALTER TABLE queries ADD COLUMN trace_id TEXT;';

/** SQL, or what needs more than SQL. */
export type SchemaStep = string | ((connection: DatabaseSync, records: SealedRecords) => void);

export const SCHEMA_STEPS: readonly SchemaStep[] = [VERSION_1, TRACE_OF_QUERY, sealTables];

/** With this version people and cards are sealed (R26). */
export const SEALED_SINCE_VERSION = 3;

/** The version that this program writes (PRAGMA user_version). */
export const SCHEMA_VERSION = SCHEMA_STEPS.length;
