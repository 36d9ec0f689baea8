// Writes the engine's side of every call into the journal; the issuers write theirs by themselves.
import type { IssuerCode } from '../core/banks.ts';
import type { Journal } from '../core/journal.ts';
import type { EventBus } from '../engine/events.ts';
import type { PortState } from '../simulator/issuer/delivery.ts';

/** `port` tells what closes a port now: of such a call the issuer never hears. */
export const keepJournal = (journal: Journal, events: EventBus, port: (code: IssuerCode) => PortState): void => {
  events.subscribe((event) => {
    if (event.type === 'call-started') {
      const { traceparent, queryId, inquiryId, bank: issuer, operation, attempt, atMs } = event;
      const state = port(issuer);
      const faults = state.kind === 'open' ? [] : [state.fault];
      journal.began({ traceparent, queryId, inquiryId, issuer, operation, attempt, atMs, faults });
    }
    if (event.type === 'call-ended') journal.ended(event);
  });
};
