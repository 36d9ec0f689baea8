// The least that an endpoint does: it answers about somebody whom it does not know, and about an inquiry that was not
// made.
import { idNumberCheckCharacter } from '../../core/id-number.ts';
import type { Customer } from '../../core/messages.ts';
import type { Check } from '../check.ts';
import { expectCode, findingOf, memberOf } from '../verify/findings.ts';

/** Without a state it must be somebody whom no bank has: the ID number of a day that is still to come. */
const NOBODY_17 = '31000022991231001';
export const NOBODY: Customer = {
  name: '无此人',
  idType: '01',
  idNumber: NOBODY_17 + idNumberCheckCharacter(NOBODY_17),
  mobile: '14200000000',
};

const nobody: Check = {
  name: 'basics/nobody',
  title: 'An inquiry about somebody who is no customer is answered at once or later, and never with a refusal',
  source: 'issuer-api.yaml, createCardInquiry; contract-states.md, no such customer',
  needs: [],
  run: async (endpoint) => {
    const exchange = await endpoint.ask(endpoint.inquiryFor(NOBODY));
    if (exchange.answer.kind === 'answer' && exchange.answer.status === 202) return expectCode(exchange, 202, '05');
    return expectCode(exchange, 200, '00');
  },
};

const nobodyHasNoCards: Check = {
  name: 'basics/nobody-has-no-cards',
  title: 'Somebody who is no customer has no cards, and none that may not be shown',
  source: 'contract-states.md, no such customer',
  needs: ['states'],
  run: async (endpoint) => {
    const { name, idNumber, mobile } = NOBODY;
    await endpoint.given('no such customer', { name, idNumber, mobile });
    const exchange = await endpoint.ask(endpoint.inquiryFor(NOBODY));
    const wrongCode = expectCode(exchange, 200, '00');
    if (wrongCode.length > 0) return wrongCode;
    return (['cards', 'unsupported'] as const).flatMap((member) => {
      const value = memberOf(exchange.answer, member);
      return Array.isArray(value) && value.length === 0
        ? []
        : [findingOf(exchange, `${member}: []`, `another ${member}`)];
    });
  },
};

const unknownInquiry: Check = {
  name: 'basics/unknown-inquiry',
  title: 'GET of an inquiry that was never made is answered with 404 / 34',
  source: 'issuer-api.yaml, getCardInquiry',
  needs: [],
  run: async (endpoint) => expectCode(await endpoint.status(endpoint.freshId()), 404, '34'),
};

export const BASICS_CHECKS: readonly Check[] = [nobody, nobodyHasNoCards, unknownInquiry];
