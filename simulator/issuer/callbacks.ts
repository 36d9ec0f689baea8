// Brings one result to its caller: five sends with growing gaps (issuer-api.yaml, "Callback"). A small state machine
// over a Clock and a port that sends; the machine decides, the port carries.
import type { Cancel, Clock } from '../../core/clock.ts';
import type { CallbackOrder } from './delivery.ts';

/** The pauses before sends 2 to 5, each from the end of the failed send before it. */
export const CALLBACK_GAPS_MS: readonly number[] = [0, 60_000, 120_000, 240_000];

/** A send without 2xx by then has failed. */
export const CALLBACK_LIMIT_MS = 10_000;

/** `accepted` is a 2xx; anything else, a redirect included, is `failed`. */
export type SendResult = 'accepted' | 'failed';

/** Makes one send, and gives it up when `signal` says so. Never rejects for what a receiver or a network can do. */
export type SendCallback = (order: CallbackOrder, signal: AbortSignal) => Promise<SendResult>;

export interface CallbackOptions {
  readonly order: CallbackOrder;
  readonly clock: Clock;
  readonly send: SendCallback;
  /** Asked before every send: a result that a reply has carried meanwhile is not called back. */
  readonly isOwed: () => boolean;
  /** Called once when nothing is left to do, also after a cancel. */
  readonly onEnd?: (end: CallbackEnd) => void;
}

export type CallbackEnd = 'accepted' | 'given-up' | 'not-owed' | 'cancelled';

type State =
  | { readonly kind: 'waiting'; readonly cancelTimer: Cancel }
  | { readonly kind: 'sending'; readonly cancelLimit: Cancel; readonly abort: AbortController }
  | { readonly kind: 'ended' };

/** Starts the sends of one order, the first after its `afterMs`. The returned Cancel ends them at once. */
export const startCallback = ({ order, clock, send, isOwed, onEnd = () => undefined }: CallbackOptions): Cancel => {
  let state: State;

  const end = (how: CallbackEnd): void => {
    if (state.kind === 'waiting') state.cancelTimer();
    if (state.kind === 'sending') state.cancelLimit();
    state = { kind: 'ended' };
    onEnd(how);
  };

  const wait = (afterMs: number, sendsBefore: number): State => ({
    kind: 'waiting',
    cancelTimer: clock.at(clock.now() + afterMs, () => begin(sendsBefore)),
  });

  const begin = (sendsBefore: number): void => {
    if (!isOwed()) {
      end('not-owed');
      return;
    }
    const abort = new AbortController();
    const finish = (result: SendResult): void => {
      // A send that was given up may still report: by then the machine is elsewhere.
      if (state.kind !== 'sending' || state.abort !== abort) return;
      state.cancelLimit();
      const gapMs = CALLBACK_GAPS_MS[sendsBefore];
      if (result === 'accepted') end('accepted');
      else if (gapMs === undefined) end('given-up');
      else state = wait(gapMs, sendsBefore + 1);
    };
    const cancelLimit = clock.at(clock.now() + CALLBACK_LIMIT_MS, () => {
      finish('failed');
      abort.abort();
    });
    state = { kind: 'sending', cancelLimit, abort };
    void send(order, abort.signal).then(finish);
  };

  state = wait(order.afterMs, 0);
  return () => {
    if (state.kind === 'ended') return;
    if (state.kind === 'sending') state.abort.abort();
    end('cancelled');
  };
};
