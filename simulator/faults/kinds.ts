// The table of all kinds of faults. Its order is the order in which faults of one call work: first what closes the
// port, then what answers in place of the bank, then what changes the bank's answer, the last word with the last.

import { type Burst, burst } from './burst.ts';
import { type CallbackMishap, callback } from './callback.ts';
import { type Close, close } from './close.ts';
import { type Dribble, dribble } from './dribble.ts';
import { type FailFirst, failFirst } from './fail-first.ts';
import type { BreakageKind, Placed, ShapeKind } from './fault.ts';
import { type Hang, hang } from './hang.ts';
import { type AddedLatency, latency } from './latency.ts';
import { type Maintenance, maintenance } from './maintenance.ts';
import { type Malformed, malformed } from './malformed.ts';
import { type Outage, outage } from './outage.ts';
import { type Ramp, ramp } from './ramp.ts';
import { type Refuse, refuse } from './refuse.ts';
import { type Reset, reset } from './reset.ts';
import { type Status, status } from './status.ts';
import { type Truncate, truncate } from './truncate.ts';
import { type WrongAnswer, wrongAnswer } from './wrong-answer.ts';

/** A way in which one call breaks. */
export type Breakage =
  | Refuse
  | Maintenance
  | Status
  | CallbackMishap
  | WrongAnswer
  | Malformed
  | Dribble
  | Truncate
  | Reset
  | Close
  | Hang
  | AddedLatency;

/** A shape in time, filled with a breakage. */
export type Shape = Outage | Ramp | Burst | FailFirst;

/** One fault of one issuer. */
export type Fault = Placed & (Breakage | Shape);

type Table<Kinds extends { readonly kind: string }, Kind extends 'breakage' | 'shape'> = {
  readonly [Name in Kinds['kind']]: Kind extends 'shape'
    ? ShapeKind<Extract<Kinds, { kind: Name }>>
    : BreakageKind<Extract<Kinds, { kind: Name }>>;
};

export const BREAKAGES: Table<Breakage, 'breakage'> = {
  refuse,
  maintenance,
  status,
  callback,
  'wrong-answer': wrongAnswer,
  malformed,
  dribble,
  truncate,
  reset,
  close,
  hang,
  latency,
};

export const SHAPES: Table<Shape, 'shape'> = { outage, ramp, burst, 'fail-first': failFirst };

/** The place of a breakage in the order of work. */
export const ORDER: readonly string[] = Object.keys(BREAKAGES);
