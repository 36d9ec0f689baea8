// What the issuers tell of each call, for whoever wants to hear it beside the journal. Nobody listens most of the time.
import type { IssuerCallRecord } from '../core/journal.ts';

export type IssuerCallListener = (record: IssuerCallRecord) => void;

export class IssuerCallFeed {
  readonly #listeners = new Set<IssuerCallListener>();

  /** Listens until the returned function is called. A listener must not throw. */
  subscribe(listener: IssuerCallListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(record: IssuerCallRecord): void {
    for (const listener of this.#listeners) listener(record);
  }
}
