// The simulated check of a registration (R5): does this card belong to this person, under this name and mobile?
import type { People } from '../people/people.ts';

export interface RealNameClaim {
  readonly name: string;
  readonly idNumber: string;
  readonly mobile: string;
  readonly boundCard: { readonly bank: string; readonly last4: string };
}

/** Holds every claim against the ground truth: any card of the person may be the bound one. */
export const createRealNameCheck = (people: Pick<People, 'find'>) => ({
  async holds({ name, idNumber, mobile, boundCard }: RealNameClaim): Promise<boolean> {
    const person = people.find(idNumber);
    if (person === undefined || person.name !== name || person.mobile !== mobile) return false;
    const cards = person.holdings.flatMap(({ cards }) => cards);
    return (
      cards.some(({ bank, pan }) => bank === boundCard.bank && pan.endsWith(boundCard.last4)) ||
      (person.boundCard.bank === boundCard.bank && person.boundCard.last4 === boundCard.last4)
    );
  },
});
