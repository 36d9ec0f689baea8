// The rules that hold for every answer of an endpoint, whatever was asked: what the document says of status, form and
// headers, and what R2 says of card numbers and people. One row a rule.
import type { Exchange } from '../check.ts';
import type { CheckVerdict } from '../verification.ts';
import { cardNumberIn } from './card-numbers.ts';
import { failureWords, gotOf, memberOf, respCodeOf } from './findings.ts';
import { internalsIn } from './internals.ts';
import { isDocumented, operationOf, schemaProblemOf, statusesOf } from './operations.ts';
import { personalEchoIn } from './personal-echo.ts';
import { INTERRUPTED } from './raw-client.ts';
import { isOnTheWay } from './reach-words.ts';

type Answered = Extract<Exchange['answer'], { readonly kind: 'answer' }>;

export interface Problem {
  readonly expected: string;
  /** Where the status and respCode do not say it. Masked by whoever shows it. */
  readonly got?: string;
}

export interface EveryAnswerRule {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly problemOf: (exchange: Exchange, issuer: string) => Problem | undefined | 'not applicable';
  /** What it means that no answer came to which it applies. */
  readonly whenNeverApplied: CheckVerdict;
}

/** The group that their results have. */
export const EVERY_ANSWER_GROUP = 'every-answer';

const NO_ANSWER: CheckVerdict = {
  kind: 'not-run',
  why: 'no answer came that could be looked at',
  blame: 'environment',
};

/** A rule about answers; `isFor` narrows it to some of them. */
const rule = (
  name: string,
  title: string,
  source: string,
  problemOf: (answer: Answered, exchange: Exchange, issuer: string) => Problem | undefined,
  more: {
    readonly isFor?: (exchange: Exchange, answer: Answered) => boolean;
    readonly whenNeverApplied?: CheckVerdict;
  } = {},
): EveryAnswerRule => ({
  name: `${EVERY_ANSWER_GROUP}/${name}`,
  title,
  source,
  problemOf: (exchange, issuer) => {
    const { answer } = exchange;
    if (answer.kind !== 'answer' || more.isFor?.(exchange, answer) === false) return 'not applicable';
    return problemOf(answer, exchange, issuer);
  },
  whenNeverApplied: more.whenNeverApplied ?? NO_ANSWER,
});

/** Whether the request was one of the two operations; of anything else the document says only 404. */
const ofOperation = { isFor: ({ request }: Exchange): boolean => operationOf(request) !== undefined };
const ofMessage = {
  isFor: ({ request }: Exchange, { json }: Answered): boolean =>
    operationOf(request) !== undefined && json !== undefined,
};

/** The respCodes of each status (issuer-api.yaml). */
const RESP_CODES: Readonly<Record<number, readonly string[]>> = {
  200: ['00'],
  202: ['05'],
  400: ['10', '13'],
  401: ['11'],
  404: ['34', '10'],
  409: ['12'],
  413: ['10'],
  422: ['66'],
  429: ['37'],
  500: ['99'],
  503: ['02', '06'],
};

export const EVERY_ANSWER: readonly EveryAnswerRule[] = [
  {
    name: `${EVERY_ANSWER_GROUP}/arrives`,
    title: 'Every request gets a whole answer in time',
    source: 'issuer-api.yaml, introduction',
    problemOf: ({ answer }) => {
      if (answer.kind === 'answer') return undefined;
      // Nobody waited for it any longer, or what lies in between has lost it.
      if (answer.code === INTERRUPTED || isOnTheWay(answer.code)) return 'not applicable';
      return { expected: 'a whole answer', got: failureWords(answer.code) };
    },
    whenNeverApplied: NO_ANSWER,
  },
  rule(
    'status',
    'Every status is one that the document has for this operation',
    'issuer-api.yaml, responses',
    ({ status }, { request }) =>
      isDocumented(request, status) ? undefined : { expected: `one of ${statusesOf(request).join(', ')}` },
    ofOperation,
  ),
  rule(
    'content-type',
    'Every answer is application/json in UTF-8, without a content coding',
    'issuer-api.yaml, Form',
    ({ headers }) => {
      const type = headers['content-type'];
      if (!/^application\/json(\s*;\s*charset="?utf-8"?)?$/i.test(type ?? ''))
        return { expected: 'content-type: application/json', got: `content-type: ${type ?? 'missing'}` };
      const coding = headers['content-encoding'] ?? 'identity';
      return coding === 'identity'
        ? undefined
        : { expected: 'no content-encoding', got: `content-encoding: ${coding}` };
    },
    ofOperation,
  ),
  rule(
    'json',
    'Every body is one JSON value in UTF-8 without BOM, no member given twice',
    'issuer-api.yaml, Form',
    (answer) => (answer.json === undefined ? { expected: 'JSON', got: gotOf(answer) } : undefined),
    ofOperation,
  ),
  rule(
    'schema',
    'Every body follows the schema of its status',
    'issuer-api.yaml, schemas',
    (answer) => {
      const problem = schemaProblemOf(answer.status, answer.json);
      return problem === undefined ? undefined : { expected: problem.schema, got: problem.text };
    },
    ofMessage,
  ),
  rule(
    'resp-code',
    'Every respCode is one of its status; a malformed request is told where',
    'issuer-api.yaml, responses',
    (answer) => {
      const codes = RESP_CODES[answer.status] ?? [];
      const code = respCodeOf(answer);
      if (code === undefined || !codes.includes(code)) return { expected: `${answer.status} / ${codes.join(' or ')}` };
      const errors = memberOf(answer, 'errors');
      return answer.status !== 400 || (Array.isArray(errors) && errors.length > 0)
        ? undefined
        : { expected: 'errors that name what is wrong', got: '400 without errors' };
    },
    { isFor: (exchange, answer) => ofMessage.isFor(exchange, answer) && isDocumented(exchange.request, answer.status) },
  ),
  rule(
    'issuer',
    'Every issuer in an answer is this bank, and it is there wherever the document wants it',
    'issuer-api.yaml, InquiryResult, Refusal; R20',
    (answer, _exchange, issuer) => {
      const named = memberOf(answer, 'issuer');
      if (named === issuer || (named === undefined && !NAMED.has(answer.status))) return undefined;
      return {
        expected: `issuer ${issuer}`,
        got: named === undefined ? 'no issuer' : `issuer ${JSON.stringify(named)}`,
      };
    },
    ofMessage,
  ),
  rule(
    'inquiry-id',
    'Every inquiryId in an answer is that of the request, and it is there wherever the document wants it',
    'issuer-api.yaml, InquiryResult, Refusal; R20',
    (answer, { request }) => {
      const named = memberOf(answer, 'inquiryId');
      const asked = operationOf(request)?.inquiryId;
      if (asked === undefined || named === asked || (named === undefined && !NAMED.has(answer.status)))
        return undefined;
      return {
        expected: 'the inquiryId of the request',
        got: named === undefined ? 'no inquiryId' : 'another inquiryId',
      };
    },
    ofMessage,
  ),
  rule(
    'retry-after',
    'Retry-After is a whole number of seconds, and every 429 has it',
    'issuer-api.yaml, 429 and 503',
    ({ status, headers }) => {
      const value = headers['retry-after'];
      if (value === undefined && status !== 429) return undefined;
      if (value !== undefined && /^\d{1,9}$/.test(value)) return undefined;
      return {
        expected: 'Retry-After: seconds',
        got: value === undefined ? 'no Retry-After' : `Retry-After: ${value}`,
      };
    },
    {
      isFor: (_exchange, { status, headers }) => status === 429 || headers['retry-after'] !== undefined,
      whenNeverApplied: { kind: 'left-out', why: 'no answer was a 429 or had Retry-After', cause: 'states' },
    },
  ),
  rule(
    'masking',
    'No card number leaves the bank beyond its first and last four digits, in a body or a header',
    'R2; issuer-api.yaml, introduction',
    (answer) => {
      const found = cardNumberIn(answer);
      return found === undefined ? undefined : { expected: 'no more than four and four digits', got: found };
    },
  ),
  rule(
    'nothing-personal',
    'No answer repeats a name, ID number or mobile, in a body or a header',
    'R26; issuer-api.yaml, introduction',
    (answer, { request }) => {
      const found = personalEchoIn(answer, request);
      return found === undefined ? undefined : { expected: 'nothing of the person asked about', got: found };
    },
  ),
  rule(
    'no-internals',
    'No answer shows the inside of the program: a stack trace, a query, a page of its framework',
    'issuer-api.yaml, introduction',
    (answer) => {
      const found = internalsIn(answer);
      return found === undefined ? undefined : { expected: 'a message of the document', got: found };
    },
  ),
];

/** The answers that say whose they are and what about. */
const NAMED: ReadonlySet<number> = new Set([200, 202, 409, 422]);
