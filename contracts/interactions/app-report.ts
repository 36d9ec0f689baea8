// The report of somebody with cards at all banks, worked out from the cards and from what became of each bank (R3, R21,
// R22).
import { BANKS } from '../../core/banks.ts';
import type { Disposition } from '../../engine/report.ts';
import { cardsToAnswer } from './answers.ts';
import { someId, someMoment } from './app-interaction.ts';
import { PERSON_WITH_ALL_BANKS } from './app-person.ts';
import { anyText, type Template } from './matchers.ts';

/** `lacking`: the banks that did not deliver, with what became of them. */
export const reportTemplate = (lacking: Readonly<Record<string, Disposition>>): Readonly<Record<string, Template>> => {
  const rows = BANKS.map(({ code, shortNameZh, customerService }) => {
    const disposition = lacking[code] ?? 'DELIVERED';
    const held = PERSON_WITH_ALL_BANKS.cards.filter(({ bank }) => bank === code);
    const answer = cardsToAnswer({
      ...PERSON_WITH_ALL_BANKS,
      idExpired: false,
      cards: disposition === 'DELIVERED' ? held : [],
    });
    return { bank: code, bankName: shortNameZh, customerService, disposition, ...answer };
  });
  const delivered = rows.filter(({ disposition }) => disposition === 'DELIVERED');
  const countOf = (type: string, among: typeof rows): number =>
    among.flatMap(({ cards }) => cards).filter(({ cardType }) => cardType === type).length;
  return {
    queryId: someId,
    generatedAt: someMoment,
    expiresAt: someMoment,
    summary: {
      debit: countOf('DEBIT', rows),
      credit: countOf('CREDIT', rows),
      banks: delivered.map((row) => ({
        bank: row.bank,
        bankName: row.bankName,
        debit: countOf('DEBIT', [row]),
        credit: countOf('CREDIT', [row]),
      })),
    },
    cards: rows.flatMap(({ bank, bankName, cards }) => cards.map((card) => ({ bank, bankName, ...card }))),
    banks: rows.map(({ bank, bankName, customerService, disposition, unsupported }) => ({
      bank,
      bankName,
      disposition,
      unsupported: unsupported.map(({ reason, count }) => ({ reason, count })),
      ...(disposition === 'DELIVERED' && unsupported.length === 0
        ? {}
        : { contact: `如有疑问，可联系发卡银行（${bankName} ${customerService}）` }),
    })),
    advice: [anyText('advice'), anyText('advice'), anyText('advice')],
  };
};
