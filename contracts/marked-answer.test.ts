// Which lines of an answer a finding is about.
import { expect, test } from 'vitest';
import { markedAnswer } from './marked-answer.ts';

const ANSWER = `200
content-type: text/html
retry-after: soon

{
  "respCode": "00",
  "cards": [
    {
      "cardType": "debit"
    }
  ],
  "unsupported": null
}`;
const marked = (expected: string, got: string, answer = ANSWER): readonly string[] =>
  markedAnswer(answer, expected, got).flatMap(({ text, isMarked }) => (isMarked ? [text.trim()] : []));

test('in the answer the status, the code, the header or the member that is spoken of is marked, with all in it', () => {
  expect(marked('401 / 11', '200 / 00')).toEqual(['200', '"respCode": "00",']);
  expect(marked('200 / 00', '200 / 00 with a wrong Retry-After')).toEqual(['retry-after: soon']);
  expect(marked('content-type: application/json', 'content-type: text/html')).toEqual(['content-type: text/html']);
  expect(marked('cards: one card', 'another')).toEqual(['"cards": [', '{', '"cardType": "debit"', '}', '],']);
  expect(marked('an array', '/unsupported is no array')).toEqual(['"unsupported": null']);
});

test('where no answer came, that is marked', () => {
  expect(marked('a whole answer', 'no answer', 'no answer after 12 ms: ECONNRESET')).toHaveLength(1);
});

test('a JSON pointer marks just what it leads to, or what is nearest above it', () => {
  expect(marked('an InquiryResult', '/cards/0/cardType must be DEBIT or CREDIT')).toEqual(['"cardType": "debit"']);
  expect(marked('an InquiryResult', '/unsupported must be an array')).toEqual(['"unsupported": null']);
  expect(marked('an InquiryResult', '/cards/0/panLast4 is missing')).toEqual(['{', '"cardType": "debit"', '}']);
  expect(marked('POST /v1/card-inquiries', '200 / 00')).toEqual(['200', '"respCode": "00",']);
});

test('of several cards the one that is meant is marked', () => {
  const body = { cards: [{ panLast4: '1' }, { panLast4: 42 }, 7], unsupported: [] };
  const answer = `200\n\n${JSON.stringify(body, undefined, 2)}`;
  expect(marked('', '/cards/1/panLast4 must be a text', answer)).toEqual(['"panLast4": 42']);
  expect(marked('', '/cards/2 must be an object', answer)).toEqual(['7']);
});

test('a body that is no JSON has its lines as they are, marked where it should be JSON', () => {
  const answer = '500\ncontent-type: text/html\n\n<html>\n  <h1>500</h1>';
  expect(marked('401 / 11', '500 with no JSON', answer)).toEqual(['500', '<html>', '<h1>500</h1>']);
  expect(
    markedAnswer(answer, '401 / 11', '500 with no JSON')
      .map(({ text }) => text)
      .join('\n'),
  ).toBe(answer);
});
