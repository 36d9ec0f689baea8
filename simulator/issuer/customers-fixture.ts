// For tests only: a bank with three customers, requests to it, and a check of every body against the document.
import { expect } from 'vitest';
import { compileIssuerDocument, type MessageName } from '../../contracts/issuer-document.ts';
import { idNumberCheckCharacter } from '../../core/id-number.ts';
import type { InquiryRequest } from '../../core/messages.ts';
import { createRandom } from '../../core/random.ts';
import type { HeldCard, Holding, Identity } from '../people/person.ts';
import type { Delivery, Respond } from './delivery.ts';
import { createIssuer, type Issuer, type IssuerOptions, type PeopleOnFile } from './issuer.ts';
import type { IssuerSettings } from './settings.ts';

/** 2026-01-05, 09:00 in Shanghai. */
export const START_MS = Date.UTC(2026, 0, 5, 1);

const idNumberOf = (first17: string): string => first17 + idNumberCheckCharacter(first17);

/** Two cards that may be shown and one that may not. */
export const ZHANG: Identity = {
  idNumber: idNumberOf('31000019900101001'),
  name: '张小明',
  sex: 'MALE',
  bornOn: '1990-01-01',
  mobile: '14231000001',
  region: '31',
  document: { issuedOn: '2016-01-06', expiresOn: '2026-01-05' },
};
/** Has a number, and nothing at this bank. */
export const LI: Identity = {
  ...ZHANG,
  idNumber: idNumberOf('11000019850505002'),
  name: '李华',
  mobile: '14211000002',
};

const card = (more: Partial<HeldCard>): HeldCard => ({
  bank: 'ICBC',
  cardType: 'DEBIT',
  pan: '6222020000001234560',
  accountClass: 'I',
  status: 'NORMAL',
  reservedMobile: true,
  cardlessEnabled: true,
  ...more,
});

const HOLDING: Holding = {
  bank: 'ICBC',
  idExpiresOn: '2026-01-05',
  cards: [
    card({}),
    {
      bank: 'ICBC',
      cardType: 'CREDIT',
      pan: '6225880000009876',
      status: 'LOST',
      reservedMobile: true,
      cardlessEnabled: true,
    },
    card({ pan: '6222020000005555555', cardlessEnabled: false }),
  ],
};

export const CUSTOMERS: PeopleOnFile = {
  identity: (idNumber) => [ZHANG, LI].find((person) => person.idNumber === idNumber),
  holding: (idNumber, bank) => (idNumber === ZHANG.idNumber && bank === 'ICBC' ? HOLDING : undefined),
};

/** What ICBC answers about ZHANG until the end of 2026-01-05. */
export const ZHANG_ANSWER = {
  cards: [
    { cardType: 'DEBIT', panFirst4: '6222', panLast4: '4560', accountClass: 'I', status: 'NORMAL' },
    { cardType: 'CREDIT', panFirst4: '6225', panLast4: '9876', status: 'LOST' },
  ],
  unsupported: [{ reason: 'CARDLESS_NOT_ENABLED', count: 1 }],
} as const;

export const AT_ONCE: IssuerSettings = { latency: { fixedMs: 0 }, mode: 'sync' };

/** An ICBC that answers in the reply and at once, unless told otherwise. */
export const testIssuer = (options: Partial<IssuerOptions> = {}): Issuer =>
  createIssuer({
    bank: 'ICBC',
    people: CUSTOMERS,
    settings: AT_ONCE,
    random: createRandom(42),
    ...options,
  });

export const customerOf = ({ name, idNumber, mobile }: Identity): InquiryRequest['customer'] => ({
  name,
  idType: '01',
  idNumber,
  mobile,
});

export const inquiryAbout = (person: Identity, more: Partial<InquiryRequest> = {}): InquiryRequest => ({
  inquiryId: 'q-00000001',
  consentId: 'consent-1',
  customer: customerOf(person),
  ...more,
});

const document = compileIssuerDocument();

const MESSAGE_OF_STATUS: Readonly<Record<number, MessageName>> = { 200: 'InquiryResult', 202: 'InquiryPending' };

/** Fails unless the body is what the document says for this status, and carries nothing personal. */
export const expectInDocument = (status: number, body: unknown): void => {
  expect(document.problemOf(MESSAGE_OF_STATUS[status] ?? 'Refusal', body)).toBeUndefined();
  const text = JSON.stringify(body);
  for (const { name, idNumber, mobile } of [ZHANG, LI]) {
    for (const personal of [name, idNumber, mobile]) expect(text).not.toContain(personal);
  }
  expect(text).not.toMatch(/\d{9}/);
};

/** The answer that a delivery is; fails where it is none. */
export const answerIn = ({ act }: Delivery): Respond => {
  if (act.kind !== 'respond') throw new Error(`the issuer did not respond: ${act.kind}`);
  return act;
};

/** Status, respCode and waiting time of a delivery, whose body is held to the document on the way. */
export const outcomeOf = (delivery: Delivery): { status: number; respCode: unknown; afterMs: number } => {
  const { status, body } = answerIn(delivery);
  expectInDocument(status, body);
  return { status, respCode: 'respCode' in body ? body.respCode : undefined, afterMs: delivery.afterMs };
};

/** `status/respCode` of a delivery: `200/00`. */
export const codeOf = (delivery: Delivery): string => {
  const { status, respCode } = outcomeOf(delivery);
  return `${status}/${respCode}`;
};
