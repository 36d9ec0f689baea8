// What a fault is: plain data about one issuer, placed in time, so that it can go to another process; and what each
// kind of fault brings along. One file a kind; kinds.ts is the table of them.
import type { z } from 'zod';
import type { IssuerCode } from '../../core/banks.ts';
import type { Result } from '../../core/result.ts';
import type { Delivery } from '../issuer/delivery.ts';
import type { Breakage } from './kinds.ts';

/** When a fault is in force, in the network's time. Open ends reach to the beginning and to the end of all time. */
export interface Window {
  readonly fromMs?: number;
  /** The first instant after it. */
  readonly untilMs?: number;
  /** Every day between two times of day in Asia/Shanghai, as ms since midnight; over midnight where from > until. */
  readonly daily?: { readonly fromMs: number; readonly untilMs: number };
}

/** What every fault has, whatever its kind. */
export interface Placed {
  /** Unique among the faults of its issuer; also the key of its chance. */
  readonly name: string;
  readonly window: Window;
  /** Which share of the calls it hits while it is in force, from 0 to 1. */
  readonly share: number;
}

/** One call as a fault sees it. */
export interface FaultCall {
  readonly issuer: IssuerCode;
  /** Empty where the call has none that can be read. */
  readonly inquiryId: string;
  /** Counts the calls about this inquiry that have reached this issuer, from 1. */
  readonly attempt: number;
  readonly nowMs: number;
  /** When the fault's window closes next; undefined where it stays open. */
  readonly endsAtMs: number | undefined;
  /** Uniform in [0, 1), keyed by the fault, the call and what it is for. */
  readonly unit: (what: string) => number;
}

/**
 * What a fault decides all by itself. Two faults that both hit every call of one time and decide the same contradict
 * each other: `outcome` what the call ends in, `body` what stands in the answer, `transport` how it travels.
 */
export type Decides = 'outcome' | 'body' | 'transport';

/**
 * A way in which one call breaks. Besides its keys a kind needs one of the three hooks:
 * `port` (no call comes in at all), `instead` (an answer in place of the bank's, which binds nothing), `alter` (a
 * change of what the bank is about to deliver; also of an `instead`).
 */
export interface BreakageKind<Data> {
  readonly kind: string;
  /** One sentence for the table of the documentation: what happens to a call. */
  readonly summary: string;
  readonly keys: z.core.$ZodLooseShape;
  /** From the keys to the data, where they are not the same; or what would be right. */
  readonly read?: (keys: Readonly<Record<string, unknown>>) => Result<Data, string>;
  readonly decides: Decides | undefined;
  readonly port?: (data: Data) => 'refuse' | 'reset' | undefined;
  readonly instead?: (data: Data, call: FaultCall) => Delivery;
  readonly alter?: (data: Data, delivery: Delivery, call: FaultCall) => Delivery;
}

/** How likely a call is hit, from 0 to 1. `attempt` counts from 1; a port has no attempts and asks with 1. */
export type Strength = (nowMs: number, attempt: number) => number;

/** A shape in time that is filled with a breakage: by its `as`, or with its own default. */
export interface ShapeKind<Data> {
  readonly kind: string;
  readonly summary: string;
  readonly keys: z.core.$ZodLooseShape;
  /** What it is filled with where no `as` is given. */
  readonly usual: Breakage;
  /** Whether chance decides about each call anew, or once about all calls of an inquiry. */
  readonly keyedBy: 'call' | 'inquiry';
  /** Whether every call is hit while it is in force and its share is 1. */
  readonly isCertain: boolean;
  readonly strength: (data: Data & Placed, chance: (...key: readonly (string | number)[]) => number) => Strength;
}
