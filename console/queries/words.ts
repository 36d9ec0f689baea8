// The words of the queries: the list and the picture.

import type { BankOfQuery, ListedQuery, StripState } from '../wire/queries.ts';
import type { Words } from '../words-shape.ts';

interface QueryWords {
  readonly list: string;
  readonly status: Readonly<Record<ListedQuery['status'] | 'ALL', string>>;
  readonly disposition: Readonly<Record<BankOfQuery['disposition'], string>>;
  readonly strip: Readonly<Record<StripState, string>>;
  readonly columns: readonly string[];
  readonly filter: string;
  readonly findId: string;
  readonly findIdHint: string;
  readonly none: string;
  readonly noMatch: string;
  readonly shown: (shown: number, all: number) => string;
  readonly loading: (here: number, all: number) => string;
  readonly restarted: string;
  readonly earlier: string;
  readonly calls: (calls: number) => string;
  readonly back: string;
  readonly query: string;
  readonly accepted: string;
  readonly deadline: string;
  readonly ended: string;
  readonly took: string;
  readonly now: string;
  readonly gone: string;
  readonly goneMeanwhile: string;
  readonly notFollowed: string;
  readonly incomplete: string;
  readonly picture: string;
  readonly pictureHint: string;
  readonly zoom: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly earlierPart: string;
  readonly laterPart: string;
  readonly spans: Readonly<Record<'second' | 'minute' | 'all' | 'deadline', string>>;
  readonly scale: string;
  readonly even: string;
  readonly stretched: string;
  readonly details: string;
  readonly detailsHint: string;
  readonly attempt: (attempt: number) => string;
  readonly operation: Readonly<Record<'ask' | 'status' | 'callback', string>>;
  readonly start: string;
  readonly outcome: string;
  readonly did: string;
  readonly planned: string;
  readonly faults: string;
  readonly next: string;
  readonly retryAfter: string;
  readonly trace: string;
  readonly table: (calls: number) => string;
  readonly bank: string;
  readonly circuitOpen: string;
  readonly wait: string;
  readonly legend: string;
}

export const QUERY_WORDS: Words<QueryWords> = {
  zh: {
    list: '查询',
    status: { ALL: '全部', RUNNING: '进行中', READY: '已生成报告', FAILED: '失败' },
    disposition: { PENDING: '等待', DELIVERED: '已返回', DENIED: '拒绝', FAILED: '失败', TIMEOUT: '超时' },
    strip: {
      DELIVERED: '已返回',
      DENIED: '拒绝',
      FAILED: '失败',
      TIMEOUT: '超时',
      PENDING: '等待',
      ASKED_AGAIN: '重试中',
      NOT_CHOSEN: '未选',
    },
    columns: ['查询编号', '状态', '银行', '呼叫', '受理', '用时'],
    filter: '按状态筛选',
    findId: '查询编号',
    findIdHint: '编号的一部分',
    none: '还没有查询。在“手机”页发起一次，或运行一次负载。',
    noMatch: '没有符合条件的查询。',
    shown: (shown, all) => (shown === all ? `${all} 个查询` : `${all} 个查询中的 ${shown} 个`),
    loading: (here, all) => `已载入 ${here} / ${all}`,
    restarted: '网络已重新启动：之前的查询不在此列表中，仍在进行的一有动静就会重新出现。',
    earlier: '重启之前',
    calls: (calls) => `${calls} 次`,
    back: '全部查询',
    query: '查询',
    accepted: '受理',
    deadline: '截止',
    ended: '结束',
    took: '用时',
    now: '现在',
    gone: '网络没有这个查询的记录：它可能早于最近一次启动，或早于最近的 10,000 个查询。',
    goneMeanwhile: '网络已重新启动，不再有这个查询的记录。下面是断开之前看到的内容。',
    notFollowed: '这个查询的事件暂时收不到，正在重新连接；图不是最新的。',
    incomplete: '这个查询在本次启动之前已受理，或部分呼叫已不在流水中：图中只有此后的部分。',
    picture: '查询图：每家银行一行，每次呼叫一条',
    pictureHint: '方向键在呼叫之间移动，加号和减号缩放，0 显示全部，Shift 加左右键平移。',
    zoom: '时间范围',
    zoomIn: '放大',
    zoomOut: '缩小',
    earlierPart: '向前',
    laterPart: '向后',
    spans: { second: '第一秒', minute: '第一分钟', all: '全部', deadline: '到截止' },
    scale: '时间轴',
    even: '均匀',
    stretched: '开头放大',
    details: '呼叫详情',
    detailsHint: '指向或选中一次呼叫，这里显示它的详情。',
    attempt: (attempt) => `第 ${attempt} 次`,
    operation: { ask: '查询', status: '询问状态', callback: '回调' },
    start: '开始',
    outcome: '结果',
    did: '银行所为',
    planned: '计划',
    faults: '故障',
    next: '下次呼叫',
    retryAfter: 'Retry-After',
    trace: 'traceparent',
    table: (calls) => `全部 ${calls} 次呼叫（表格）`,
    bank: '银行',
    circuitOpen: '熔断打开',
    wait: '等待',
    legend: '图例',
  },
  en: {
    list: 'Queries',
    status: { ALL: 'All', RUNNING: 'Running', READY: 'Report ready', FAILED: 'Failed' },
    disposition: {
      PENDING: 'waiting',
      DELIVERED: 'delivered',
      DENIED: 'denied',
      FAILED: 'failed',
      TIMEOUT: 'timed out',
    },
    strip: {
      DELIVERED: 'delivered',
      DENIED: 'denied',
      FAILED: 'failed',
      TIMEOUT: 'timed out',
      PENDING: 'waiting',
      ASKED_AGAIN: 'asked again',
      NOT_CHOSEN: 'not chosen',
    },
    columns: ['Query', 'Status', 'Banks', 'Calls', 'Accepted', 'Took'],
    filter: 'Filter by status',
    findId: 'Query id',
    findIdHint: 'part of an id',
    none: 'No query yet. Make one on the page Phone, or run a load.',
    noMatch: 'No query is like that.',
    shown: (shown, all) => (shown === all ? `${all} queries` : `${shown} of ${all} queries`),
    loading: (here, all) => `${here} of ${all} fetched`,
    restarted:
      'The network was started anew: queries from before are not in this list; one that still runs shows again ' +
      'as soon as anything is heard of it.',
    earlier: 'before the restart',
    calls: (calls) => `${calls}`,
    back: 'All queries',
    query: 'Query',
    accepted: 'Accepted',
    deadline: 'Deadline',
    ended: 'Ended',
    took: 'Took',
    now: 'now',
    gone:
      'The network has no record of this query: it is older than the latest start, or than the newest 10,000 ' +
      'queries.',
    goneMeanwhile:
      'The network was started anew and has no record of this query any more. Below is what was seen before.',
    notFollowed: 'The events of this query do not arrive just now, and are asked for again; the picture may be old.',
    incomplete:
      'This query was accepted before this start, or some of its calls are no longer in the journal: the picture has only what came after.',
    picture: 'Picture of the query: a lane for each bank, a bar for each call',
    pictureHint: 'Arrow keys go from call to call, plus and minus zoom, 0 shows all, Shift with left and right moves.',
    zoom: 'Time shown',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    earlierPart: 'Earlier',
    laterPart: 'Later',
    spans: { second: 'First second', minute: 'First minute', all: 'Whole', deadline: 'To the deadline' },
    scale: 'Time axis',
    even: 'Even',
    stretched: 'Start stretched',
    details: 'The call',
    detailsHint: 'Point at a call, or choose it: what is known of it stands here.',
    attempt: (attempt) => `attempt ${attempt}`,
    operation: { ask: 'asked', status: 'asked how it stands', callback: 'callback' },
    start: 'Began',
    outcome: 'Outcome',
    did: 'The bank did',
    planned: 'planned',
    faults: 'Faults',
    next: 'Next call',
    retryAfter: 'Retry-After',
    trace: 'traceparent',
    table: (calls) => `All ${calls} calls as a table`,
    bank: 'Bank',
    circuitOpen: 'circuit open',
    wait: 'wait',
    legend: 'Legend',
  },
};
