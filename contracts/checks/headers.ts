// Headers that a right request may have: in whatever letters (RFC 9110), and others beside them.
import type { Check, RawRequest } from '../check.ts';
import { type Attempt, attemptsCheck, type Header, inquiryText, JSON_TYPE, postOf } from './attempts.ts';
import { expectTaken } from './outcomes.ts';

const respelled = (words: string, spell: (name: string) => string): Attempt => ({
  sent: `POST, its header names in ${words}`,
  request: (endpoint): RawRequest => {
    const signed = endpoint.signed(postOf(inquiryText(endpoint)));
    return { ...signed, headers: signed.headers.map(([name, value]) => [spell(name), value] as const) };
  },
  expect: expectTaken,
});

const withHeaders = (words: string, ...headers: readonly Header[]): Attempt => ({
  sent: `POST, ${words}`,
  request: (endpoint) => endpoint.signed(postOf(inquiryText(endpoint), [JSON_TYPE, ...headers])),
  expect: expectTaken,
});

const ROWS: readonly (readonly [name: string, title: string, attempts: readonly Attempt[]])[] = [
  [
    'any-case',
    'The names of headers are read in whatever letters they are written',
    [respelled('small letters', (name) => name.toLowerCase()), respelled('capitals', (name) => name.toUpperCase())],
  ],
  [
    'traceparent',
    'A traceparent is taken, and one that is none does no harm',
    [
      withHeaders('with a traceparent', ['traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01']),
      withHeaders('with a traceparent that is none', ['traceparent', 'none']),
    ],
  ],
  [
    'others',
    'Headers that the document does not name do no harm, and Accept is not needed',
    [
      withHeaders('without Accept'),
      withHeaders('with Accept: */*', ['Accept', '*/*']),
      withHeaders('with headers that nobody knows', ['X-Unknown-To-All', 'x'.repeat(1000)], ['Tracestate', 'a=b']),
    ],
  ],
];

export const HEADER_CHECKS: readonly Check[] = ROWS.map(([name, title, attempts]) =>
  attemptsCheck({ name: `headers/${name}`, title, source: 'issuer-api.yaml, parameters; RFC 9110' }, attempts),
);
