// Who holds the phone: a persona, anybody of the population, or somebody made by the tester. In this window's memory
// alone; what identifies them is in bodies, never in an address.
import { signal } from '@preact/signals';
import { type Answer, ask, type Problem } from '../live/control.ts';
import { changedPersonSchema, type FoundPerson, foundPersonSchema } from '../wire/people.ts';

export interface MadeCard {
  readonly bank: string;
  readonly type: 'DEBIT' | 'CREDIT';
  readonly first4: string;
  readonly last4: string;
  readonly reservedMobile: boolean;
  readonly cardlessEnabled: boolean;
  /** The ID document that this bank has on file has expired: of all its cards (R3). */
  readonly idExpired: boolean;
}

export interface MadePerson {
  readonly region: string;
  readonly cards: readonly MadeCard[];
}

export interface Customer extends FoundPerson {
  /** As the tester made them: told to the network again before they register, which may have forgotten. */
  readonly made?: MadePerson;
}

export interface Wish {
  readonly persona?: string;
  readonly region?: string;
  /** Default: the first whom the app does not know. */
  readonly index?: number;
}

export const customer = signal<Customer | undefined>(undefined);
export const customerProblem = signal<Problem | undefined>(undefined);
export const isChoosing = signal(false);

/** A day that has passed on every clock of the network. */
const EXPIRED_DAY = '2020-01-01';

const find = ({ persona, region, index }: Wish): Promise<Answer<FoundPerson>> => {
  const question = new URLSearchParams({
    ...(persona === undefined ? {} : { persona }),
    ...(region === undefined ? {} : { region }),
    ...(index === undefined ? {} : { index: String(index) }),
  });
  return ask(`/control/people?${question}`, foundPersonSchema);
};

/** Only the newest wish is granted. */
let wishes = 0;

const grant = async (wanted: () => Promise<Answer<Customer>>): Promise<boolean> => {
  const mine = ++wishes;
  isChoosing.value = true;
  const answer = await wanted();
  if (mine !== wishes) return false;
  isChoosing.value = false;
  customerProblem.value = answer.ok ? undefined : answer.problem;
  if (answer.ok) customer.value = answer.value;
  return answer.ok;
};

export const choose = (wish: Wish): Promise<boolean> => grant(() => find(wish));

/** Makes somebody: an unregistered person of the region, who from now on holds these cards and no others. */
export const make = (made: MadePerson): Promise<boolean> =>
  grant(async () => {
    const found = await find({ region: made.region });
    return found.ok ? tellMade({ ...found.value, made }) : found;
  });

/** Tells the network once more how a made person is; others are as they are. */
export const tellMade = async (one: Customer): Promise<Answer<Customer>> => {
  if (one.made === undefined) return { ok: true, value: one };
  const expired = one.made.cards.filter(({ idExpired }) => idExpired).map(({ bank }) => [bank, EXPIRED_DAY] as const);
  const cards = one.made.cards.map(({ idExpired: _idExpired, ...card }) => card);
  const body = { idNumber: one.idNumber, cards, idExpiresOn: Object.fromEntries(expired) };
  const changed = await ask('/control/people', changedPersonSchema, { method: 'POST', body });
  return changed.ok ? { ok: true, value: { ...one, ...changed.value } } : changed;
};
