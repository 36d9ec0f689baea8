// Resident identity numbers (GB 11643): 17 digits and a check character. Pure facts about the number itself.

export interface IdNumberFacts {
  /** The first two digits: the province where it was first issued. */
  readonly provinceCode: string;
  /** All six digits of the address code; a synthetic person has a province's own code (310000). */
  readonly addressCode: string;
  readonly birth: { readonly year: number; readonly month: number; readonly day: number };
  /** Digits 15 to 17; an odd number is a man's. */
  readonly sequence: number;
  readonly sex: 'MALE' | 'FEMALE';
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = '10X98765432';

/** The check character (ISO 7064 MOD 11-2) for the first 17 digits of an ID number. */
export const idNumberCheckCharacter = (first17: string): string => {
  let sum = 0;
  for (let at = 0; at < 17; at++) sum += (first17.charCodeAt(at) - 48) * (WEIGHTS[at] ?? 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
};

/** Whether the text is 17 digits and their right check character. Says nothing about birth date or region. */
export const hasValidCheckCharacter = (idNumber: string): boolean =>
  /^[0-9]{17}[0-9X]$/.test(idNumber) && idNumberCheckCharacter(idNumber) === idNumber.charAt(17);

/** What an ID number says, or undefined where its check character is wrong or its birth date is in no calendar. */
export const readIdNumber = (idNumber: string): IdNumberFacts | undefined => {
  if (!hasValidCheckCharacter(idNumber)) return undefined;
  const year = Number(idNumber.slice(6, 10));
  const month = Number(idNumber.slice(10, 12));
  const day = Number(idNumber.slice(12, 14));
  if (year < 1800 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  const sequence = Number(idNumber.slice(14, 17));
  return {
    provinceCode: idNumber.slice(0, 2),
    addressCode: idNumber.slice(0, 6),
    birth: { year, month, day },
    sequence,
    sex: sequence % 2 === 1 ? 'MALE' : 'FEMALE',
  };
};

/** Days of a month (1 to 12) of the Gregorian calendar. */
export const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};
