// What one user does once they are due: applies, waits for the end, looks at the report; and what is wrong with what
// they are shown. A driver decides when; the rest of the way goes on beside it.

import type { IssuerCode } from '../core/banks.ts';
import type { Clock } from '../core/clock.ts';
import { acceptanceSchema, recordSchema, reportSchema, verificationSchema } from './app-answers.ts';
import type { EndWatch, RecordedEnd } from './end-watch.ts';
import type { HttpLink, LinkAnswer } from './http-link.ts';
import type { ReportJudge } from './report-judge.ts';
import { PAYMENT_PASSWORD, type Step, type Walker } from './walker.ts';

/** Every so many-th who looks at a report also tries somebody else's, which must not be there for them (R26). */
const PROBE_EVERY = 20;

/** Refusals that tell somebody else that there is such a query. */
const TELLS = new Set(['NOT_READY', 'QUERY_FAILED', 'EXPIRED', 'WRONG_PASSWORD', 'LOCKED']);

/** A report counts from when its user was due; a view begins when they know that there is something to see. */
export type JourneyStep = Step<'report' | 'view'>;

export interface JourneyParts {
  readonly link: Pick<HttpLink, 'send'>;
  readonly ends: Pick<EndWatch, 'wait'>;
  readonly judge: Pick<ReportJudge, 'judge'>;
  readonly banks: 'ALL' | readonly IssuerCode[];
  readonly clock: Pick<Clock, 'now'>;
  /** The network's clock less that one. */
  readonly offsetMs: number;
  /** `dueMs`: when this user was due. */
  readonly onStep: (step: JourneyStep, dueMs: number) => void;
  /** Gets this user a verification for their next application; beside the app, where they could not wait for a code. */
  readonly renew: (walker: Walker) => Promise<void>;
}

export interface JourneyCounts {
  readonly accepted: number;
  readonly ended: number;
  /** Accepted, and not ended when the waiting was over. */
  readonly lost: number;
  /** Acceptances that named the query of another. */
  readonly doubled: number;
  /** Reports of somebody else that were shown. */
  readonly leaks: number;
}

export class Journeys {
  readonly #parts: JourneyParts;
  readonly #counts = { accepted: 0, ended: 0, lost: 0, doubled: 0, leaks: 0 };
  readonly #queryIds = new Set<string>();
  readonly #underWay = new Set<Promise<void>>();
  #views = 0;
  /** The latest query that was seen to its end, and whose it was. */
  #other: { readonly queryId: string; readonly userId: string } | undefined;

  constructor(parts: JourneyParts) {
    this.#parts = parts;
  }

  get counts(): JourneyCounts {
    return { ...this.#counts };
  }

  /** Those who are still on their way. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Applies; resolves with what came of that, which the driver records, while an accepted user goes on. */
  async apply(walker: Walker, dueMs: number, signal?: AbortSignal): Promise<string> {
    const { link, banks } = this.#parts;
    const { verificationId, token } = walker;
    if (verificationId === undefined) return 'NOT_VERIFIED';
    const body = { verificationId, banks };
    const applied = await link.send({ method: 'POST', path: '/v1/queries', body, token }, acceptanceSchema, signal);
    if (applied.kind === 'ok') void this.accepted(walker, dueMs, applied.value.queryId);
    return applied.kind === 'ok' ? 'accepted' : applied.word;
  }

  /** This user was told that their application is accepted: the rest of the way, to where they could come again. */
  accepted(walker: Walker, dueMs: number, queryId: string): Promise<void> {
    walker.verificationId = undefined;
    this.#counts.accepted++;
    if (this.#queryIds.has(queryId)) this.#counts.doubled++;
    this.#queryIds.add(queryId);
    const way = this.#follow(walker, dueMs, queryId).finally(() => this.#underWay.delete(way));
    this.#underWay.add(way);
    return way;
  }

  /** Resolves when nobody is on their way any more. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  async #follow(walker: Walker, dueMs: number, queryId: string): Promise<void> {
    const { ends, renew } = this.#parts;
    const { token, userId } = walker;
    const end = await ends.wait(queryId, () => this.#recordOf(queryId, token));
    if (end.kind === 'abandoned') return;
    if (end.kind === 'unended') {
      this.#counts.lost++;
      this.#step('report', dueMs, 'unended', this.#parts.clock.now() - dueMs);
      return;
    }
    this.#counts.ended++;
    const waitedMs = Math.max(0, end.atMs - dueMs);
    if (end.status === 'READY') await this.#view(walker, dueMs, queryId, waitedMs);
    else this.#step('report', dueMs, 'QUERY_FAILED', waitedMs);
    this.#other = { queryId, userId };
    await renew(walker);
  }

  async #recordOf(queryId: string, token: string): Promise<RecordedEnd | undefined> {
    const { link, offsetMs } = this.#parts;
    const record = await link.send({ method: 'GET', path: `/v1/queries/${queryId}`, token }, recordSchema);
    if (record.kind !== 'ok') return undefined;
    const { status, generatedAt } = record.value;
    if (status !== 'READY' && status !== 'FAILED') return undefined;
    return { status, atMs: generatedAt === undefined ? undefined : generatedAt - offsetMs };
  }

  /** `waitedMs`: from when this user was due to the end of their query; looking at it comes on top. */
  async #view(walker: Walker, dueMs: number, queryId: string, waitedMs: number): Promise<void> {
    const { clock, judge } = this.#parts;
    const { userId, idNumber } = walker;
    const viewMs = clock.now();
    const seen = await this.#look(walker, queryId);
    const isRight = seen.kind === 'ok' && judge.judge({ queryId, userId, idNumber }, seen.value);
    const outcome = seen.kind !== 'ok' ? seen.word : isRight ? 'accepted' : 'wrong';
    const tookMs = clock.now() - viewMs;
    this.#step('view', dueMs, outcome, tookMs);
    this.#step('report', dueMs, outcome, waitedMs + tookMs);
    const other = this.#other;
    if (this.#views++ % PROBE_EVERY !== 0 || other === undefined || other.userId === userId) return;
    const stolen = await this.#look(walker, other.queryId);
    if (stolen.kind === 'ok' || (stolen.kind === 'refused' && TELLS.has(stolen.word))) this.#counts.leaks++;
  }

  #look({ token }: Walker, queryId: string) {
    const body = { paymentPassword: PAYMENT_PASSWORD };
    return this.#parts.link.send({ method: 'POST', path: `/v1/queries/${queryId}/report`, body, token }, reportSchema);
  }

  #step(step: JourneyStep['step'], dueMs: number, outcome: string, latencyMs: number): void {
    this.#parts.onStep({ step, latencyMs, outcome, atMs: this.#parts.clock.now() }, dueMs);
  }
}

/** A verification made beside the app, good up to an instant of the network's clock (epoch ms). */
export const arrangeVerification = (
  link: HttpLink,
  controlToken: string | undefined,
  userId: string,
  expiresAtMs: number,
): Promise<LinkAnswer<{ readonly verificationId: string }>> => {
  const body = { userId, expiresAt: new Date(expiresAtMs).toISOString() };
  return link.send({ method: 'POST', path: '/control/verifications', body, token: controlToken }, verificationSchema);
};
