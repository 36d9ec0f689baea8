// The words of one bank: its faults, its settings, its calls; and of incidents.
import type { Words } from '../words-shape.ts';

interface BankWords {
  readonly close: string;
  readonly unknown: (code: string) => string;
  readonly real: (url: string) => string;
  readonly at: string;
  readonly presets: string;
  readonly faultsOn: string;
  readonly noFaults: string;
  readonly off: string;
  readonly offNamed: (name: string) => string;
  readonly healsAt: (time: string) => string;
  readonly incident: string;
  readonly shareOf: (name: string) => string;
  readonly addFault: string;
  readonly add: string;
  readonly settings: string;
  readonly latency: string;
  readonly latencyForms: Readonly<Record<'spread' | 'fixed', string>>;
  readonly latencyOther: string;
  readonly latencySlider: (what: string) => string;
  readonly toDefault: string;
  readonly isDefault: string;
  readonly mode: string;
  readonly modes: Readonly<Record<string, string>>;
  readonly modeHints: Readonly<Record<string, string>>;
  readonly capacity: string;
  readonly capacityHint: string;
  readonly rateLimit: string;
  readonly rateLimitHint: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly set: string;
  readonly unlimited: string;
  readonly calls: string;
  readonly noCalls: string;
  readonly columns: Readonly<Record<'at' | 'what' | 'came' | 'took' | 'faults' | 'query', string>>;
  readonly operations: Readonly<Record<'ask' | 'status' | 'callback', string>>;
  readonly attempt: (count: number) => string;
}

export const BANK_WORDS: Words<BankWords> = {
  zh: {
    close: '关闭',
    unknown: (code) => `网络中没有银行 ${code}。`,
    real: (url) => `这是 ${url} 的真实银行，不由本网络模拟：只能在它运行的地方设定。`,
    at: '地址',
    presets: '一键故障',
    faultsOn: '已开启的故障',
    noFaults: '没有开启的故障。',
    off: '关闭',
    offNamed: (name) => `关闭：${name}`,
    healsAt: (time) => `${time} 自行结束`,
    incident: '事件',
    shareOf: (name) => `${name}的比例`,
    addFault: '添加故障…',
    add: '添加',
    settings: '设置',
    latency: '延迟',
    latencyForms: { spread: '中位数与 p99', fixed: '固定' },
    latencyOther: '以其他形式写成',
    latencySlider: (what) => `${what}（滑块）`,
    toDefault: '默认',
    isDefault: '默认值',
    mode: '答复方式',
    modes: { sync: '同步', poll: '轮询', callback: '回调' },
    modeHints: { sync: '在答复中直接给出', poll: '先受理，再由引擎来问', callback: '先受理，再主动通知' },
    capacity: '处理能力',
    capacityHint: '同时处理的调用数、排队的位置、每笔所需时间。',
    rateLimit: '限速',
    rateLimitHint: '超出者得到 429/37 与确切的 Retry-After。',
    fields: {
      servers: '同时处理',
      queue: '排队位置',
      'service/p50': '处理 p50',
      'service/p99': '处理 p99',
      perSecond: '每秒',
      burst: '突发',
    },
    set: '设定',
    unlimited: '不限',
    calls: '最近的调用',
    noCalls: '还没有调用。',
    columns: { at: '时间', what: '调用', came: '结果', took: '用时', faults: '故障', query: '查询' },
    operations: { ask: '查询', status: '追问', callback: '回调' },
    attempt: (count) => `第 ${count} 次`,
  },
  en: {
    close: 'Close',
    unknown: (code) => `There is no bank ${code} in this network.`,
    real: (url) => `This is a real bank at ${url}. It is not simulated by this network: it is set where it runs.`,
    at: 'At',
    presets: 'Break it in one click',
    faultsOn: 'Faults that are on',
    noFaults: 'No fault is on.',
    off: 'Off',
    offNamed: (name) => `Off: ${name}`,
    healsAt: (time) => `over by itself at ${time}`,
    incident: 'incident',
    shareOf: (name) => `Share of ${name}`,
    addFault: 'Add a fault…',
    add: 'Add',
    settings: 'Settings',
    latency: 'Latency',
    latencyForms: { spread: 'Median and p99', fixed: 'Fixed' },
    latencyOther: 'written in another form',
    latencySlider: (what) => `${what} (slider)`,
    toDefault: 'Default',
    isDefault: 'by default',
    mode: 'Answers',
    modes: { sync: 'sync', poll: 'poll', callback: 'callback' },
    modeHints: {
      sync: 'in the reply',
      poll: 'taken at once, the engine asks again',
      callback: 'taken at once, the bank calls back',
    },
    capacity: 'Capacity',
    capacityHint: 'Calls worked on at a time, places in the queue, and how long each takes.',
    rateLimit: 'Rate limit',
    rateLimitHint: 'What is above it gets 429/37 with the exact Retry-After.',
    fields: {
      servers: 'Servers',
      queue: 'Queue',
      'service/p50': 'Service p50',
      'service/p99': 'Service p99',
      perSecond: 'Per second',
      burst: 'Burst',
    },
    set: 'Set',
    unlimited: 'Unlimited',
    calls: 'The last calls',
    noCalls: 'No call yet.',
    columns: { at: 'Time', what: 'Call', came: 'Came to', took: 'Took', faults: 'Faults', query: 'Query' },
    operations: { ask: 'ask', status: 'status', callback: 'callback' },
    attempt: (count) => `no. ${count}`,
  },
};
