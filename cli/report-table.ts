// A report as a person reads it in a terminal: the summary bank by bank, the cards, whom to ask, the advice (R22, R27).

import { formatMaskedPan } from '../core/mask.ts';
import type { CardStatus, UnsupportedReason } from '../core/messages.ts';
import type { Disposition, Report } from '../engine/report.ts';
import { formatTable } from './table.ts';

const DISPOSITIONS: Readonly<Record<Disposition, string>> = {
  DELIVERED: '已反馈',
  DENIED: '未通过核验',
  FAILED: '查询失败',
  TIMEOUT: '超时未反馈',
};

const REASONS: Readonly<Record<UnsupportedReason, string>> = {
  ID_EXPIRED: '身份证件过期',
  NO_RESERVED_MOBILE: '未预留手机号',
  CARDLESS_NOT_ENABLED: '未开通无卡自助消费业务',
};

const STATUSES: Readonly<Record<CardStatus, string>> = {
  NORMAL: '正常',
  DORMANT: '睡眠',
  LOST: '挂失',
  FROZEN: '冻结',
  NOT_ACTIVATED: '未激活',
};

const CARD_TYPES = { DEBIT: '借记卡', CREDIT: '贷记卡' } as const;

/** The report as text. */
export const formatReport = (report: Report): string => {
  const parts = [
    `查询报告 ${report.queryId}`,
    `生成时间 ${report.generatedAt}   保留至 ${report.expiresAt}`,
    '',
    summaryTable(report),
    '',
    report.cards.length === 0 ? '没有可展示的银行卡' : cardTable(report),
  ];
  const contacts = report.banks.flatMap(({ contact }) => (contact === undefined ? [] : [contact]));
  if (contacts.length > 0) parts.push('', ...contacts);
  return [...parts, '', ...report.advice.map((advice) => `※ ${advice}`)].join('\n');
};

const summaryTable = ({ banks, summary }: Report): string => {
  const rows = banks.map(({ bank, bankName, disposition, unsupported }) => {
    const counts = summary.banks.find((row) => row.bank === bank);
    const hidden = unsupported.map(({ reason, count }) => `${REASONS[reason]} ${count}张`).join('，');
    return [
      bankName,
      bank,
      DISPOSITIONS[disposition],
      numberOrDash(counts?.debit),
      numberOrDash(counts?.credit),
      hidden,
    ];
  });
  return formatTable(
    [
      { title: '银行' },
      { title: '代码' },
      { title: '结果' },
      { title: '借记卡', align: 'right' },
      { title: '贷记卡', align: 'right' },
      { title: '不支持查询' },
    ],
    [...rows, ['合计', '', '', String(summary.debit), String(summary.credit), '']],
  );
};

const numberOrDash = (count: number | undefined): string => (count === undefined ? '-' : String(count));

const cardTable = ({ cards }: Report): string =>
  formatTable(
    [{ title: '银行' }, { title: '类型' }, { title: '卡号' }, { title: '账户' }, { title: '状态' }],
    cards.map(({ bankName, cardType, panFirst4, panLast4, accountClass, status }) => [
      bankName,
      CARD_TYPES[cardType],
      formatMaskedPan(panFirst4, panLast4),
      accountClass === undefined ? '' : `${accountClass}类`,
      status === undefined ? '' : STATUSES[status],
    ]),
  );
