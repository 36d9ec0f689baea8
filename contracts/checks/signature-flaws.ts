// What is wrong with a signature, as rows: each is right but for one thing, so that an endpoint which does not look at
// this one thing is seen. POST and GET alike; all of it is 401 / 11.
import type { Check, Endpoint, RawRequest, SigningChange } from '../check.ts';
import { expectCode } from '../verify/findings.ts';
import { type Attempt, attemptsCheck, getOf, inquiryText, postOf } from './attempts.ts';

/** Signs, and spoils. */
export type Signing = (endpoint: Endpoint, request: RawRequest) => RawRequest;

export interface Flaw {
  /** What comes behind `POST, `. */
  readonly words: string;
  readonly sign: Signing;
  /** Where it makes sense with one of them only. */
  readonly on?: 'POST' | 'GET';
}

export type FlawRow = readonly [name: string, title: string, flaws: readonly Flaw[]];

export const by =
  (change: SigningChange): Signing =>
  (endpoint, request) =>
    endpoint.signed(request, change);

const attemptsOf = ({ words, sign, on }: Flaw): readonly Attempt[] =>
  (['POST', 'GET'] as const)
    .filter((method) => on === undefined || on === method)
    .map((method) => ({
      sent: `${method}, ${words}`,
      request: (endpoint) =>
        sign(endpoint, method === 'POST' ? postOf(inquiryText(endpoint)) : getOf(endpoint.freshId())),
      expect: (exchange) => expectCode(exchange, 401, '11'),
    }));

export const refusedSignature = ([name, title, flaws]: FlawRow): Check =>
  attemptsCheck(
    { name: `signature/${name}`, title: `${title}: 401 / 11`, source: 'issuer-api.yaml, Signature' },
    flaws.flatMap(attemptsOf),
  );
