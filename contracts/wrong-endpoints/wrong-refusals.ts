// Refusals that do not come, or come otherwise than they must: of signatures, of the form, of the size.

import { parseMessage, refusalSchema } from '../../core/messages.ts';
import { type Came, nobodyAt, type Reply, refusal } from '../checks/wrong-proxy-fixture.ts';
import {
  always,
  bodyOf,
  changing,
  customerIn,
  forgiving,
  idIn,
  isPost,
  withBody,
} from '../checks/wrong-ways-fixture.ts';
import { type WrongEndpoint, wrong } from './wrong-endpoint.ts';

const refusing = (isRefused: (came: Came) => boolean, status = 401, respCode = '11') =>
  always({ request: (came) => (isRefused(came) ? refusal(status, respCode) : undefined) });

const createdIn = ({ headers }: Came): number => Number(/created=(\d+)/.exec(headers['signature-input'] ?? '')?.[1]);

const SIGNATURES: readonly WrongEndpoint[] = [
  wrong(
    'unsigned-taken',
    'What is not signed at all is taken: the gateway was to check that',
    forgiving(/^Signature-Input is missing/),
    'signature/missing',
    'order/signature-before-form',
  ),
  wrong(
    'signature-not-compared',
    'That there is a signature is looked at, and not which',
    forgiving(/does not fit/),
    'signature/wrong',
    'signature/another-key',
  ),
  wrong(
    'stale-taken',
    'A signature is good for ever',
    forgiving(/more than 300 s/),
    'signature/stale',
    'signature/from-the-future',
  ),
  wrong(
    'digest-ignored',
    'The digest is signed and not compared with the body',
    forgiving(/not that of this body/),
    'signature/digest-of-another-body',
  ),
  wrong(
    'digest-need-not-be-covered',
    'The digest is compared with the body and need not be signed',
    forgiving(/not cover content-digest/),
    'signature/digest-not-covered',
  ),
  wrong(
    'digest-of-what-was-read',
    'The digest is made of the body as it is written anew, and not of the bytes that came',
    refusing(({ body, json }) => json.inquiryId !== undefined && body.toString() !== JSON.stringify(json)),
    'form/any-writing',
    'idempotency/whitespace',
  ),
  wrong(
    'query-ignored',
    'A query is left out of what was signed, whatever is covered',
    always({
      request: ({ target, problem }) =>
        target.includes('?') && /does not fit/.test(problem ?? '') ? { target: target.split('?')[0] ?? '' } : undefined,
    }),
    'signature/another-query',
  ),
  wrong(
    'keyid-ignored',
    'Whoever is named as the signer, it is the network',
    forgiving(/another keyid/),
    'signature/another-keyid',
  ),
  wrong(
    'created-in-milliseconds',
    'The time of a signature is taken for milliseconds, and so for a day in 1970',
    refusing((came) => came.problem === undefined && createdIn(came) < 1e12),
    'signature/right',
    'basics/nobody',
  ),
  wrong(
    'refused-with-400',
    'A wrong signature is a wrong request: 400',
    changing([401], (reply) => withBody({ ...reply, status: 400 }, { respCode: '10' })),
    'signature/missing',
    'signature/stale',
  ),
  wrong(
    'form-before-signature',
    'The form is looked at before the signature, so that strangers learn of it',
    refusing((came) => isPost(came) && came.body.byteLength < 16_385 && came.json.inquiryId === undefined, 400, '10'),
    'order/signature-before-form',
  ),
];

/** Answers what is refused for nothing but these members. */
const takingForm = (isTaken: (pointers: readonly string[], came: Came) => boolean) =>
  changing([400], (reply, came) => {
    const pointers = pointersIn(reply);
    return pointers.length > 0 && isTaken(pointers, came) ? nobodyAt(idIn(came)) : reply;
  });

const pointersIn = (reply: Reply): readonly string[] => {
  const read = parseMessage(refusalSchema, reply.body);
  return read.ok ? (read.value.errors ?? []).map(({ pointer }) => pointer) : [];
};

const KNOWN = new Set(['inquiryId', 'consentId', 'customer', 'callbackUrl']);

const FORM: readonly WrongEndpoint[] = [
  wrong(
    'breaks-on-what-is-missing',
    'A member that is missing is used all the same: 500',
    changing([400], (reply) => (bodyOf(reply).respCode === '13' ? refusal(500, '99') : reply)),
    'form/missing',
    'form/several-missing',
  ),
  wrong(
    'null-is-missing',
    'A member that is null is taken for missing: 13 and not 10',
    changing([400], (reply, { json }) => (json.consentId === null ? withBody(reply, { respCode: '13' }) : reply)),
    'form/null',
  ),
  wrong(
    'unknown-members-taken',
    'Members that nobody knows are passed over',
    takingForm((pointers, { json }) =>
      pointers.every((pointer) => !KNOWN.has(pointer.slice(1)) && pointer.slice(1) in json),
    ),
    'form/unknown-member',
  ),
  wrong(
    'check-character-ignored',
    'The check character of an ID number is not worked out',
    takingForm(
      (pointers, came) =>
        pointers.every((pointer) => pointer === '/customer/idNumber') &&
        /^\d{17}[\dX]$/.test(String(customerIn(came).idNumber)),
    ),
    'form/check-character',
  ),
  wrong(
    'first-mistake-alone',
    'The validator stops at the first mistake, and names no other',
    changing([400], (reply) => withBody(reply, { errors: [bodyOf(reply).errors].flat().slice(0, 1) })),
    'form/several-missing',
    'form/missing-and-wrong',
  ),
  wrong(
    'object-named',
    'Errors name the object in which a member is wrong, and not the member',
    changing([400], (reply) =>
      withBody(reply, {
        errors: pointersIn(reply).map((pointer) => ({ pointer: pointer.replace(/\/[^/]*$/, ''), message: 'is wrong' })),
      }),
    ),
    'form/missing',
    'form/unknown-member',
  ),
  wrong(
    'larger-bodies-taken',
    'A body of 17 KB is taken: the limit of the gateway is a rounder one',
    changing([413], (reply, came) => (came.body.byteLength < 17_500 ? nobodyAt(idIn(came)) : reply)),
    'size/over',
  ),
  wrong(
    'size-in-characters',
    'The size of a body is counted in characters',
    changing([413], (reply, came) => (came.body.toString().length < 16_385 ? nobodyAt(idIn(came)) : reply)),
    'size/in-bytes',
  ),
];

export const WRONG_REFUSALS: readonly WrongEndpoint[] = [...SIGNATURES, ...FORM];
