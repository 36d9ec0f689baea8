// Checks that are tables: a row is a request in words, how it is made, and what has to come of it. Also the requests
// that most rows begin with.
import { INQUIRIES_PATH } from '../../core/issuer-client.ts';
import type { Check, Endpoint, Exchange, RawRequest } from '../check.ts';
import type { Finding } from '../verification.ts';
import { NOBODY } from './basics.ts';

export interface Attempt {
  /** In words, without personal data. */
  readonly sent: string;
  readonly request: (endpoint: Endpoint) => RawRequest;
  readonly expect: (exchange: Exchange) => readonly Finding[];
}

/** A check that sends one row after the other and tells of each that is not as it must be. */
export const attemptsCheck = (
  { name, title, source }: Pick<Check, 'name' | 'title' | 'source'>,
  attempts: readonly Attempt[],
): Check => ({
  name,
  title,
  source,
  needs: [],
  run: async (endpoint) => {
    const findings: Finding[] = [];
    for (const { sent, request, expect } of attempts) {
      findings.push(...expect(await endpoint.send(request(endpoint), sent)));
    }
    return findings;
  },
});

export type Header = readonly [name: string, value: string];

export const ACCEPT_JSON: Header = ['Accept', 'application/json'];
export const JSON_TYPE: Header = ['Content-Type', 'application/json'];

/** Not yet signed. */
export const postOf = (
  body: RawRequest['body'],
  headers: readonly Header[] = [ACCEPT_JSON, JSON_TYPE],
): RawRequest => ({
  method: 'POST',
  target: INQUIRIES_PATH,
  headers,
  body,
});

/** Not yet signed. */
export const getOf = (inquiryId: string): RawRequest => ({
  method: 'GET',
  target: `${INQUIRIES_PATH}/${inquiryId}`,
  headers: [ACCEPT_JSON],
  body: undefined,
});

/** The text of a right inquiry about nobody, under a fresh id. */
export const inquiryText = (endpoint: Endpoint): string => JSON.stringify(endpoint.inquiryFor(NOBODY));
