// What one issuer remembers about the inquiries that it has bound (issuer-api.yaml, "Idempotency"). Nothing of the
// customer is in it: the body as a hash, the answer masked as it was or will be given.
import type { Answer } from '../people/ground-truth.ts';

/** How long an id is kept (issuer-api.yaml: at least 48 h). */
export const INQUIRY_KEPT_MS = 48 * 3_600_000;

/**
 * At most so many inquiries per issuer, whatever comes in 48 h: about 150 MB when full. Beyond it the oldest go early,
 * and asking for one of those gives 404/34. At three queries a second for 48 h it is just reached.
 */
export const MAX_INQUIRIES = 500_000;

/** One bound inquiry. The last two members change with every call. */
export interface BoundInquiry {
  readonly inquiryId: string;
  /** Of the whole body; two bodies that are equal as JSON values have the same. */
  readonly bodyHash: number;
  readonly boundAtMs: number;
  /** From `boundAtMs` to the moment from which the outcome may be told. */
  readonly takesMs: number;
  readonly outcome: KeptOutcome;
  /** How many calls about it have come, the first included, and those that were turned away before it was bound. */
  calls: number;
  /** Whether a reply has carried the outcome: then it is not called back. */
  told: boolean;
}

/** Of so many inquiries that are not bound it is remembered how often they were asked about; the oldest go first. */
const MAX_UNBOUND = 100_000;

export const DENIED = 'denied';

/** The final outcome of an inquiry. */
export type Outcome = Answer | typeof DENIED;

/**
 * An outcome as a text: one thing to keep where an answer is dozens of small ones, and with hundreds of thousands of
 * them the garbage collector feels that.
 */
export type KeptOutcome = string;

const NO_CARDS: KeptOutcome = JSON.stringify({ cards: [], unsupported: [] });

export const keep = (outcome: Outcome): KeptOutcome => {
  if (outcome === DENIED) return DENIED;
  // Most answers have no cards, and share one text.
  return outcome.cards.length + outcome.unsupported.length === 0 ? NO_CARDS : JSON.stringify(outcome);
};

export const readKept = (kept: KeptOutcome): Outcome => {
  if (kept === DENIED) return DENIED;
  return kept === NO_CARDS ? { cards: [], unsupported: [] } : (JSON.parse(kept) as Answer);
};

/** Bound inquiries by id, oldest first out. Its time never goes backwards. */
export class InquiryBook {
  readonly #byId = new Map<string, BoundInquiry>();
  readonly #unbound = new Map<string, number>();
  /** The latest call about an id that was not bound. */
  #latest: { readonly inquiryId: string; readonly calls: number } | undefined;
  readonly #capacity: number;
  /** Goes through the entries from the oldest on, once: a Map keeps the order of adding, also for a walk under way. */
  #walk = this.#byId.values();
  #oldest: BoundInquiry | undefined;

  constructor(capacity: number = MAX_INQUIRIES) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#byId.size;
  }

  find(inquiryId: string, nowMs: number): BoundInquiry | undefined {
    const inquiry = this.#byId.get(inquiryId);
    return inquiry !== undefined && isKept(inquiry, nowMs) ? inquiry : undefined;
  }

  /** Counts one call about an id, which is bound to `bound` or to nothing, and says which it is, from 1. */
  count(inquiryId: string, bound: BoundInquiry | undefined): number {
    if (bound !== undefined) return ++bound.calls;
    this.#keepLatest();
    const calls = (this.#unbound.size === 0 ? 0 : (this.#unbound.get(inquiryId) ?? 0)) + 1;
    this.#latest = { inquiryId, calls };
    return calls;
  }

  /** Nearly every call about an id that is not bound binds it; only those that do not are worth a place. */
  #keepLatest(): void {
    if (this.#latest === undefined) return;
    const { inquiryId, calls } = this.#latest;
    this.#latest = undefined;
    this.#unbound.delete(inquiryId);
    this.#unbound.set(inquiryId, calls);
    if (this.#unbound.size <= MAX_UNBOUND) return;
    const [oldest] = this.#unbound.keys();
    if (oldest !== undefined) this.#unbound.delete(oldest);
  }

  /** Adds an inquiry whose id `find` does not know at its `boundAtMs`. */
  add(inquiry: BoundInquiry): void {
    this.#dropOld(inquiry.boundAtMs);
    if (this.#latest?.inquiryId === inquiry.inquiryId) this.#latest = undefined;
    if (this.#unbound.size > 0) this.#unbound.delete(inquiry.inquiryId);
    this.#byId.set(inquiry.inquiryId, inquiry);
  }

  #dropOld(nowMs: number): void {
    for (let oldest = this.#nextOldest(); oldest !== undefined; oldest = this.#nextOldest()) {
      if (isKept(oldest, nowMs) && this.#byId.size < this.#capacity) return;
      this.#byId.delete(oldest.inquiryId);
      this.#oldest = undefined;
    }
  }

  #nextOldest(): BoundInquiry | undefined {
    if (this.#oldest !== undefined) return this.#oldest;
    const { value, done } = this.#walk.next();
    // A walk that has come to its end stays there: the next one begins with what is added next.
    if (done === true) this.#walk = this.#byId.values();
    this.#oldest = value;
    return value;
  }
}

const isKept = (inquiry: BoundInquiry, nowMs: number): boolean => nowMs - inquiry.boundAtMs <= INQUIRY_KEPT_MS;
