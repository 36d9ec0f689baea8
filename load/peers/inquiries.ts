// Signed inquiries about synthetic people, prepared before the clock runs, and what is the right answer to each.
import { isDeepStrictEqual } from 'node:util';
import type { IssuerCode } from '../../core/banks.ts';
import { shanghaiDay } from '../../core/calendar.ts';
import { INQUIRIES_PATH } from '../../core/issuer-client.ts';
import { nodeDigests } from '../../core/node-digests.ts';
import { developmentKeyOf, keyIdOf, signMessage } from '../../core/signature.ts';
import { answerOf } from '../../simulator/people/ground-truth.ts';
import type { People } from '../../simulator/people/people.ts';

export interface SignedInquiry {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const inquiryIdOf = (at: number, issuer: string): string => `bench-${String(at).padStart(10, '0')}-${issuer}`;

/**
 * Signed POST requests to `issuer`, each with an inquiry id of its own, over `persons` different people.
 * @param from the number of the first: inquiries of other numbers have other ids
 */
export const signedInquiries = (
  people: People,
  issuer: string,
  count: number,
  persons: number,
  from = 0,
): SignedInquiry[] => {
  const credentials = { keyId: keyIdOf(issuer), key: developmentKeyOf(issuer) };
  const createdS = Math.floor(Date.now() / 1000);
  const customers = Array.from({ length: persons }, (_, at) => {
    const identity = people.identity(people.at(at));
    if (identity === undefined) throw new Error('The population lists somebody who does not exist');
    const { name, idNumber, mobile } = identity;
    return { name, idType: '01', idNumber, mobile };
  });
  return Array.from({ length: count }, (_, number) => {
    const at = from + number;
    const inquiryId = inquiryIdOf(at, issuer);
    const body = JSON.stringify({ inquiryId, consentId: 'bench-consent', customer: customers[at % persons] });
    const signed = signMessage({ method: 'POST', path: INQUIRIES_PATH, body }, credentials, createdS, nodeDigests);
    return { headers: { 'content-type': 'application/json', ...signed }, body };
  });
};

/** The bytes of such a request. */
export const requestBytes = ({ headers, body }: SignedInquiry): Buffer =>
  Buffer.from(
    `POST ${INQUIRIES_PATH} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('') +
      `\r\n${body}`,
  );

/** Whether a body is the right answer to the inquiry of this number. */
export type AnswerCheck = (at: number, body: string) => boolean;

/** By the truth about the people of {@link signedInquiries}, which does not come from the issuer under test. */
export const truthCheck = (people: People, issuer: IssuerCode, persons: number, nowMs: number): AnswerCheck => {
  const truths = Array.from({ length: persons }, (_, at) => {
    const answer = answerOf(people.holding(people.at(at), issuer), shanghaiDay(nowMs));
    return JSON.stringify({ issuer, respCode: '00', respMsg: '成功', ...answer }).slice(1);
  });
  return (at, body) => saysSame(body, `{"inquiryId":"${inquiryIdOf(at, issuer)}",${truths[at % persons]}`);
};

/** Of a server that answers each inquiry with its id, and else always the same. */
export const echoCheck = (issuer: IssuerCode, rest: object): AnswerCheck => {
  const tail = JSON.stringify(rest).slice(1);
  return (at, body) => saysSame(body, `{"inquiryId":"${inquiryIdOf(at, issuer)}",${tail}`);
};

/** Of a server that answers always the same. */
export const stubCheck =
  (stub: string): AnswerCheck =>
  (_at, body) =>
    saysSame(body, stub);

/** The right answer to the inquiry of number 0, whole. */
export const firstAnswer = (people: People, issuer: IssuerCode, nowMs: number): string => {
  const answer = answerOf(people.holding(people.at(0), issuer), shanghaiDay(nowMs));
  return JSON.stringify({ inquiryId: inquiryIdOf(0, issuer), issuer, respCode: '00', respMsg: '成功', ...answer });
};

/** The same JSON, most often in the same bytes. */
const saysSame = (body: string, expected: string): boolean => {
  if (body === expected) return true;
  try {
    return isDeepStrictEqual(JSON.parse(body), JSON.parse(expected));
  } catch {
    // No JSON is no answer.
    return false;
  }
};
