// Who uses the app in the pact between app and engine, complete: a state has them as its params. Their ID number and
// mobile are in ranges that nobody has.
import { BANKS, type IssuerCode } from '../../core/banks.ts';
import type { ContractCard } from '../customers.ts';
import { given } from './inquiries.ts';
import type { ProviderState } from './interaction.ts';

export interface AppCard extends ContractCard {
  readonly bank: IssuerCode;
}

export interface AppPerson {
  readonly name: string;
  readonly idNumber: string;
  readonly mobile: string;
  readonly region: string;
  readonly cards: readonly AppCard[];
}

export const PAYMENT_PASSWORD = '135246';
/** A sample that the simulated face check takes for another person. */
export const OTHER_FACE = 'mismatch';

const card = (bank: IssuerCode, at: number): AppCard => ({
  bank,
  cardType: 'DEBIT',
  panFirst4: '6222',
  panLast4: String(1000 + at),
  accountClass: 'I',
  status: 'NORMAL',
  reservedMobile: true,
  cardlessEnabled: true,
});

/** A debit card at each bank; a credit card at every fourth; one that cannot be queried at the second and the third. */
const cards = BANKS.flatMap(({ code }, at): AppCard[] => {
  const { accountClass: _, ...credit } = card(code, 100 + at);
  return [
    card(code, at),
    ...(at % 4 === 0 ? [{ ...credit, cardType: 'CREDIT' as const }] : []),
    ...(at === 1 ? [{ ...card(code, 200), reservedMobile: false }] : []),
    ...(at === 2 ? [{ ...card(code, 300), cardlessEnabled: false }] : []),
  ];
});

/** With one card: where it is not about cards, a state is short. */
export const APP_PERSON: AppPerson = {
  name: '契约甲',
  idNumber: '310000199001015006',
  mobile: '15431500600',
  region: '31',
  cards: cards.slice(0, 1),
};

/** With cards at all sixteen banks. */
export const PERSON_WITH_ALL_BANKS: AppPerson = { ...APP_PERSON, cards };

/** From a region in which the service is not open, by mobile and by login. */
export const PERSON_ELSEWHERE: AppPerson = { ...APP_PERSON, mobile: '15454500600', region: '54' };

/** What a person tells the app to register. */
export const registrationOf = ({ name, idNumber, mobile, region, cards: [first] }: AppPerson) => ({
  name,
  idNumber,
  mobile,
  paymentPassword: PAYMENT_PASSWORD,
  boundCard: { bank: first?.bank ?? '', last4: first?.panLast4 ?? '' },
  region,
});

/** A state of this person. */
export const givenPerson = (name: string, more: ProviderState['params'] = {}, person = APP_PERSON): ProviderState =>
  given(name, { person, ...more });
