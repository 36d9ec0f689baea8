// The words of the journal and of the short messages.
import type { Words } from '../words-shape.ts';

interface JournalWords {
  readonly tabs: Readonly<Record<'calls' | 'messages', string>>;
  readonly tabsLabel: string;
  readonly callColumns: readonly string[];
  readonly messageColumns: readonly string[];
  readonly search: string;
  readonly searchHint: string;
  readonly searchWrong: string;
  readonly bank: string;
  readonly allBanks: string;
  readonly outcome: string;
  readonly allOutcomes: string;
  readonly follow: string;
  readonly pause: string;
  readonly paused: string;
  readonly following: string;
  readonly leftOut: (aSecond: number) => string;
  readonly someLeftOut: string;
  readonly none: string;
  readonly noMatch: string;
  readonly noMessages: string;
  readonly restarted: string;
  readonly noQuery: string;
  readonly gone: string;
  readonly messagesNote: string;
  readonly operation: Readonly<Record<'ask' | 'status' | 'callback', string>>;
}

export const JOURNAL_WORDS: Words<JournalWords> = {
  zh: {
    tabs: { calls: '呼叫', messages: '短信' },
    tabsLabel: '流水的内容',
    callColumns: ['时间', '银行', '操作', '次数', '结果', '银行所为', '用时', '故障', '查询'],
    messageColumns: ['时间', '手机号', '内容', '查询'],
    search: '搜索',
    searchHint: '查询编号、代码、故障名',
    searchWrong: '只能搜索流水中的编号、代码和英文词；个人信息不在流水中，也不会发送。',
    bank: '银行',
    allBanks: '全部银行',
    outcome: '结果',
    allOutcomes: '全部结果',
    follow: '跟随',
    pause: '暂停',
    paused: '已暂停：此刻之前的全部呼叫，向下滚动可看更早的。',
    following: '跟随最新的呼叫。',
    leftOut: (aSecond) => `每秒还有 ${aSecond.toLocaleString('en')} 次呼叫没有显示；暂停或筛选可看全部。`,
    someLeftOut: '呼叫太多，有些没有显示；暂停可看全部。',
    none: '还没有呼叫。',
    noMatch: '没有符合条件的呼叫。',
    noMessages: '网络启动以来没有发送过短信。',
    restarted: '网络已重新启动，流水重新开始；之前的内容已清除。',
    noQuery: '非本网络',
    gone: '流水中已无此条',
    messagesNote: '网络启动以来的最新短信。手机号和验证码已打码；完整内容只在“手机”页上。',
    operation: { ask: '查询', status: '询问状态', callback: '回调' },
  },
  en: {
    tabs: { calls: 'Calls', messages: 'Short messages' },
    tabsLabel: 'What of the journal',
    callColumns: ['Time', 'Bank', 'Operation', 'Attempt', 'Outcome', 'The bank did', 'Took', 'Faults', 'Query'],
    messageColumns: ['Time', 'Mobile', 'Text', 'Query'],
    search: 'Search',
    searchHint: 'id of a query, code, fault',
    searchWrong:
      'Ids, codes and words of the journal can be searched for. Nothing personal is in it, and none is sent to it.',
    bank: 'Bank',
    allBanks: 'All banks',
    outcome: 'Outcome',
    allOutcomes: 'All outcomes',
    follow: 'Follow',
    pause: 'Pause',
    paused: 'Paused: every call before this moment; scroll down for earlier ones.',
    following: 'Follows the newest calls.',
    leftOut: (aSecond) => `${aSecond.toLocaleString('en')} more a second are not shown; pause or filter to see all.`,
    someLeftOut: 'There are more than can be shown; pause to see all.',
    none: 'No call yet.',
    noMatch: 'No call is like that.',
    noMessages: 'No short message has been sent since the network was started.',
    restarted: 'The network was started anew, and so was its journal: what was here before is gone.',
    noQuery: 'somebody else’s',
    gone: 'no longer in the journal',
    messagesNote:
      'The newest since the network was started. Mobiles and codes are masked; only the page Phone has the whole.',
    operation: { ask: 'ask', status: 'status', callback: 'callback' },
  },
};
