// The inquiries of the pacts: an id that says what it is for and is no other interaction's, at no other bank.
import type { IssuerCode } from '../../core/banks.ts';
import type { Customer, InquiryRequest } from '../../core/messages.ts';
import type { ContractCustomer } from '../customers.ts';
import type { ProviderState } from './interaction.ts';
import { RUN_MARK } from './run-mark.ts';

/** `topic` in letters, digits and hyphens. It ends in the bank, as the engine's own do. */
export const inquiryIdFor = (issuer: IssuerCode, topic: string): string => `${RUN_MARK}-${topic}-${issuer}`;

export const consentIdFor = (topic: string): string => `consent-${topic}`;

type Person = Pick<Customer, 'name' | 'idNumber' | 'mobile'>;

/** The inquiry of this topic about somebody. */
export const inquiryAbout = (
  issuer: IssuerCode,
  topic: string,
  { name, idNumber, mobile }: Person,
): InquiryRequest => ({
  inquiryId: inquiryIdFor(issuer, topic),
  consentId: consentIdFor(topic),
  customer: { name, idType: '01', idNumber, mobile },
});

/** An address of the network that leads nowhere: nothing that a bank sends there may reach anybody. */
export const callbackUrlOf = (issuer: IssuerCode): string => `https://engine.invalid/v1/issuer-callbacks/${issuer}`;

/** The params of a state that has a customer. */
export const given = (name: string, params: ProviderState['params'] = {}): ProviderState => ({ name, params });

export const givenCustomer = (customer: ContractCustomer): ProviderState => given('a customer', { customer });

/** What identifies somebody, as params. */
export const identityOf = ({ name, idNumber, mobile }: Person): ProviderState['params'] => ({ name, idNumber, mobile });
