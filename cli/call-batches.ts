// Records of calls on their way to another process, many in one message: a message for each would cost more than the
// call. Bounded, for a receiver that does not keep up.
import type { Cancel, Clock } from '../core/clock.ts';
import type { IssuerCallRecord } from '../core/journal.ts';

/** A record waits for others at most so long: whoever looks at the journal after a call is to find it there. */
const FLUSH_MS = 5;
/** So many go as soon as they are there: about 150 kB. */
const FULL_BATCH = 500;
/** So many at most are kept here or are on their way, about 20 MB; more are counted, and lost to the journal. */
const MAX_HELD = 50_000;

export interface CallBatchesOptions {
  /** Of the machine: records do not wait longer where the network's time stands still. */
  readonly clock: Clock;
  /** Sends one batch, and calls `onSent` when it is out. `missed`: so many were not kept since the batch before. */
  readonly send: (records: readonly IssuerCallRecord[], missed: number, onSent: () => void) => void;
}

export interface CallBatches {
  take(record: IssuerCallRecord): void;
  /** Sends what has been taken so far; what is sent after it arrives after it. */
  flush(): void;
}

export const createCallBatches = ({ clock, send }: CallBatchesOptions): CallBatches => {
  let batch: IssuerCallRecord[] = [];
  let onTheirWay = 0;
  let missed = 0;
  let cancelFlush: Cancel | undefined;

  const flush = (): void => {
    cancelFlush?.();
    cancelFlush = undefined;
    if (batch.length === 0 && missed === 0) return;
    const sent = batch;
    onTheirWay += sent.length;
    send(sent, missed, () => {
      onTheirWay -= sent.length;
    });
    batch = [];
    missed = 0;
  };

  return {
    take(record) {
      if (onTheirWay + batch.length >= MAX_HELD) missed++;
      else batch.push(record);
      if (batch.length >= FULL_BATCH) flush();
      else cancelFlush ??= clock.at(clock.now() + FLUSH_MS, flush);
    },
    flush,
  };
};
