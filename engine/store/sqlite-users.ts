// Users, their sessions, logins, codes, verifications and passwords in SQLite. Each function is one step: it runs
// inside a transaction that group-writer.ts opens.
import type { RegionCode } from '../../core/regions.ts';
import { FRESH_PASSWORD_STATE, type PasswordState, type PasswordVerdict } from '../password.ts';
import type { CodeCheck, SmsCode } from '../verification.ts';
import { LOGINS_PER_USER, MESSAGES_PER_USER, SESSIONS_PER_USER, VERIFICATIONS_PER_USER } from './bounds.ts';
import type { Login, Session, ShortMessage, User, Verification } from './port.ts';
import { blobIn, type Database, numberIn, optionalNumberIn, type Row, textIn } from './sqlite-database.ts';
import { userOf } from './sqlite-rows.ts';

export const registerUser = (database: Database, user: User): boolean => {
  const { records } = database;
  const prints = [records.idNumberPrint(user.idNumber), records.mobilePrint(user.mobile)];
  const taken = 'SELECT 1 FROM users WHERE id_number_print = ? OR mobile_print = ?';
  if (database.row(taken, ...prints) !== undefined) return false;
  database.run('INSERT INTO users VALUES (?, ?, ?, ?)', user.userId, ...prints, records.sealUser(user));
  return true;
};

export const userById = (database: Database, userId: string): User | undefined =>
  optionalUser(database, database.row('SELECT * FROM users WHERE user_id = ?', userId));

export const userByMobile = (database: Database, mobile: string): User | undefined =>
  optionalUser(
    database,
    database.row('SELECT * FROM users WHERE mobile_print = ?', database.records.mobilePrint(mobile)),
  );

export const userBySession = (database: Database, tokenHash: string, nowMs: number): User | undefined => {
  const sql =
    'SELECT users.* FROM sessions JOIN users USING (user_id) WHERE sessions.token_hash = ? AND sessions.expires_at_ms > ?';
  return optionalUser(database, database.row(sql, tokenHash, nowMs));
};

const optionalUser = (database: Database, row: Row | undefined): User | undefined =>
  row === undefined ? undefined : userOf(database, row);

export const saveSession = (database: Database, { tokenHash, userId, expiresAtMs }: Session): void => {
  const insert = 'INSERT INTO sessions (token_hash, user_id, expires_at_ms) VALUES (?, ?, ?)';
  database.run(insert, tokenHash, userId, expiresAtMs);
  const kept = 'SELECT seq FROM sessions WHERE user_id = ?1 ORDER BY expires_at_ms DESC, seq DESC LIMIT ?2';
  database.run(`DELETE FROM sessions WHERE user_id = ?1 AND seq NOT IN (${kept})`, userId, SESSIONS_PER_USER);
};

export const saveLogin = (database: Database, { userId, region, atMs }: Login): void => {
  database.run('INSERT INTO logins (user_id, region, at_ms) VALUES (?, ?, ?)', userId, region, atMs);
  const over = 'SELECT seq FROM logins WHERE user_id = ?1 ORDER BY at_ms DESC, seq DESC LIMIT -1 OFFSET ?2';
  database.run(`DELETE FROM logins WHERE seq IN (${over})`, userId, LOGINS_PER_USER);
};

export const loginCounts = (database: Database, userId: string, sinceMs: number): ReadonlyMap<RegionCode, number> => {
  const sql = 'SELECT region, count(*) AS logins FROM logins WHERE user_id = ? AND at_ms >= ? GROUP BY region';
  return new Map(database.rows(sql, userId, sinceMs).map((row) => [textIn(row, 'region'), numberIn(row, 'logins')]));
};

export const sendSmsCode = <Refusal>(
  database: Database,
  userId: string,
  decide: (
    present: SmsCode | undefined,
  ) => { readonly code: SmsCode; readonly message: ShortMessage } | { readonly refusal: Refusal },
): Refusal | undefined => {
  const decision = decide(smsCodeOf(database, userId));
  if ('refusal' in decision) return decision.refusal;
  writeSmsCode(database, userId, decision.code);
  addMessage(database, decision.message);
  return undefined;
};

export const checkSmsCode = (
  database: Database,
  userId: string,
  decide: (present: SmsCode | undefined) => CodeCheck,
): CodeCheck => {
  const check = decide(smsCodeOf(database, userId));
  if (check.code === undefined) database.run('DELETE FROM sms_codes WHERE user_id = ?', userId);
  else writeSmsCode(database, userId, check.code);
  return check;
};

const smsCodeOf = (database: Database, userId: string): SmsCode | undefined => {
  const row = database.row('SELECT * FROM sms_codes WHERE user_id = ?', userId);
  if (row === undefined) return undefined;
  return {
    code: database.records.openCode(userId, blobIn(row, 'code')),
    sentAtMs: numberIn(row, 'sent_at_ms'),
    wrongTries: numberIn(row, 'wrong_tries'),
    used: numberIn(row, 'used') === 1,
  };
};

const writeSmsCode = (database: Database, userId: string, { code, sentAtMs, wrongTries, used }: SmsCode): void => {
  const sql =
    'INSERT INTO sms_codes VALUES (?, ?, ?, ?, ?) ON CONFLICT (user_id) DO UPDATE SET code = excluded.code, ' +
    'sent_at_ms = excluded.sent_at_ms, wrong_tries = excluded.wrong_tries, used = excluded.used';
  database.run(sql, userId, database.records.sealCode(userId, code), sentAtMs, wrongTries, used ? 1 : 0);
};

export const saveVerification = (database: Database, verification: Verification): void => {
  const { verificationId, userId, consentVersion, expiresAtMs } = verification;
  const insert =
    'INSERT INTO verifications (verification_id, user_id, consent_version, expires_at_ms) VALUES (?, ?, ?, ?)';
  database.run(insert, verificationId, userId, consentVersion, expiresAtMs);
  const over = 'SELECT seq FROM verifications WHERE user_id = ?1 ORDER BY seq DESC LIMIT -1 OFFSET ?2';
  database.run(`DELETE FROM verifications WHERE seq IN (${over})`, userId, VERIFICATIONS_PER_USER);
};

export const passwordState = (database: Database, userId: string): PasswordState => {
  const row = database.row('SELECT * FROM password_states WHERE user_id = ?', userId);
  if (row === undefined) return FRESH_PASSWORD_STATE;
  return { wrongTries: numberIn(row, 'wrong_tries'), lockedUntilMs: optionalNumberIn(row, 'locked_until_ms') };
};

export const tryPassword = (
  database: Database,
  userId: string,
  decide: (state: PasswordState) => { readonly state: PasswordState; readonly verdict: PasswordVerdict },
): PasswordVerdict => {
  const { state, verdict } = decide(passwordState(database, userId));
  const sql =
    'INSERT INTO password_states VALUES (?, ?, ?) ON CONFLICT (user_id) ' +
    'DO UPDATE SET wrong_tries = excluded.wrong_tries, locked_until_ms = excluded.locked_until_ms';
  database.run(sql, userId, state.wrongTries, state.lockedUntilMs ?? null);
  return verdict;
};

/** Puts a message into the outbox unless one with its id is there (R23). */
export const addMessage = (database: Database, { messageId, userId, text, atMs }: ShortMessage): void => {
  const insert =
    'INSERT INTO messages (user_id, message_id, text, at_ms) VALUES (?, ?, ?, ?) ON CONFLICT (user_id, message_id) DO NOTHING';
  database.run(insert, userId, messageId, database.records.sealMessage(userId, messageId, text), atMs);
  const lastOver = 'SELECT seq FROM messages WHERE user_id = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2';
  database.run(`DELETE FROM messages WHERE user_id = ?1 AND seq <= (${lastOver})`, userId, MESSAGES_PER_USER);
};

export const messagesTo = (database: Database, mobile: string, limit: number): readonly ShortMessage[] => {
  const sql =
    'SELECT messages.* FROM messages JOIN users USING (user_id) WHERE users.mobile_print = ? ORDER BY messages.seq DESC LIMIT ?';
  const rows = database.rows(sql, database.records.mobilePrint(mobile), limit);
  return rows.toReversed().map((row) => messageOf(database, row));
};

const messageOf = ({ records }: Database, row: Row): ShortMessage => {
  const [userId, messageId] = [textIn(row, 'user_id'), textIn(row, 'message_id')];
  const text = records.openMessage(userId, messageId, blobIn(row, 'text'));
  return { messageId, userId, text, atMs: numberIn(row, 'at_ms') };
};
