// What a bank answers, as templates: the messages of issuer-api.yaml, with R3 applied to a customer's cards. Texts for
// people are the bank's own; codes, ids and digits are not.
import type { IssuerCode } from '../../core/banks.ts';
import type { InquiryRequest, RefusalCode } from '../../core/messages.ts';
import { respMsgOf } from '../../simulator/issuer/refusals.ts';
import { type ContractCard, type ContractCustomer, expectedAnswer } from '../customers.ts';
import type { ExpectedAnswer, MessageTemplate } from './interaction.ts';
import { anyText, inAnyOrder, type Template } from './matchers.ts';

/** What every bank has to say of a card; its class and status it may leave out. */
export type ShownCard = Pick<ContractCard, 'cardType' | 'panFirst4' | 'panLast4'>;

/** Whom a message is about. */
export interface Subject {
  readonly inquiryId: string;
  readonly issuer: IssuerCode;
}

/** What is answered about this customer (R3), as far as every bank has to say it. */
export const cardsToAnswer = (customer: ContractCustomer) => {
  const { cards, unsupported } = expectedAnswer(customer);
  return {
    cards: cards.map(({ cardType, panFirst4, panLast4 }): ShownCard => ({ cardType, panFirst4, panLast4 })),
    unsupported,
  };
};

/** The order of cards is the bank's; none or one has no order, and is meant to the letter. */
const cardsTemplate = (cards: readonly ShownCard[]): Template => {
  const items = cards.map((card): Template => ({ ...card }));
  return items.length < 2 ? items : inAnyOrder(items);
};

/** An InquiryResult. */
export const resultFor = ({ inquiryId, issuer }: Subject, customer: ContractCustomer): MessageTemplate => {
  const { cards, unsupported } = cardsToAnswer(customer);
  return {
    inquiryId,
    issuer,
    respCode: '00',
    respMsg: anyText(respMsgOf('00')),
    cards: cardsTemplate(cards),
    unsupported: unsupported.map(({ reason, count }) => ({ reason, count })),
  };
};

/** A Refusal that says which inquiry it is about: 409, 422, callbacks. */
export const refusalAbout = ({ inquiryId, issuer }: Subject, respCode: RefusalCode): MessageTemplate => ({
  inquiryId,
  issuer,
  ...refusal(respCode),
});

const refusal = (respCode: RefusalCode): MessageTemplate => ({ respCode, respMsg: anyText(respMsgOf(respCode)) });

export const answered = (subject: Subject, customer: ContractCustomer): ExpectedAnswer => ({
  status: 200,
  body: resultFor(subject, customer),
});

export const accepted = ({ inquiryId, issuer }: Subject): ExpectedAnswer => ({
  status: 202,
  body: { inquiryId, issuer, respCode: '05', respMsg: anyText(respMsgOf('05')) },
});

export const denied = (subject: Subject): ExpectedAnswer => ({ status: 422, body: refusalAbout(subject, '66') });

export const otherBody = (subject: Subject): ExpectedAnswer => ({ status: 409, body: refusalAbout(subject, '12') });

export const unknownInquiry: ExpectedAnswer = { status: 404, body: refusal('34') };

/** 400; each pointer names a member that is wrong. */
export const badForm = (pointers: readonly string[]): ExpectedAnswer => ({
  status: 400,
  body: {
    ...refusal('10'),
    errors: pointers.map((pointer) => ({ pointer, message: anyText('what is wrong with it') })),
  },
});

export const throttled = (retryAfterS: number): ExpectedAnswer => ({ status: 429, retryAfterS, body: refusal('37') });

export const closed = (retryAfterS: number): ExpectedAnswer => ({ status: 503, retryAfterS, body: refusal('02') });

export const busy: ExpectedAnswer = { status: 503, body: refusal('06') };

/** Of an inquiry at this bank. */
export const subjectOf = (issuer: IssuerCode, { inquiryId }: Pick<InquiryRequest, 'inquiryId'>): Subject => ({
  inquiryId,
  issuer,
});
