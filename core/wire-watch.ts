// What is on its way between an engine and issuers of the same process. A step of a live clock waits until nothing is:
// calls that an issuer holds back wait for the clock, everything else for the machine. The engine's side and the
// issuers' doors tell it; pure bookkeeping.

export class WireWatch {
  /** Calls that the engine has begun, by their traceparent. */
  readonly #calls = new Set<string>();
  /** Calls that have come to their issuer and whose answer is not due yet, or never. */
  readonly #held = new Set<string>();
  #callbacks = 0;

  callBegan(traceparent: string): void {
    this.#calls.add(traceparent);
  }

  callEnded(traceparent: string): void {
    this.#calls.delete(traceparent);
  }

  /** The issuer has the call, and its answer waits for the clock. Call what is returned when it goes, or never will. */
  hold(traceparent: string): () => void {
    this.#held.add(traceparent);
    return () => void this.#held.delete(traceparent);
  }

  /** A callback goes out; it is on its way until `sent` has settled. */
  async calling<Value>(sent: Promise<Value>): Promise<Value> {
    this.#callbacks++;
    try {
      return await sent;
    } finally {
      this.#callbacks--;
    }
  }

  /** Whether nothing is on its way: whatever happens next is the clock's to bring. */
  get isQuiet(): boolean {
    if (this.#callbacks > 0) return false;
    for (const traceparent of this.#calls) if (!this.#held.has(traceparent)) return false;
    return true;
  }
}
