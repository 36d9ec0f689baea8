// What a store writes to a disk about people, sealed (R25, R26), and how it is found again without being read. For
// every store that keeps anything outside memory; which record is sealed under which key: docs/decisions/0005.
import type { IssuerCode } from '../../core/banks.ts';
import type { Seal, Vault } from '../ports.ts';
import type { BankAnswer, Report } from '../report.ts';
import type { Progress } from '../retry.ts';
import type { User } from './port.ts';

/** Seals of running queries kept at hand: twice as many as one engine works on. A lost one costs one more key. */
const MAX_QUERY_SEALS = 4096;
/** Records of users under one key before it is changed. */
const MAX_SEALED_FOR_USERS = 1_000_000;

export class SealedRecords {
  readonly #vault: Vault;
  /** By query, the oldest first: answers and report of a query have one key, which goes with the rows under it. */
  readonly #querySeals = new Map<string, Seal>();
  #userSeal: Seal;
  #sealedForUsers = 0;

  constructor(vault: Vault) {
    this.#vault = vault;
    this.#userSeal = vault.newSeal();
  }

  get keyCheck(): string {
    return this.#vault.keyCheck;
  }

  mobilePrint(mobile: string): string {
    return this.#vault.fingerprint('mobile', mobile);
  }

  idNumberPrint(idNumber: string): string {
    return this.#vault.fingerprint('id-number', idNumber);
  }

  sealUser(user: User): Uint8Array {
    return this.#sealForUser(JSON.stringify(user), `user ${user.userId}`);
  }

  openUser(userId: string, sealed: Uint8Array): User {
    return JSON.parse(this.#vault.open(sealed, `user ${userId}`));
  }

  sealCode(userId: string, code: string): Uint8Array {
    return this.#sealForUser(code, `code ${userId}`);
  }

  openCode(userId: string, sealed: Uint8Array): string {
    return this.#vault.open(sealed, `code ${userId}`);
  }

  sealMessage(userId: string, messageId: string, text: string): Uint8Array {
    return this.#sealForUser(text, `message ${userId} ${messageId}`);
  }

  openMessage(userId: string, messageId: string, sealed: Uint8Array): string {
    return this.#vault.open(sealed, `message ${userId} ${messageId}`);
  }

  /**
   * Where an inquiry stands, as JSON without the cards that the bank delivered, and these sealed; null where there are
   * none. That a bank has no card of somebody is not sealed: most have none, it would take three times as long, and the
   * length of what is sealed would tell it all the same.
   */
  sealProgress(queryId: string, bank: IssuerCode, progress: Progress): readonly [string, Uint8Array | null] {
    const answer = answerIn(progress);
    if (progress.state !== 'DONE' || answer === undefined || isEmpty(answer)) return [JSON.stringify(progress), null];
    const outcome = { ...progress.outcome, answer: undefined };
    const sealed = this.#sealOf(queryId).close(JSON.stringify(answer), `answer ${queryId} ${bank}`);
    return [JSON.stringify({ ...progress, outcome }), sealed];
  }

  openProgress(queryId: string, bank: IssuerCode, progress: string, answer: Uint8Array | undefined): Progress {
    const known = JSON.parse(progress);
    if (answer === undefined) return known;
    const opened = JSON.parse(this.#vault.open(answer, `answer ${queryId} ${bank}`));
    return { ...known, outcome: { ...known.outcome, answer: opened } };
  }

  /** Under the key of its query, which no other query has: the report ends what its banks have answered. */
  sealReport(report: Report): Uint8Array {
    return this.#sealOf(report.queryId).close(JSON.stringify(report), `report ${report.queryId}`);
  }

  openReport(queryId: string, sealed: Uint8Array): Report {
    return JSON.parse(this.#vault.open(sealed, `report ${queryId}`));
  }

  /** The query has ended: its key is not used again. */
  forgetQuery(queryId: string): void {
    this.#querySeals.delete(queryId);
  }

  #sealForUser(plain: string, context: string): Uint8Array {
    if (this.#sealedForUsers++ >= MAX_SEALED_FOR_USERS) {
      this.#sealedForUsers = 1;
      this.#userSeal = this.#vault.newSeal();
    }
    return this.#userSeal.close(plain, context);
  }

  #sealOf(queryId: string): Seal {
    let seal = this.#querySeals.get(queryId);
    if (seal === undefined) {
      if (this.#querySeals.size >= MAX_QUERY_SEALS) {
        for (const oldest of this.#querySeals.keys()) {
          this.#querySeals.delete(oldest);
          break;
        }
      }
      seal = this.#vault.newSeal();
      this.#querySeals.set(queryId, seal);
    }
    return seal;
  }
}

const answerIn = (progress: Progress): BankAnswer | undefined =>
  progress.state === 'DONE' && progress.outcome.disposition === 'DELIVERED' ? progress.outcome.answer : undefined;

const isEmpty = ({ cards, unsupported }: BankAnswer): boolean => cards.length === 0 && unsupported.length === 0;
