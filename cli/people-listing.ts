// People as records, as rows of a table and as CSV: identity, every card at every bank, and why one is not shown (R3).
// Card numbers leave here masked (R2).
import { BANKS, type IssuerCode } from '../core/banks.ts';
import type { Day } from '../core/calendar.ts';
import { maskPan } from '../core/mask.ts';
import { REGIONS } from '../core/regions.ts';
import { unsupportedWords } from '../core/words.ts';
import { answerOf, reasonAgainst } from '../simulator/people/ground-truth.ts';
import type { Holding, Person } from '../simulator/people/person.ts';
import type { Column, Row } from './table.ts';

const BANK_NAMES: ReadonlyMap<IssuerCode, string> = new Map(BANKS.map(({ code, shortNameZh }) => [code, shortNameZh]));
const REGION_NAMES: ReadonlyMap<string, string> = new Map(REGIONS.map(({ code, nameZh }) => [code, nameZh]));

/** One person with the truth at every bank that has cards of theirs, as it is on one day. */
export const recordOf = (index: number, person: Person, today: Day) => {
  const { idNumber, name, sex, bornOn, mobile, region, document, boundCard, persona, holdings } = person;
  return {
    index,
    ...(persona === undefined ? {} : { persona }),
    idNumber,
    name,
    sex,
    bornOn,
    mobile,
    region,
    regionName: REGION_NAMES.get(region) ?? region,
    document,
    boundCard,
    banks: holdings.map((holding) => bankRecordOf(holding, today)),
  };
};

export type PersonRecord = ReturnType<typeof recordOf>;

const bankRecordOf = (holding: Holding, today: Day) => ({
  bank: holding.bank,
  bankName: BANK_NAMES.get(holding.bank) ?? holding.bank,
  idExpiresOn: holding.idExpiresOn,
  /** All that the bank has on file, with the reason why a card is not shown. */
  cards: holding.cards.map((card) => {
    const { cardType, pan, accountClass, status, reservedMobile, cardlessEnabled } = card;
    const reason = reasonAgainst(card, holding.idExpiresOn, today);
    return {
      cardType,
      ...maskPan(pan),
      ...(accountClass === undefined ? {} : { accountClass }),
      status,
      reservedMobile,
      cardlessEnabled,
      ...(reason === undefined ? {} : { unsupported: reason }),
    };
  }),
  /** The counts that the bank must answer. */
  unsupported: answerOf(holding, today).unsupported,
});

export const PEOPLE_COLUMNS: readonly Column[] = [
  { title: '姓名' },
  { title: '性别' },
  { title: '身份证号' },
  { title: '手机号' },
  { title: '地区' },
  { title: '身份证有效期至' },
  { title: '银行卡（借记+贷记）', shrinks: true },
  { title: '不支持查询', shrinks: true },
];

/** A row of {@link PEOPLE_COLUMNS}. */
export const rowOf = ({ name, sex, idNumber, mobile, regionName, document, banks }: PersonRecord): Row => {
  const counts = banks.map(({ bankName, cards }) => {
    const debit = cards.filter(({ cardType }) => cardType === 'DEBIT').length;
    return `${bankName}${debit}+${cards.length - debit}`;
  });
  const reasons = banks.flatMap(({ bankName, unsupported }) =>
    unsupported.length === 0 ? [] : [`${bankName} ${unsupportedWords(unsupported)}`],
  );
  return [
    name,
    sex === 'MALE' ? '男' : '女',
    idNumber,
    mobile,
    regionName,
    document.expiresOn === 'LONG_TERM' ? '长期' : document.expiresOn,
    counts.join(' ') || '无',
    reasons.join('；'),
  ];
};

const PERSON_FIELDS = [
  'idNumber',
  'name',
  'sex',
  'bornOn',
  'mobile',
  'region',
  'documentExpiresOn',
  'persona',
] as const;
const CARD_FIELDS = [
  'bank',
  'idExpiresOn',
  'cardType',
  'panFirst4',
  'panLast4',
  'accountClass',
  'status',
  'reservedMobile',
  'cardlessEnabled',
  'unsupported',
] as const;

export const CSV_HEAD: Row = [...PERSON_FIELDS, ...CARD_FIELDS];

/** A row of {@link CSV_HEAD} for each card; who has none has one row with the card's fields empty. */
export const csvRowsOf = (person: PersonRecord): readonly Row[] => {
  const { idNumber, name, sex, bornOn, mobile, region, document, persona = '' } = person;
  const own = [idNumber, name, sex, bornOn, mobile, region, document.expiresOn, persona];
  const cards = person.banks.flatMap(({ bank, idExpiresOn, cards }) =>
    cards.map(({ cardType, panFirst4, panLast4, accountClass = '', status, unsupported = '', ...card }) => [
      ...[bank, idExpiresOn, cardType, panFirst4, panLast4, accountClass, status],
      ...[`${card.reservedMobile}`, `${card.cardlessEnabled}`, unsupported],
    ]),
  );
  return cards.length === 0 ? [[...own, ...CARD_FIELDS.map(() => '')]] : cards.map((card) => [...own, ...card]);
};

/** One line of CSV (RFC 4180) with its CRLF; a field is quoted where it would be read as more than itself. */
export const csvLine = (fields: Row): string =>
  `${fields.map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(',')}\r\n`;
