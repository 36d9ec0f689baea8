// When circuits of a live network were open (R18): the latest such spans, for whoever looks at a query afterwards.
import type { IssuerCode } from '../core/banks.ts';
import type { EngineEvent, EventBus } from '../engine/events.ts';

/** Spans that are kept, the oldest goes first: a bank that comes and goes for hours. */
const MAX_SPANS = 2000;

export interface OpenSpan {
  readonly bank: IssuerCode;
  readonly fromMs: number;
  /** Undefined: it is open. */
  readonly untilMs: number | undefined;
}

export class CircuitLog {
  #spans: readonly OpenSpan[] = [];

  /** Listens for as long as the engine lives. */
  constructor(events: Pick<EventBus, 'subscribe'>) {
    events.subscribe((event) => {
      if (event.type === 'circuit-changed') this.#changed(event);
    });
  }

  /** Spans of these banks that reach into the time from `fromMs` to `untilMs`. */
  within(banks: readonly IssuerCode[], fromMs: number, untilMs: number): readonly OpenSpan[] {
    return this.#spans.filter(
      (span) => banks.includes(span.bank) && span.fromMs <= untilMs && (span.untilMs ?? untilMs) >= fromMs,
    );
  }

  #changed({ bank, state, atMs }: Extract<EngineEvent, { type: 'circuit-changed' }>): void {
    const closed = this.#spans.map((span) =>
      span.bank === bank && span.untilMs === undefined ? { ...span, untilMs: atMs } : span,
    );
    const opened = state === 'open' ? [{ bank, fromMs: atMs, untilMs: undefined }] : [];
    this.#spans = [...closed, ...opened].slice(-MAX_SPANS);
  }
}
