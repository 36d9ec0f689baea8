// What a bank is called, in the language of the page.
import { BANKS } from '../../core/banks.ts';
import { language } from '../language.ts';

const BY_CODE = new Map(BANKS.map((bank) => [bank.code, bank]));

/** `招商银行`, or in English its code, for there it has no short name; of an unknown bank its code. */
export const shortNameOf = (code: string): string =>
  language.value === 'zh' ? (BY_CODE.get(code)?.shortNameZh ?? code) : code;

/** The whole name. */
export const nameOf = (code: string): string => {
  const bank = BY_CODE.get(code);
  if (bank === undefined) return code;
  return language.value === 'zh' ? bank.nameZh : bank.nameEn;
};
