// The embedded store: one SQLite file, one process or several on one machine. Writes go through the group writer,
// reads straight to the file: between two turns of the event loop no transaction is open, so a read sees all that any
// promise has told.
import { GroupWriter } from './group-writer.ts';
import type { Store } from './port.ts';
import type { Database } from './sqlite-database.ts';
import { closeDatabase, openDatabase, type VaultFor } from './sqlite-opening.ts';
import * as queries from './sqlite-queries.ts';
import * as reports from './sqlite-reports.ts';
import * as users from './sqlite-users.ts';

export interface SqliteStoreOptions {
  /** The database file; created where there is none, in a folder that exists. */
  readonly path: string;
  /** Seals what is personal in the file (R26). Opened again with another master key, the file is refused. */
  readonly vault: VaultFor;
  /**
   * Opens it together with other processes that share it as well: every step is atomic among all of them (R11). What a
   * dead process worked on is free once its lease has run out. Default: this process alone, which is faster.
   */
  readonly shared?: boolean;
}

/**
 * Opens the store. Opened alone, running queries of an earlier run are free to be claimed.
 * Throws a StoreProblem (store-problem.ts), and touches nothing, where the file cannot be used.
 */
export const openSqliteStore = ({ path, vault, shared = false }: SqliteStoreOptions): Store => {
  const database = openDatabase(path, vault, shared ? 'shared' : 'alone');
  wipeTraces(database);
  const writer = new GroupWriter(database);
  let open = true;
  return {
    ...userSteps(database, writer),
    ...querySteps(database, writer),
    reportOf: async (userId, queryId) => reports.reportOf(database, userId, queryId),
    nextExpiryMs: async () => reports.nextExpiryMs(database),
    expireReports: (nowMs) => expireReports(database, writer, nowMs),
    close: async () => {
      if (!open) return;
      open = false;
      writer.close();
      closeDatabase(database);
    },
  };
};

/** An earlier run may have been killed after an expiry and before it had removed the traces (R25). */
const wipeTraces = (database: Database): void => {
  database.run('BEGIN IMMEDIATE');
  reports.rewriteInquiries(database);
  database.run('COMMIT');
  reports.emptyLog(database);
};

const userSteps = (database: Database, writer: GroupWriter) =>
  ({
    registerUser: (user) => writer.write(() => users.registerUser(database, user)),
    userById: async (userId) => users.userById(database, userId),
    userByMobile: async (mobile) => users.userByMobile(database, mobile),
    saveSession: (session) => writer.write(() => users.saveSession(database, session)),
    userBySession: async (tokenHash, nowMs) => users.userBySession(database, tokenHash, nowMs),
    saveLogin: (login) => writer.write(() => users.saveLogin(database, login)),
    loginCounts: async (userId, sinceMs) => users.loginCounts(database, userId, sinceMs),
    sendSmsCode: (userId, decide) => writer.write(() => users.sendSmsCode(database, userId, decide)),
    checkSmsCode: (userId, decide) => writer.write(() => users.checkSmsCode(database, userId, decide)),
    saveVerification: (verification) => writer.write(() => users.saveVerification(database, verification)),
    tryPassword: (userId, decide) => writer.write(() => users.tryPassword(database, userId, decide)),
    passwordState: async (userId) => users.passwordState(database, userId),
    messagesTo: async (mobile, limit) => users.messagesTo(database, mobile, limit),
  }) satisfies Partial<Store>;

const querySteps = (database: Database, writer: GroupWriter) =>
  ({
    apply: (application, decide) => writer.write(() => queries.apply(database, application, decide)),
    queriesOf: async (userId, limit) => queries.queriesOf(database, userId, limit),
    queryOf: async (userId, queryId) => queries.queryOf(database, userId, queryId),
    waitingQueries: async () => queries.waitingQueries(database),
    claim: (wanted) => writer.write(() => queries.claim(database, wanted)),
    reload: async (queryIds, owner) => queries.reload(database, queryIds, owner),
    renewLeases: (owner, leaseUntilMs) =>
      writer.writeStatement(() => queries.renewLeases(database, owner, leaseUntilMs)),
    release: (owner) => writer.writeStatement(() => queries.release(database, owner)),
    saveProgress: (row, owner) => writer.writeStatement(() => queries.saveProgress(database, row, owner)),
    endQuery: (ending) => writer.write(() => queries.endQuery(database, ending)),
  }) satisfies Partial<Store>;

/** In steps, each of which removes whole reports, so that others write in between; then the traces. */
const expireReports = async (database: Database, writer: GroupWriter, nowMs: number): Promise<number> => {
  let expired = 0;
  for (;;) {
    const some = await writer.write(() => reports.expireSome(database, nowMs));
    expired += some;
    if (some < reports.EXPIRIES_PER_STEP) break;
  }
  if (expired > 0) {
    await writer.write(() => reports.rewriteInquiries(database));
    reports.emptyLog(database);
  }
  return expired;
};
