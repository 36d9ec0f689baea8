// What goes wrong with the callbacks of one inquiry: lost, doubled, late, or without a signature.
import { durationMs, oneOf } from '../../core/fields.ts';
import type { CallbackOrder } from '../issuer/delivery.ts';
import type { BreakageKind } from './fault.ts';

const MISHAPS = ['lost', 'duplicate', 'late', 'unsigned'] as const;

export interface CallbackMishap {
  readonly kind: 'callback';
  readonly what: (typeof MISHAPS)[number];
  /** Milliseconds. */
  readonly by?: number | undefined;
}

/** Late beyond the deadline of every query is lost. */
const MAX_LATE_MS = 30 * 86_400_000;
/** How late, unless told. */
const LATE_MS = 600_000;

const MEET: Readonly<
  Record<(typeof MISHAPS)[number], (order: CallbackOrder, byMs: number | undefined) => readonly CallbackOrder[]>
> = {
  lost: () => [],
  duplicate: (order, byMs = 0) => [order, { ...order, afterMs: order.afterMs + byMs, regardless: true }],
  late: (order, byMs = LATE_MS) => [{ ...order, afterMs: order.afterMs + byMs, regardless: true }],
  unsigned: (order) => [{ ...order, unsigned: true }],
};

export const callback: BreakageKind<CallbackMishap> = {
  kind: 'callback',
  summary:
    'The callback of an inquiry is, `what`: lost, duplicate (the second `by` later), late (`by`, default 10m; sent also where a reply has told the result), or unsigned.',
  keys: { what: oneOf(MISHAPS), by: durationMs(0, MAX_LATE_MS).optional() },
  decides: undefined,
  alter({ what, by }, delivery) {
    const { callbacks } = delivery;
    return callbacks === undefined
      ? delivery
      : { ...delivery, callbacks: callbacks.flatMap((order) => MEET[what](order, by)) };
  },
};
