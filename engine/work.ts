// Which queries this engine works on: takes up what nobody works on, keeps its leases, and removes reports whose time
// is over (R25). Wakes only when there is something to do, so that virtual days cost nothing.
import type { Cancel } from '../core/clock.ts';
import { FanOut } from './fan-out.ts';
import type { EngineParts } from './ports.ts';
import type { ClaimedQuery, Ending } from './store/port.ts';

export class Work {
  readonly #parts: EngineParts;
  readonly #fanOut: FanOut;
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
    this.#fanOut = new FanOut(parts, (ending) => this.#afterEnding(ending));
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

  /** Takes up what an earlier run left (R14) and sets the time of the next expiry. */
  async start(): Promise<void> {
    await this.#claim();
    await this.#sweep();
    this.#recovered = true;
  }

  /** Keeps a place for a query that may be accepted now; without one it waits in the store. */
  reserve(): boolean {
    if (this.#stopped || this.#fanOut.active + this.#reserved >= this.#parts.settings.activeQueries) return false;
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
    if (this.#fanOut.active === 0) this.#run(this.#claim());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelRenewal?.();
    this.#cancelSweep?.();
    await this.#fanOut.stop();
    await this.#parts.store.release(this.#parts.owner);
  }

  #run(work: Promise<void>): void {
    work.catch(this.#parts.onFault);
  }

  #afterEnding({ outcome }: Ending): void {
    if (this.#backlog && !this.#stopped) this.#run(this.#claim());
    if (outcome.status === 'READY') this.#armSweep(outcome.expiresAtMs);
  }

  async #claim(): Promise<void> {
    const { store, clock, settings, owner } = this.#parts;
    const limit = settings.activeQueries - this.#fanOut.active - this.#reserved;
    if (this.#claiming || this.#stopped || limit <= 0) return;
    this.#claiming = true;
    const nowMs = clock.now();
    const claimed = await store.claim({ owner, nowMs, leaseUntilMs: nowMs + settings.leaseMs, limit });
    this.#claiming = false;
    this.#backlog = claimed.length === limit;
    for (const one of claimed) this.#fanOut.start(one);
    this.#armRenewal();
  }

  #armRenewal(): void {
    if (this.#cancelRenewal !== undefined || this.#stopped || this.#fanOut.active === 0) return;
    const { clock, settings } = this.#parts;
    this.#cancelRenewal = clock.at(clock.now() + settings.leaseMs / 3, () => {
      this.#cancelRenewal = undefined;
      this.#run(this.#renew());
    });
  }

  async #renew(): Promise<void> {
    const { store, clock, settings, owner } = this.#parts;
    if (this.#stopped || this.#fanOut.active === 0) return;
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
