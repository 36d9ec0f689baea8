// One fault of one issuer, placed in time and ready to use: plain data, so that it can go to another process. What
// people write is read by fault-schema.ts.

/** When a fault is in force, in the network's time. Open ends reach to the beginning and to the end of all time. */
export interface Window {
  readonly fromMs?: number;
  readonly untilMs?: number;
  /** Every day between two times of day in Asia/Shanghai, as ms since midnight; over midnight where from > until. */
  readonly daily?: { readonly fromMs: number; readonly untilMs: number };
}

export interface Fault {
  /** Unique among the faults of its issuer; also the key of its chance. */
  readonly name: string;
  readonly window: Window;
  /** Which share of the calls it hits while it is in force, from 0 to 1. */
  readonly share: number;
}
