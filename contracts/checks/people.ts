// Whom a check asks about where no state says whom there is: people of days that are still to come, whom no bank has.
import { idNumberCheckCharacter } from '../../core/id-number.ts';
import type { Customer } from '../../core/messages.ts';

/** A province's own code, as no person has it, and a birthday in the future. */
const ADDRESS_AND_BIRTH = '31000022991231';

/** The `nth`, from 0 to 99; each is somebody else in everything. */
export const nobody = (nth: number): Customer => {
  const first17 = `${ADDRESS_AND_BIRTH}${100 + nth}`;
  return {
    name: `无此人${[...'甲乙丙丁戊己庚辛壬癸'][nth % 10] ?? ''}`,
    idType: '01',
    idNumber: first17 + idNumberCheckCharacter(first17),
    mobile: `1420000${String(9000 + nth)}`,
  };
};
