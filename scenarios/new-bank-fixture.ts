// For tests only: a bank that joins the network (R1).
import type { Bank } from '../core/banks.ts';

/** A row like those of core/banks.json. */
export const NEW_BANK: Bank = {
  code: 'NBCB',
  nameZh: '第十七银行股份有限公司',
  shortNameZh: '第十七银行',
  nameEn: 'Seventeenth Bank',
  customerService: '95000',
};
