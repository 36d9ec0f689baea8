// One of the contract's customers, for a check that is not about all of them.
import type { Customer } from '../../core/messages.ts';
import { CONTRACT_CUSTOMERS, type ContractCustomer } from '../customers.ts';

/** @throws where there is none of this name: a mistake in a check */
export const contractCustomer = (name: string): ContractCustomer => {
  const customer = CONTRACT_CUSTOMERS[name];
  if (customer === undefined) throw new Error(`CONTRACT_CUSTOMERS has nobody called ${name}`);
  return customer;
};

/** As an inquiry names them. */
export const askedAs = ({ name, idNumber, mobile }: ContractCustomer): Customer => ({
  name,
  idType: '01',
  idNumber,
  mobile,
});
