// Who the customers of the contract are: numbers that nobody has, and that no person of the simulator has either.
import { idNumberCheckCharacter } from '../core/id-number.ts';
import type { Customer } from '../core/messages.ts';
import { UNALLOCATED_MOBILE_PREFIXES } from '../core/regions.ts';

type Identity = Pick<Customer, 'name' | 'idNumber' | 'mobile'>;

/** A province's own address code, which no county has, and a birthday. */
const ADDRESS_AND_BIRTH = '31000019880214';
/** Between the sequences of the simulated population and those of its personas. */
const FIRST_SEQUENCE = 500;
/** No province has this code, so neither has any other synthetic mobile. */
const NO_REGION = '00';
/** One of either says which ten they are of, so that no two have one name. */
const GIVEN_NAMES = ['砚', '澄', '荻', '霁'] as const;
const TENTHS = [...'甲乙丙丁戊己庚辛壬癸'];
const MOST = GIVEN_NAMES.length * TENTHS.length;

/** Of the customer at this place. @throws RangeError where there are more than there are names */
export const identityOf = (place: number): Identity => {
  const given = GIVEN_NAMES[Math.floor(place / TENTHS.length)];
  if (given === undefined) throw new RangeError(`there are names for ${MOST} customers: add one to GIVEN_NAMES`);
  return {
    name: `阮${given}${TENTHS[place % TENTHS.length] ?? ''}`,
    idNumber: idNumberOf(FIRST_SEQUENCE + place),
    mobile: `${UNALLOCATED_MOBILE_PREFIXES[0] ?? ''}${NO_REGION}${String(FIRST_SEQUENCE + place).padStart(6, '0')}`,
  };
};

const idNumberOf = (sequence: number): string => {
  const first17 = `${ADDRESS_AND_BIRTH}${sequence}`;
  return first17 + idNumberCheckCharacter(first17);
};

/** One ID number in eleven ends in X: this one does, wherever in the table its owner stands. */
export const WITH_CHECK_CHARACTER_X: Pick<Identity, 'idNumber'> = { idNumber: idNumberOf(601) };
