// Whom a bank has on file while provider states hold: the people that states put there before all others.
import type { IssuerCode } from '../../core/banks.ts';
import type { PeopleOnFile } from '../../simulator/issuer/issuer.ts';
import { panWithEnds } from '../../simulator/people/card-numbers.ts';
import type { HeldCard, Holding } from '../../simulator/people/person.ts';
import type { ContractCard, ContractCustomer } from '../customers.ts';
import type { OnFile } from './states.ts';

/** No inquiry can give such details: its form would be wrong. */
const NOBODYS_DETAILS = { name: '', mobile: '' };
/** The last day of a document that has run out: before any clock of ours. */
const LONG_EXPIRED = '2000-01-01';

/** `onFile` says whom a state has put under an ID number; undefined: no state speaks of them. */
export const peopleWithStates = (
  people: PeopleOnFile,
  onFile: (idNumber: string) => OnFile | undefined,
): PeopleOnFile => ({
  identity(idNumber) {
    const stated = onFile(idNumber);
    if (stated === undefined) return people.identity(idNumber);
    if (stated === 'nobody') return undefined;
    return stated === 'somebody-else' ? NOBODYS_DETAILS : stated;
  },
  holding(idNumber, bank) {
    const stated = onFile(idNumber);
    if (stated === undefined) return people.holding(idNumber, bank);
    if (stated === 'nobody') return undefined;
    return stated === 'somebody-else' ? { bank, idExpiresOn: 'LONG_TERM', cards: [] } : holdingOf(stated, bank);
  },
});

/** With no cards it is a holding all the same: a file to compare names with. */
const holdingOf = ({ idExpired, cards }: ContractCustomer, bank: IssuerCode): Holding => ({
  bank,
  idExpiresOn: idExpired ? LONG_EXPIRED : 'LONG_TERM',
  cards: cards.map((card) => heldCard(card, bank)),
});

const heldCard = ({ panFirst4, panLast4, status = 'NORMAL', ...card }: ContractCard, bank: IssuerCode): HeldCard => ({
  ...card,
  bank,
  status,
  pan: panWithEnds(panFirst4, panLast4),
});
