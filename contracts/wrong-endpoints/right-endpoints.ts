// Endpoints that are right, however odd: the verifier has nothing to say against any of them.
import type { Reply } from '../checks/wrong-proxy-fixture.ts';
import { bodyOf } from '../checks/wrong-ways-fixture.ts';
import type { Mistake } from './wrong-endpoint.ts';

export interface RightEndpoint {
  /** What is special about it, as it comes behind a comma. */
  readonly name: string;
  readonly make: () => Mistake;
}

/** What the document leaves to a bank: the order of members and of cards, white space, words, class and status. */
const written = (reply: Reply): Reply => {
  const { cards, ...body } = bodyOf(reply);
  const others = Object.fromEntries(Object.entries(body).reverse());
  const message = { ...others, respMsg: '完成', ...(Array.isArray(cards) && { cards: reversedCards(cards) }) };
  return {
    ...reply,
    raw: ` ${JSON.stringify(message, undefined, 2)}\n`,
    headers: {
      'content-type': 'Application/JSON; charset="UTF-8"',
      'X-Request-Id': '20260105090000123456',
      Connection: 'close',
    },
  };
};

const reversedCards = (cards: readonly object[]): readonly object[] =>
  [...cards].reverse().map((card) => {
    const { accountClass: _class, status: _status, ...rest }: Readonly<Record<string, unknown>> = { ...card };
    return rest;
  });

export const RIGHT_ENDPOINTS: readonly RightEndpoint[] = [
  { name: 'as it is', make: () => ({}) },
  {
    name: 'in a writing of its own, without class and status, closing each connection',
    make: () => ({ answer: written }),
  },
];
