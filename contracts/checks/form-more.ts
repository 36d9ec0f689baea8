// What is left of the form: callback addresses that must be taken, and that no error repeats what was sent.
import type { Check } from '../check.ts';
import type { Finding } from '../verification.ts';
import { findingOf, memberOf } from '../verify/findings.ts';
import { NOBODY } from './basics.ts';
import { expectTaken } from './outcomes.ts';

const MAX_CALLBACK_URL_LENGTH = 2048;

const callbackUrlAccepted: Check = {
  name: 'form/callback-url-accepted',
  title: 'A callbackUrl of 2,048 characters, with port, query and percent-encoding, is taken',
  source: 'issuer-api.yaml, Form; InquiryRequest',
  needs: ['callbacks'],
  run: async (endpoint) => {
    const findings: Finding[] = [];
    const { url } = await endpoint.openCallbackBox();
    const query = `${url}?name=%E5%BC%A0&x=`;
    const longest = query.padEnd(MAX_CALLBACK_URL_LENGTH, 'x');
    for (const [words, callbackUrl] of [
      ['as it is', url],
      ['of 2,048 characters', longest],
    ] as const) {
      const inquiry = endpoint.inquiryFor(NOBODY, { callbackUrl });
      findings.push(...expectTaken(await endpoint.ask(inquiry, { sent: `POST, callbackUrl ${words}` })));
    }
    return findings;
  },
};

/** Each is wrong, and stands nowhere else. */
const TELLING = 'repeat-me';
const WRONG = {
  inquiryId: `${TELLING}_1`,
  consentId: `${TELLING}-2-`.repeat(6),
  customer: {
    name: `${TELLING}-3-`.repeat(6),
    idType: `${TELLING}-4`,
    idNumber: `${TELLING}-5`,
    mobile: `${TELLING}-6`,
    remark: `${TELLING}-7`,
  },
  callbackUrl: `ftp://${TELLING}-8.invalid/`,
};

const noValueRepeated: Check = {
  name: 'form/no-value-repeated',
  title: 'No error repeats a value that was sent, and each wrong member is named',
  source: 'issuer-api.yaml, Form',
  needs: [],
  run: async (endpoint) => {
    const bodies = [JSON.stringify(WRONG), JSON.stringify(WRONG).slice(0, -1)];
    const findings: Finding[] = [];
    for (const text of bodies) {
      const exchange = await endpoint.ask(WRONG, { text, sent: 'POST, every value wrong' });
      const said = JSON.stringify([memberOf(exchange.answer, 'errors'), memberOf(exchange.answer, 'respMsg')]);
      if (said.includes(TELLING)) findings.push(findingOf(exchange, 'errors without a value', 'a value that was sent'));
    }
    return findings;
  },
};

export const FORM_MORE_CHECKS: readonly Check[] = [callbackUrlAccepted, noValueRepeated];
