// The store as one engine has it: every call goes through a gate that a crash closes.
import type { Store } from '../../engine/store/port.ts';

/** Lets a call to the store happen, or does not. */
export type Gate = <Value>(call: () => Promise<Value>) => Promise<Value>;

export const severedStore = (store: Store, gate: Gate): Store => ({
  registerUser: (user) => gate(() => store.registerUser(user)),
  userById: (userId) => gate(() => store.userById(userId)),
  userByMobile: (mobile) => gate(() => store.userByMobile(mobile)),
  saveSession: (session) => gate(() => store.saveSession(session)),
  userBySession: (tokenHash, nowMs) => gate(() => store.userBySession(tokenHash, nowMs)),
  saveLogin: (login) => gate(() => store.saveLogin(login)),
  loginCounts: (userId, sinceMs) => gate(() => store.loginCounts(userId, sinceMs)),
  sendSmsCode: (userId, decide) => gate(() => store.sendSmsCode(userId, decide)),
  checkSmsCode: (userId, decide) => gate(() => store.checkSmsCode(userId, decide)),
  saveVerification: (verification) => gate(() => store.saveVerification(verification)),
  apply: (application, decide) => gate(() => store.apply(application, decide)),
  queriesOf: (userId, limit) => gate(() => store.queriesOf(userId, limit)),
  queryOf: (userId, queryId) => gate(() => store.queryOf(userId, queryId)),
  claim: (claim) => gate(() => store.claim(claim)),
  reload: (queryIds, owner) => gate(() => store.reload(queryIds, owner)),
  waitingQueries: () => gate(() => store.waitingQueries()),
  renewLeases: (owner, leaseUntilMs) => gate(() => store.renewLeases(owner, leaseUntilMs)),
  release: (owner) => gate(() => store.release(owner)),
  saveProgress: (row, owner) => gate(() => store.saveProgress(row, owner)),
  endQuery: (ending) => gate(() => store.endQuery(ending)),
  reportOf: (userId, queryId) => gate(() => store.reportOf(userId, queryId)),
  tryPassword: (userId, decide) => gate(() => store.tryPassword(userId, decide)),
  passwordState: (userId) => gate(() => store.passwordState(userId)),
  expireReports: (nowMs) => gate(() => store.expireReports(nowMs)),
  nextExpiryMs: () => gate(() => store.nextExpiryMs()),
  messagesTo: (mobile, limit) => gate(() => store.messagesTo(mobile, limit)),
  close: () => gate(() => store.close()),
});
