// The synthetic customers of the contract, complete: whoever implements a provider state gets them as its params
// (contract-states.md). Their ID numbers and mobiles are in ranges that nobody has, as those of all our people are.
import type { AccountClass, CardStatus, CardType, Customer } from '../core/messages.ts';

export interface ContractCard {
  readonly cardType: CardType;
  readonly panFirst4: string;
  readonly panLast4: string;
  readonly reservedMobile: boolean;
  readonly cardlessEnabled: boolean;
  readonly accountClass?: AccountClass;
  readonly status?: CardStatus;
}

/** `customer` in the params of a provider state. */
export interface ContractCustomer extends Pick<Customer, 'name' | 'idNumber' | 'mobile'> {
  readonly idExpired: boolean;
  readonly cards: readonly ContractCard[];
}
