// Which queries this engine works on: takes up what nobody works on, parks what only waits when places are short,
// keeps its leases, and removes reports whose time is over (R25). Wakes only when there is something to do, so that
// virtual days cost nothing.
import type { IssuerCode } from '../core/banks.ts';
import type { Cancel } from '../core/clock.ts';
import { type CallbackReceipt, queryIdIn } from './callback.ts';
import { FanOut } from './fan-out.ts';
import { ParkedWork } from './parked-work.ts';
import type { EngineParts } from './ports.ts';
import type { ClaimedQuery, Ending } from './store/port.ts';

export class Work {
  readonly #parts: EngineParts;
  readonly #fanOut: FanOut;
  readonly #parked: ParkedWork;
  #reserved = 0;
  /** Accepted queries wait in the store, as far as we know. */
  #backlog = false;
  #claiming = false;
  #stopped = false;
  #recovered = false;
  #cancelRenewal: Cancel | undefined;
  #cancelSweep: Cancel | undefined;
  #sweepAtMs = Number.POSITIVE_INFINITY;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    const onShort = (): void => this.#parked.pull();
    this.#fanOut = new FanOut(parts, (ending) => this.#afterEnding(ending), onShort);
    const freePlaces = (): number => this.#freePlaces;
    this.#parked = new ParkedWork(parts, { fanOut: this.#fanOut, freePlaces, onRoom: () => this.#claimBacklog() });
  }

  /** Nothing new is taken any more. */
  get isStopping(): boolean {
    return this.#stopped;
  }

  /** What an earlier run left has been taken up, as far as there was room. */
  get isRecovered(): boolean {
    return this.#recovered;
  }

  get fanOut(): FanOut {
    return this.#fanOut;
  }

  /** Queries that are ours and wait outside memory. */
  get parkedQueries(): number {
    return this.#parked.size;
  }

  /** Takes a callback's body, also for a query that is parked. */
  async receive(bank: IssuerCode, inquiryId: string, body: unknown): Promise<CallbackReceipt> {
    const queryId = queryIdIn(inquiryId, bank);
    // Where places are short it may be parked again before it is our turn.
    while (this.#parked.has(queryId)) await this.#parked.bringBack(queryId);
    return this.#fanOut.receive(bank, inquiryId, body);
  }

  /** Takes up what an earlier run left (R14) and sets the time of the next expiry. */
  async start(): Promise<void> {
    await this.#claim();
    await this.#sweep();
    this.#recovered = true;
  }

  /** Keeps a place for a query that may be accepted now; without one it waits in the store. */
  reserve(): boolean {
    if (this.#stopped || !this.#hasRoom()) return false;
    this.#reserved++;
    return true;
  }

  /** Gives a reserved place back, or fills it. */
  fill(claimed: ClaimedQuery | undefined): void {
    this.#reserved--;
    if (claimed === undefined) return;
    this.#fanOut.start(claimed);
    this.#armRenewal();
  }

  /** A query was accepted without a place. */
  queue(): void {
    this.#backlog = true;
    this.#claimBacklog();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelRenewal?.();
    this.#cancelSweep?.();
    this.#parked.stop();
    await this.#fanOut.stop();
    await this.#parts.store.release(this.#parts.owner);
  }

  #run(work: Promise<void>): void {
    work.catch(this.#parts.onFault);
  }

  #afterEnding({ outcome }: Ending): void {
    this.#parked.pull();
    this.#claimBacklog();
    if (outcome.status === 'READY') this.#armSweep(outcome.expiresAtMs);
  }

  get #freePlaces(): number {
    const taken = this.#fanOut.active + this.#reserved + this.#parked.takingUp;
    return this.#parts.settings.activeQueries - taken;
  }

  /** Parks what only waits where there is no place. */
  #hasRoom(): boolean {
    if (this.#freePlaces <= 0) this.#parked.makeRoom();
    return this.#freePlaces > 0;
  }

  #claimBacklog(): void {
    if (this.#backlog && !this.#stopped) this.#run(this.#claim());
  }

  async #claim(): Promise<void> {
    const { store, clock, settings, owner } = this.#parts;
    if (this.#claiming || this.#stopped || !this.#hasRoom()) return;
    const limit = this.#freePlaces;
    this.#claiming = true;
    this.#reserved += limit;
    // What is accepted from now on, and has no place, says so again.
    this.#backlog = false;
    const nowMs = clock.now();
    const claimed = await store.claim({ owner, nowMs, leaseUntilMs: nowMs + settings.leaseMs, limit });
    this.#claiming = false;
    this.#reserved -= limit;
    if (claimed.length === limit) this.#backlog = true;
    for (const one of claimed) this.#fanOut.start(one);
    this.#armRenewal();
    this.#claimBacklog();
  }

  /** Queries whose leases are ours to renew. */
  get #owned(): number {
    return this.#fanOut.active + this.#parked.size;
  }

  #armRenewal(): void {
    if (this.#cancelRenewal !== undefined || this.#stopped || this.#owned === 0) return;
    const { clock, settings } = this.#parts;
    this.#cancelRenewal = clock.at(clock.now() + settings.leaseMs / 3, () => {
      this.#cancelRenewal = undefined;
      this.#run(this.#renew());
    });
  }

  async #renew(): Promise<void> {
    const { store, clock, settings, owner } = this.#parts;
    if (this.#stopped || this.#owned === 0) return;
    await store.renewLeases(owner, clock.now() + settings.leaseMs);
    this.#armRenewal();
  }

  async #sweep(): Promise<void> {
    const { store, clock, events } = this.#parts;
    if (this.#stopped) return;
    const count = await store.expireReports(clock.now());
    if (count > 0) events.emit({ type: 'reports-expired', count, atMs: clock.now() });
    const nextMs = await store.nextExpiryMs();
    if (nextMs !== undefined) this.#armSweep(nextMs);
  }

  /** Sweeps at that instant, unless an earlier sweep is set: that one looks up what follows. */
  #armSweep(atMs: number): void {
    if (atMs >= this.#sweepAtMs || this.#stopped) return;
    this.#cancelSweep?.();
    this.#sweepAtMs = atMs;
    this.#cancelSweep = this.#parts.clock.at(atMs, () => {
      this.#sweepAtMs = Number.POSITIVE_INFINITY;
      this.#run(this.#sweep());
    });
  }
}
