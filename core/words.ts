// The Chinese words for what the network says in codes: the source's own where it has them.
import type { AccountClass, CardStatus, CardType, UnsupportedReason } from './messages.ts';

/** How a bank ends (R16). */
type Disposition = 'DELIVERED' | 'DENIED' | 'FAILED' | 'TIMEOUT';

export const CARD_TYPE_WORDS: Readonly<Record<CardType, string>> = { DEBIT: '借记卡', CREDIT: '贷记卡' };

export const DISPOSITION_WORDS: Readonly<Record<Disposition, string>> = {
  DELIVERED: '已反馈',
  DENIED: '未通过核验',
  FAILED: '查询失败',
  TIMEOUT: '超时未反馈',
};

export const REASON_WORDS: Readonly<Record<UnsupportedReason, string>> = {
  ID_EXPIRED: '身份证件过期',
  NO_RESERVED_MOBILE: '未预留手机号',
  CARDLESS_NOT_ENABLED: '未开通无卡自助消费业务',
};

export const STATUS_WORDS: Readonly<Record<CardStatus, string>> = {
  NORMAL: '正常',
  DORMANT: '睡眠',
  LOST: '挂失',
  FROZEN: '冻结',
  NOT_ACTIVATED: '未激活',
};

export const accountClassWords = (accountClass: AccountClass): string => `${accountClass}类`;

/** `未预留手机号 2张，身份证件过期 1张`. */
export const unsupportedWords = (
  counts: readonly { readonly reason: UnsupportedReason; readonly count: number }[],
): string => counts.map(({ reason, count }) => `${REASON_WORDS[reason]} ${count}张`).join('，');
