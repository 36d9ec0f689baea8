// What of a request is about a person: whatever stands in `customer`, and the customers of the contract wherever they
// stand. It is masked where an exchange is shown, and no answer may repeat it.
import type { RawRequest } from '../check.ts';
import { CONTRACT_CUSTOMERS } from '../customers.ts';
import { oncePer } from './once-per.ts';

export interface PersonalValue {
  readonly kind: 'name' | 'idNumber' | 'mobile' | 'other';
  readonly value: string;
}

/** A shorter text may stand anywhere by chance. A Chinese name has two characters. */
const MIN_LENGTH = 6;
const MIN_NAME_LENGTH = 2;

/** Found also in a body that is no JSON. */
const MEMBER = /"(name|idNumber|mobile)"\s*:\s*"((?:[^"\\]|\\.)*)"/g;

export const personalValuesIn = oncePer(({ body }: Pick<RawRequest, 'body'>): readonly PersonalValue[] => {
  const text = body === undefined ? '' : typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
  const written = [...text.matchAll(MEMBER)].map(([, name = '', value = '']) => ({ kind: kindOf(name), value }));
  return unique([...written, ...ofMembers(customerIn(text)), ...OF_CONTRACT]);
});

const customerIn = (text: string): object => {
  try {
    const { customer } = JSON.parse(text) as { readonly customer?: unknown };
    return typeof customer === 'object' && customer !== null ? customer : {};
  } catch {
    // No JSON, or null: then only what is written as a member counts.
    return {};
  }
};

const kindOf = (name: string): PersonalValue['kind'] =>
  name === 'name' || name === 'idNumber' || name === 'mobile' ? name : 'other';

const unique = (values: readonly PersonalValue[]): readonly PersonalValue[] => {
  const kept = new Map(values.filter(isTelling).map((one) => [one.value, one]));
  return [...kept.values()];
};

const isTelling = ({ kind, value }: PersonalValue): boolean =>
  value.length >= (kind === 'name' && /\P{ASCII}/u.test(value) ? MIN_NAME_LENGTH : MIN_LENGTH);

const ofMembers = (customer: object): readonly PersonalValue[] =>
  Object.entries(customer).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [{ kind: kindOf(name), value: String(value) }] : [],
  );

const OF_CONTRACT: readonly PersonalValue[] = Object.values(CONTRACT_CUSTOMERS).flatMap(({ name, idNumber, mobile }) =>
  ofMembers({ name, idNumber, mobile }),
);
