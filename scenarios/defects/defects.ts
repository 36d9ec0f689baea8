// Every defect that can be switched on, by the rules that they break. A new one is an entry in one of these tables.
import { didYouMean } from '../../core/nearest-name.ts';
import type { Defect } from './defect.ts';
import { DEFECTS_OF_ANSWERS } from './defects-of-answers.ts';
import { DEFECTS_OF_APPLYING } from './defects-of-applying.ts';
import { DEFECTS_OF_ASKING } from './defects-of-asking.ts';
import { DEFECTS_OF_BANKS } from './defects-of-banks.ts';
import { DEFECTS_OF_KEEPING } from './defects-of-keeping.ts';
import { DEFECTS_OF_REPORTS } from './defects-of-reports.ts';
import { DEFECTS_OF_USERS } from './defects-of-users.ts';

export const DEFECTS: readonly Defect[] = [
  ...DEFECTS_OF_BANKS,
  ...DEFECTS_OF_USERS,
  ...DEFECTS_OF_APPLYING,
  ...DEFECTS_OF_ANSWERS,
  ...DEFECTS_OF_ASKING,
  ...DEFECTS_OF_REPORTS,
  ...DEFECTS_OF_KEEPING,
];

/** @throws Error where there is no defect of this name, with the nearest that there is. */
export const findDefect = (name: string): Defect => {
  const defect = DEFECTS.find((one) => one.name === name);
  if (defect !== undefined) return defect;
  const names = DEFECTS.map((one) => one.name);
  throw new Error(
    `there is no defect ${JSON.stringify(name)}${didYouMean(name, names)}: ` +
      `BANKNET_DEFECT is one of ${names.join(', ')}`,
  );
};
