// Writes the engine's side of every call into the journal; the issuers write theirs by themselves.
import type { IssuerCode } from '../core/banks.ts';
import type { Journal } from '../core/journal.ts';
import type { EventBus } from '../engine/events.ts';
import type { PortState } from '../simulator/issuer/delivery.ts';

/** `port` tells what closes a port now: of such a call the issuer never hears. */
export const keepJournal = (journal: Journal, events: EventBus, port: (code: IssuerCode) => PortState): void => {
  events.subscribe((event) => {
    if (event.type === 'call-started') {
      const { bank: issuer, ...call } = event;
      const state = port(issuer);
      journal.began({ ...call, issuer, faults: state.kind === 'open' ? [] : [state.fault] });
    }
    if (event.type === 'call-ended') journal.ended(event);
  });
};
