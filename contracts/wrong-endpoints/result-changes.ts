// Ways to change the results of a right endpoint: all of them, each card, or by a rule about whom it has on file.
import { type Card, type InquiryResult, inquiryResultSchema, parseMessage } from '../../core/messages.ts';
import type { Came } from '../checks/wrong-proxy-fixture.ts';
import { changing, idIn, isPost, onFile, withBody } from '../checks/wrong-ways-fixture.ts';
import type { ContractCustomer } from '../customers.ts';
import type { Mistake } from './wrong-endpoint.ts';

/** Changes members of every result. */
export const inResults = (change: (result: InquiryResult, came: Came) => object) =>
  changing([200], (reply, came) => {
    const read = parseMessage(inquiryResultSchema, reply.body);
    return read.ok ? withBody(reply, change(read.value, came)) : reply;
  });

export const inCards = (change: (card: Card, at: number) => object) =>
  inResults(({ cards }) => ({ cards: cards.map(change) }));

/** Answers about whom it has on file by a rule of its own; by GET, too. */
export const byItsOwnRule = (answer: (customer: ContractCustomer, result: InquiryResult) => object) => (): Mistake => {
  const asked = new Map<string, ContractCustomer>();
  return inResults((result, came) => {
    const customer = isPost(came) ? onFile(came) : asked.get(idIn(came));
    if (customer === undefined) return {};
    asked.set(idIn(came), customer);
    return answer(customer, result);
  })();
};
