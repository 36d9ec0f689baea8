// Whom the interactions are about that are not about cards: one of the contract's customers, with cards that may be
// shown and cards that may not.
import { CONTRACT_CUSTOMERS, type ContractCustomer } from '../customers.ts';

const NAME = 'mixed';

const somebody = CONTRACT_CUSTOMERS[NAME];
if (somebody === undefined) throw new Error(`CONTRACT_CUSTOMERS has nobody called ${NAME}: name another one here`);

export const SOMEBODY: ContractCustomer = somebody;
