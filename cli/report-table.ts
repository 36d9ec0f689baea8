// A report as a person reads it in a terminal: the banks, the cards, whom to ask, the advice (R22, R27).
import { formatMaskedPan } from '../core/mask.ts';
import {
  accountClassWords,
  CARD_TYPE_WORDS,
  DISPOSITION_WORDS,
  STATUS_WORDS,
  unsupportedWords,
} from '../core/words.ts';
import type { Report } from '../engine/report.ts';
import { PLAIN } from './painter.ts';
import { type Column, formatTable, type TableOptions } from './table.ts';

/** The report as text, without an end of line at its end. */
export const formatReport = (report: Report, options: TableOptions = {}): string => {
  const { bold } = options.paint ?? PLAIN;
  const { queryId, generatedAt, expiresAt, cards, banks, advice } = report;
  const contacts = banks.flatMap(({ contact }) => (contact === undefined ? [] : [contact]));
  return [
    bold(`查询报告 ${queryId}`),
    `生成时间 ${generatedAt}   保留至 ${expiresAt}`,
    '',
    bankTable(report, options),
    '',
    cards.length === 0 ? '没有可展示的银行卡' : cardTable(report, options),
    '',
    ...(contacts.length === 0 ? [] : [...contacts, '']),
    ...advice.map((text) => `※ ${text}`),
  ].join('\n');
};

const bankTable = ({ banks, summary }: Report, options: TableOptions): string => {
  const { green, red } = options.paint ?? PLAIN;
  const paintDisposition = (cell: string): string =>
    cell.trim() === DISPOSITION_WORDS.DELIVERED ? green(cell) : red(cell);
  const columns: readonly Column[] = [
    { title: '银行' },
    { title: '代码' },
    { title: '结果', paint: paintDisposition },
    { title: '借记卡', align: 'right' },
    { title: '贷记卡', align: 'right' },
    { title: '不支持查询', shrinks: true },
  ];
  const rows = banks.map(({ bank, bankName, disposition, unsupported }) => {
    const counts = summary.banks.find((row) => row.bank === bank);
    return [
      bankName,
      bank,
      DISPOSITION_WORDS[disposition],
      countOrDash(counts?.debit),
      countOrDash(counts?.credit),
      unsupportedWords(unsupported),
    ];
  });
  return formatTable(columns, [...rows, ['合计', '', '', `${summary.debit}`, `${summary.credit}`, '']], options);
};

/** A bank that did not deliver has said nothing, which is not the same as no card. */
const countOrDash = (count: number | undefined): string => (count === undefined ? '-' : String(count));

const cardTable = ({ cards }: Report, options: TableOptions): string =>
  formatTable(
    [{ title: '银行', shrinks: true }, { title: '类型' }, { title: '卡号' }, { title: '账户' }, { title: '状态' }],
    cards.map(({ bankName, cardType, panFirst4, panLast4, accountClass, status }) => [
      bankName,
      CARD_TYPE_WORDS[cardType],
      formatMaskedPan(panFirst4, panLast4),
      accountClass === undefined ? '' : accountClassWords(accountClass),
      status === undefined ? '' : STATUS_WORDS[status],
    ]),
    options,
  );
