// A simulated issuer with provider states over it: the issuer answers about the people that states put on file and the
// inquiries that they let be answered before; here stands only what no issuer does by itself. Pure.
import type { Delivery } from '../../simulator/issuer/delivery.ts';
import { accepted } from '../../simulator/issuer/inquiry-desk.ts';
import { inquiryOf, type ReceivedBody } from '../../simulator/issuer/inquiry-form.ts';
import { createIssuer, type Issuer, type IssuerOptions } from '../../simulator/issuer/issuer.ts';
import { turnedAway, unknownInquiry } from '../../simulator/issuer/refusals.ts';
import type { IssuerSettings } from '../../simulator/issuer/settings.ts';
import { peopleWithStates } from './people-with-states.ts';
import { createStateDesk, type StateAnswer } from './state-desk.ts';
import type { AnsweredInquiry } from './states.ts';

/** What `answers later` takes: 1 to 5 s, with room for a callback or a call on its way. */
const LATER_MS = 1500;

export interface StatedIssuer {
  /** For a door. While no state holds it does what the issuer of these options does. */
  readonly issuer: Issuer;
  /** Sets up a state or ends it, as the body of a request to the state URL says. */
  changeState(body: unknown): StateAnswer;
  /** Ends all states. Inquiries that were answered meanwhile stay answered as they were. */
  clearStates(): void;
}

export const createStatedIssuer = (options: IssuerOptions): StatedIssuer => {
  const states = createStateDesk();
  const people = peopleWithStates(options.people, (idNumber) => states.person(idNumber)?.onFile);
  const base = createIssuer({ ...options, people });
  /** Takes the inquiries about people who are to be answered later, and keeps them as long as every issuer does. */
  const later = createIssuer({ ...options, people, settings: answeringLater(options.settings) });
  /** Answers at once about whom a state puts on file, at a bank whose own way is another: that is the state's. */
  const atOnce = createIssuer({ ...options, people, settings: havingAnswered(options.settings) });
  let areOthersUsed = false;
  const answeredBy = createAnsweredIssuers(options, () => base.settings);

  const knownTo = (inquiryId: string, nowMs: number): Issuer | undefined =>
    [base, later, atOnce].find((one) => one.knows(inquiryId, nowMs));

  const openTo = (idNumber: string): Issuer => {
    const person = states.person(idNumber);
    if (person === undefined || (!person.isLater && base.settings.mode === 'sync')) return base;
    areOthersUsed = true;
    return person.isLater ? later : atOnce;
  };

  /** A call that no state has turned away. */
  const post = (body: ReceivedBody, nowMs: number): Delivery => {
    const form = inquiryOf(body);
    if (!form.ok) return base.post(body, nowMs);
    const { value: inquiry } = form;
    const { inquiryId } = inquiry;
    const state = states.inquiry(inquiryId);
    if (state?.progress === 'running') return accepted({ inquiryId, issuer: options.bank });
    // Asked again, it is known.
    if (state?.progress === 'unknown') states.drop(state);
    const from = state?.progress === 'answered' ? answeredBy(state, nowMs) : knownTo(inquiryId, nowMs);
    return (from ?? openTo(inquiry.customer.idNumber)).post({ kind: 'parsed', inquiry }, nowMs);
  };

  const get = (inquiryId: string, nowMs: number): Delivery => {
    const state = states.inquiry(inquiryId);
    if (state?.progress === 'running') return accepted({ inquiryId, issuer: options.bank });
    if (state?.progress === 'unknown') return unknownInquiry;
    const from = state?.progress === 'answered' ? answeredBy(state, nowMs) : knownTo(inquiryId, nowMs);
    return (from ?? base).get(inquiryId, nowMs);
  };

  const turnAway = (): Delivery | undefined => {
    const away = states.turnsAway();
    return away && turnedAway(away.status, away.respCode, away.retryAfterS);
  };

  return {
    issuer: {
      code: options.bank,
      get settings() {
        return base.settings;
      },
      configure(settings) {
        base.configure(settings);
        later.configure(answeringLater(settings));
        atOnce.configure(havingAnswered(settings));
      },
      port: base.port,
      nextPortChangeMs: base.nextPortChangeMs,
      // Most networks never hear of a state: their calls are read once only.
      post: (body, nowMs) =>
        states.isIdle && !areOthersUsed ? base.post(body, nowMs) : (turnAway() ?? post(body, nowMs)),
      get: (inquiryId, nowMs) => turnAway() ?? get(inquiryId, nowMs),
      knows: (inquiryId, nowMs) => knownTo(inquiryId, nowMs) !== undefined,
      owesCallback: (inquiryId, nowMs) => knownTo(inquiryId, nowMs)?.owesCallback(inquiryId, nowMs) === true,
    },
    changeState: states.change,
    clearStates: states.clear,
  };
};

const answeringLater = (settings: IssuerSettings): IssuerSettings => ({
  ...settings,
  latency: { fixedMs: LATER_MS },
  mode: 'callback',
});

const AT_ONCE: IssuerSettings = { latency: { fixedMs: 0 }, mode: 'sync' };

/** Where the latency is no reply's, it is that of an answer which is there already. */
const havingAnswered = (settings: IssuerSettings): IssuerSettings =>
  settings.mode === 'sync' ? settings : { ...settings, ...AT_ONCE };

/** For each state that says so an issuer that has answered the state's inquiry, and knows of no other. */
const createAnsweredIssuers = (options: IssuerOptions, settings: () => IssuerSettings) => {
  const issuers = new WeakMap<AnsweredInquiry, Issuer>();
  return (state: AnsweredInquiry, nowMs: number): Issuer => {
    const known = issuers.get(state);
    if (known !== undefined) return known;
    const { customer, inquiry } = state;
    const people = peopleWithStates(options.people, () => customer);
    const issuer = createIssuer({ ...options, people, settings: AT_ONCE });
    issuer.post({ kind: 'parsed', inquiry }, nowMs);
    // Bound it had to be, whatever goes wrong at this bank; from now on it is like the other.
    issuer.configure(havingAnswered(settings()));
    issuers.set(state, issuer);
    return issuer;
  };
};
