// Inquiries that are running, were answered, are unknown, or are answered later: what GET says, what a repeat by POST
// says, and that both say the same (issuer-api.yaml, Idempotency and getCardInquiry; contract-states.md).
import type { InquiryRequest } from '../../core/messages.ts';
import type { Check, Endpoint, Exchange } from '../check.ts';
import type { Finding } from '../verification.ts';
import { expectCode, findingOf, memberOf } from '../verify/findings.ts';
import { askedAs, contractCustomer } from './contract-customer.ts';
import { expectConflict } from './idempotency.ts';
import { expectAnswer, expectTaken } from './outcomes.ts';
import { nobody } from './people.ts';

/** `answers later` takes from 1 s on, and 5 s at most (contract-states.md). */
export const LATER_FROM_MS = 1000;
export const LATER_UNTIL_MS = 5000;
/** For what lies between the endpoint and whoever verifies it. */
export const LATER_GRACE_MS = 5000;
const PAUSE_MS = 250;

const mixed = contractCustomer('mixed');

/** 202 / 05 with whom it is about. */
const expectRunning = (exchange: Exchange, inquiryId: string, issuer: string): readonly Finding[] => {
  const wrongCode = expectCode(exchange, 202, '05');
  if (wrongCode.length > 0) return wrongCode;
  return memberOf(exchange.answer, 'inquiryId') === inquiryId && memberOf(exchange.answer, 'issuer') === issuer
    ? []
    : [findingOf(exchange, `202 / 05 with the inquiryId and issuer ${issuer}`, '202 / 05 without these')];
};

const running: Check = {
  name: 'running/running',
  title: 'An inquiry that is running gets 202 / 05 by GET and by POST, however often',
  source: 'contract-states.md, inquiry running; issuer-api.yaml, 202',
  needs: ['states'],
  run: async (endpoint) => {
    const inquiry = endpoint.inquiryFor(nobody(0));
    const { inquiryId } = inquiry;
    await endpoint.given('inquiry running', { inquiryId });
    const findings: Finding[] = [];
    for (const time of ['at first', 'again']) {
      const seen = await endpoint.status(inquiryId, { sent: `GET of a running inquiry, ${time}` });
      const asked = await endpoint.ask(inquiry, {
        sent: `POST /v1/card-inquiries, signed, of a running inquiry, ${time}`,
      });
      findings.push(...[seen, asked].flatMap((exchange) => expectRunning(exchange, inquiryId, endpoint.issuer)));
    }
    return findings;
  },
};

const answered: Check = {
  name: 'running/answered',
  title: 'An inquiry that was answered gets its answer by GET and by the same POST, and 409 / 12 for another body',
  source: 'contract-states.md, inquiry answered; issuer-api.yaml, Idempotency',
  needs: ['states'],
  run: async (endpoint) => {
    const inquiry = endpoint.inquiryFor(askedAs(mixed));
    const { inquiryId, consentId } = inquiry;
    await endpoint.given('inquiry answered', { inquiryId, consentId, customer: mixed });
    const post = 'POST /v1/card-inquiries, signed,';
    const other = { ...inquiry, consentId: `${consentId}-2` };
    return [
      ...expectAnswer(await endpoint.status(inquiryId, { sent: 'GET of an answered inquiry' }), mixed),
      ...expectAnswer(await endpoint.ask(inquiry, { sent: `${post} of an answered inquiry` }), mixed),
      ...expectConflict(await endpoint.ask(other, { sent: `${post} another body for it` }), inquiryId, endpoint),
      ...expectAnswer(await endpoint.status(inquiryId, { sent: 'GET of it once more' }), mixed),
    ];
  },
};

const unknown: Check = {
  name: 'running/unknown',
  title: 'An inquiry that the bank does not know gets 404 / 34 by GET; sent again, it is taken',
  source: 'contract-states.md, inquiry unknown; issuer-api.yaml, 404',
  needs: ['states'],
  run: async (endpoint) => {
    const inquiry = endpoint.inquiryFor(nobody(0));
    await endpoint.given('inquiry unknown', { inquiryId: inquiry.inquiryId });
    const seen = await endpoint.status(inquiry.inquiryId, { sent: 'GET of an unknown inquiry' });
    return [...expectCode(seen, 404, '34'), ...expectTaken(await endpoint.ask(inquiry))];
  },
};

const laterStateWins: Check = {
  name: 'running/later-state-wins',
  title: 'An inquiry that was running and then was answered is answered',
  source: 'contract-states.md (States add up; the later wins)',
  needs: ['states'],
  run: async (endpoint) => {
    const { inquiryId, consentId } = endpoint.inquiryFor(askedAs(mixed));
    await endpoint.given('inquiry running', { inquiryId });
    const before = await endpoint.status(inquiryId, { sent: 'GET of a running inquiry' });
    await endpoint.given('inquiry answered', { inquiryId, consentId, customer: mixed });
    const after = await endpoint.status(inquiryId, { sent: 'GET of it, answered meanwhile' });
    return [...expectCode(before, 202, '05'), ...expectAnswer(after, mixed)];
  },
};

const answersLater: Check = {
  name: 'running/answers-later',
  title: 'An inquiry that is answered later gets 202 / 05 at first, its answer after 1 to 5 s, and keeps it',
  source: 'contract-states.md, answers later; issuer-api.yaml, Idempotency',
  needs: ['states'],
  run: async (endpoint) => {
    await endpoint.given('answers later', { customer: mixed });
    const inquiry = endpoint.inquiryFor(askedAs(mixed));
    const sinceMs = endpoint.now();
    const first = await endpoint.ask(inquiry);
    const wrong = expectRunning(first, inquiry.inquiryId, endpoint.issuer);
    if (wrong.length > 0) return wrong;
    const { exchange, findings } = await answerLater(endpoint, inquiry, sinceMs);
    const repeat = await endpoint.ask(inquiry, { sent: 'POST /v1/card-inquiries, signed, again, answered meanwhile' });
    const seen = await endpoint.status(inquiry.inquiryId, { sent: 'GET of it once more' });
    return [...findings, ...[exchange, repeat, seen].flatMap((one) => expectAnswer(one, mixed))];
  },
};

/** Asks until it is answered. `sinceMs` is before the inquiry was sent. */
export const answerLater = async (
  endpoint: Endpoint,
  { inquiryId }: Pick<InquiryRequest, 'inquiryId'>,
  sinceMs: number,
): Promise<{ readonly exchange: Exchange; readonly findings: readonly Finding[] }> => {
  const takenMs = endpoint.now();
  const sent = 'GET of an inquiry that is answered later';
  for (;;) {
    const askedMs = endpoint.now();
    const exchange = await endpoint.status(inquiryId, { sent });
    const isRunning = expectCode(exchange, 202, '05').length === 0;
    if (!isRunning) {
      // It was sent before and answered later than these: what is shorter than a second between them is too soon.
      const isTooSoon = endpoint.now() - sinceMs < LATER_FROM_MS;
      const early = findingOf(exchange, `202 / 05 until ${LATER_FROM_MS / 1000} s after the inquiry`);
      return { exchange, findings: isTooSoon ? [early] : [] };
    }
    // And what was asked so long after it had been taken is too late, whatever the network needed.
    if (askedMs - takenMs > LATER_UNTIL_MS + LATER_GRACE_MS) {
      const late = findingOf(exchange, `an answer ${LATER_UNTIL_MS / 1000} s after the inquiry`);
      return { exchange, findings: [late] };
    }
    await endpoint.sleep(PAUSE_MS);
  }
};

/** A bank may see at once that it will deny. */
const deniedLater: Check = {
  name: 'running/denied-later',
  title: 'A denial that comes later is 422 / 66 by GET and by the same POST; one at once is 422 / 66',
  source: 'issuer-api.yaml, 422; contract-states.md, answers later',
  needs: ['states'],
  run: async (endpoint) => {
    await endpoint.given('answers later', { customer: mixed });
    const inquiry = endpoint.inquiryFor({ ...askedAs(mixed), name: nobody(0).name });
    const sinceMs = endpoint.now();
    const first = await endpoint.ask(inquiry, { sent: 'POST /v1/card-inquiries, signed, under another name' });
    if (expectCode(first, 202, '05').length > 0) return expectCode(first, 422, '66');
    const { exchange, findings } = await answerLater(endpoint, inquiry, sinceMs);
    const repeat = await endpoint.ask(inquiry, { sent: 'POST /v1/card-inquiries, signed, again, denied meanwhile' });
    return [...findings, ...[exchange, repeat].flatMap((one) => expectCode(one, 422, '66'))];
  },
};

export const RUNNING_CHECKS: readonly Check[] = [running, answered, unknown, laterStateWins, answersLater, deniedLater];
