// The half of the memory store that knows people: users, sessions, logins, codes, verifications, passwords, messages.
import type { RegionCode } from '../../core/regions.ts';
import { FRESH_PASSWORD_STATE, type PasswordState } from '../password.ts';
import type { SmsCode } from '../verification.ts';
import { LOGINS_PER_USER, MESSAGES_PER_USER, SESSIONS_PER_USER, VERIFICATIONS_PER_USER } from './bounds.ts';
import type { Login, Session, ShortMessage, Store, User, Verification } from './port.ts';

/** Everything about one person. */
export interface PersonEntry {
  readonly user: User;
  sessions: readonly Session[];
  logins: readonly Login[];
  code: SmsCode | undefined;
  /** By id, the oldest first. */
  readonly verifications: Map<string, VerificationEntry>;
  password: PasswordState;
  /** By id, the oldest first. */
  readonly messages: Map<string, ShortMessage>;
}

export interface VerificationEntry {
  readonly verification: Verification;
  used: boolean;
}

export interface People {
  readonly steps: ReturnType<typeof stepsOf>;
  find(userId: string): PersonEntry | undefined;
  /** Throws for somebody who is not registered: to write for them is a bug. */
  entryOf(userId: string): PersonEntry;
  addMessage(message: ShortMessage): void;
}

interface Tables {
  readonly people: Map<string, PersonEntry>;
  readonly byMobile: Map<string, PersonEntry>;
  readonly idNumbers: Set<string>;
  readonly sessions: Map<string, Session>;
  readonly verificationIds: Set<string>;
}

export const createPeople = (): People => {
  const tables: Tables = {
    people: new Map(),
    byMobile: new Map(),
    idNumbers: new Set(),
    sessions: new Map(),
    verificationIds: new Set(),
  };
  return {
    steps: stepsOf(tables),
    find: (userId) => tables.people.get(userId),
    entryOf: (userId) => entryOf(tables, userId),
    addMessage: (message) => addMessage(tables, message),
  };
};

const stepsOf = (tables: Tables) =>
  ({
    registerUser: async (user) => registerUser(tables, user),
    userById: async (userId) => tables.people.get(userId)?.user,
    userByMobile: async (mobile) => tables.byMobile.get(mobile)?.user,
    saveSession: async (session) => saveSession(tables, session),
    userBySession: async (tokenHash, nowMs) => {
      const session = tables.sessions.get(tokenHash);
      return session !== undefined && session.expiresAtMs > nowMs ? entryOf(tables, session.userId).user : undefined;
    },
    saveLogin: async (login) => {
      const entry = entryOf(tables, login.userId);
      entry.logins = newestOf([...entry.logins, login], ({ atMs }) => atMs, LOGINS_PER_USER);
    },
    loginCounts: async (userId, sinceMs) => countLogins(tables.people.get(userId)?.logins ?? [], sinceMs),
    sendSmsCode: async (userId, decide) => {
      const decision = decide(tables.people.get(userId)?.code);
      if ('refusal' in decision) return decision.refusal;
      entryOf(tables, userId).code = decision.code;
      addMessage(tables, decision.message);
      return undefined;
    },
    checkSmsCode: async (userId, decide) => {
      const check = decide(tables.people.get(userId)?.code);
      if (check.code !== undefined || tables.people.has(userId)) entryOf(tables, userId).code = check.code;
      return check;
    },
    saveVerification: async (verification) => saveVerification(tables, verification),
    tryPassword: async (userId, decide) => {
      const entry = entryOf(tables, userId);
      const { state, verdict } = decide(entry.password);
      entry.password = state;
      return verdict;
    },
    passwordState: async (userId) => tables.people.get(userId)?.password ?? FRESH_PASSWORD_STATE,
    messagesTo: async (mobile, limit) => {
      const messages = [...(tables.byMobile.get(mobile)?.messages.values() ?? [])];
      return messages.length <= limit ? messages : lastOf(messages, limit);
    },
  }) satisfies Partial<Store>;

const entryOf = ({ people }: Tables, userId: string): PersonEntry => {
  const entry = people.get(userId);
  if (entry === undefined) throw new Error('the store was asked to write for a user who is not registered');
  return entry;
};

const registerUser = (tables: Tables, user: User): boolean => {
  if (tables.idNumbers.has(user.idNumber) || tables.byMobile.has(user.mobile)) return false;
  if (tables.people.has(user.userId)) throw new Error('this userId belongs to another user already');
  const entry: PersonEntry = {
    user,
    sessions: [],
    logins: [],
    code: undefined,
    verifications: new Map(),
    password: FRESH_PASSWORD_STATE,
    messages: new Map(),
  };
  tables.people.set(user.userId, entry);
  tables.byMobile.set(user.mobile, entry);
  tables.idNumbers.add(user.idNumber);
  return true;
};

const saveSession = (tables: Tables, session: Session): void => {
  const entry = entryOf(tables, session.userId);
  if (tables.sessions.has(session.tokenHash)) throw new Error('this token has a session already');
  const kept = newestOf([...entry.sessions, session], ({ expiresAtMs }) => expiresAtMs, SESSIONS_PER_USER);
  for (const { tokenHash } of entry.sessions) tables.sessions.delete(tokenHash);
  for (const one of kept) tables.sessions.set(one.tokenHash, one);
  entry.sessions = kept;
};

const saveVerification = (tables: Tables, verification: Verification): void => {
  const { verificationId, userId } = verification;
  const { verifications } = entryOf(tables, userId);
  if (tables.verificationIds.has(verificationId)) throw new Error('this verificationId is in use already');
  verifications.set(verificationId, { verification, used: false });
  tables.verificationIds.add(verificationId);
  for (const oldest of verifications.keys()) {
    if (verifications.size <= VERIFICATIONS_PER_USER) return;
    verifications.delete(oldest);
    tables.verificationIds.delete(oldest);
  }
};

const addMessage = (tables: Tables, message: ShortMessage): void => {
  const { messages } = entryOf(tables, message.userId);
  if (messages.has(message.messageId)) return;
  messages.set(message.messageId, message);
  for (const oldest of messages.keys()) {
    if (messages.size <= MESSAGES_PER_USER) return;
    messages.delete(oldest);
  }
};

const countLogins = (logins: readonly Login[], sinceMs: number): ReadonlyMap<RegionCode, number> => {
  const counts = new Map<RegionCode, number>();
  for (const { region, atMs } of logins) if (atMs >= sinceMs) counts.set(region, (counts.get(region) ?? 0) + 1);
  return counts;
};

/** The `limit` latest by `instantOf`; of equal ones those that came later. */
const newestOf = <Item>(items: readonly Item[], instantOf: (item: Item) => number, limit: number): readonly Item[] =>
  items.length <= limit
    ? items
    : lastOf(
        items.toSorted((one, other) => instantOf(one) - instantOf(other)),
        limit,
      );

const lastOf = <Item>(items: readonly Item[], limit: number): readonly Item[] =>
  items.slice(Math.max(0, items.length - limit));
