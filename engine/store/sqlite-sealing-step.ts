// The step to version 3 of the tables: what version 2 kept of people and cards in plain is sealed (R26), all in the
// transaction of the migration. Published: it never changes.
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { SealedRecords } from './sealed-records.ts';
import { blobIn, numberIn, type Row, textIn } from './sqlite-database.ts';

/** A table made anew, and what its rows become. */
interface Rebuilt {
  readonly name: string;
  readonly create: string;
  readonly indexes?: string;
  /** The old rows, with the ids that they are sealed under. */
  readonly select: string;
  readonly valuesOf: (row: Row, records: SealedRecords) => readonly SQLInputValue[];
}

const users: Rebuilt = {
  name: 'users',
  // Prints are what somebody is found by: the number itself stands in the sealed record alone.
  create: `user_id TEXT PRIMARY KEY, id_number_print TEXT NOT NULL UNIQUE, mobile_print TEXT NOT NULL UNIQUE,
    record BLOB NOT NULL) STRICT, WITHOUT ROWID`,
  select: 'SELECT * FROM users',
  valuesOf: (row, records) => {
    const user = {
      userId: textIn(row, 'user_id'),
      name: textIn(row, 'name'),
      idNumber: textIn(row, 'id_number'),
      mobile: textIn(row, 'mobile'),
      passwordHash: textIn(row, 'password_hash'),
      boundCard: { bank: textIn(row, 'bound_bank'), last4: textIn(row, 'bound_last4') },
      registeredAtMs: numberIn(row, 'registered_at_ms'),
    };
    const { userId, idNumber, mobile } = user;
    return [userId, records.idNumberPrint(idNumber), records.mobilePrint(mobile), records.sealUser(user)];
  },
};

const smsCodes: Rebuilt = {
  name: 'sms_codes',
  create: `user_id TEXT PRIMARY KEY REFERENCES users, code BLOB NOT NULL, sent_at_ms REAL NOT NULL,
    wrong_tries INTEGER NOT NULL, used INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  select: 'SELECT * FROM sms_codes',
  valuesOf: (row, records) => {
    const userId = textIn(row, 'user_id');
    const code = records.sealCode(userId, textIn(row, 'code'));
    return [userId, code, numberIn(row, 'sent_at_ms'), numberIn(row, 'wrong_tries'), numberIn(row, 'used')];
  },
};

const messages: Rebuilt = {
  name: 'messages',
  create: `seq INTEGER PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users, message_id TEXT NOT NULL,
    text BLOB NOT NULL, at_ms REAL NOT NULL, UNIQUE (user_id, message_id)) STRICT`,
  indexes: 'CREATE INDEX messages_of_user ON messages (user_id, seq)',
  select: 'SELECT * FROM messages',
  valuesOf: (row, records) => {
    const [userId, messageId] = [textIn(row, 'user_id'), textIn(row, 'message_id')];
    const text = records.sealMessage(userId, messageId, textIn(row, 'text'));
    return [numberIn(row, 'seq'), userId, messageId, text, numberIn(row, 'at_ms')];
  },
};

const inquiries: Rebuilt = {
  name: 'inquiries',
  // progress is JSON without the answer; the answer is there where the bank has delivered.
  create: `query_seq INTEGER NOT NULL, bank TEXT NOT NULL, progress TEXT NOT NULL, answer BLOB,
    PRIMARY KEY (query_seq, bank)) STRICT, WITHOUT ROWID`,
  select: 'SELECT inquiries.*, query_id FROM inquiries JOIN queries ON seq = query_seq',
  valuesOf: (row, records) => {
    const bank = textIn(row, 'bank');
    const [progress, answer] = records.sealProgress(textIn(row, 'query_id'), bank, JSON.parse(textIn(row, 'progress')));
    return [numberIn(row, 'query_seq'), bank, progress, answer];
  },
};

const reports: Rebuilt = {
  name: 'reports',
  create: 'query_seq INTEGER PRIMARY KEY REFERENCES queries, filler BLOB NOT NULL, report BLOB NOT NULL) STRICT',
  select: 'SELECT * FROM reports',
  valuesOf: (row, records) => {
    const report = records.sealReport(JSON.parse(textIn(row, 'report')));
    return [numberIn(row, 'query_seq'), blobIn(row, 'filler'), report];
  },
};

/** plain_left: personal data was sealed, and its plain bytes may still lie in unused parts of the file. */
const VAULT = `CREATE TABLE vault (
  one INTEGER PRIMARY KEY CHECK (one = 1), key_check TEXT NOT NULL, plain_left INTEGER NOT NULL
) STRICT`;

/** Foreign keys must not be enforced meanwhile: tables go and come back under their names. */
export const sealTables = (connection: DatabaseSync, records: SealedRecords): void => {
  const somebody = connection.prepare('SELECT 1 FROM users LIMIT 1').get() !== undefined;
  for (const table of [users, smsCodes, messages, inquiries, reports]) rebuild(connection, table, records);
  connection.exec(VAULT);
  connection.prepare('INSERT INTO vault VALUES (1, ?, ?)').run(records.keyCheck, somebody ? 1 : 0);
};

const rebuild = (connection: DatabaseSync, table: Rebuilt, records: SealedRecords): void => {
  const { name, create, indexes, select, valuesOf } = table;
  connection.exec(`CREATE TABLE sealed_${name} (${create}`);
  for (const row of connection.prepare(select).iterate()) {
    const values = valuesOf(row, records);
    connection.prepare(`INSERT INTO sealed_${name} VALUES (${values.map(() => '?').join(', ')})`).run(...values);
  }
  connection.exec(`DROP TABLE ${name}; ALTER TABLE sealed_${name} RENAME TO ${name}`);
  if (indexes !== undefined) connection.exec(indexes);
};
