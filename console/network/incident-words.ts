// The words of incidents.
import type { Words } from '../words-shape.ts';

interface IncidentWords {
  readonly title: string;
  readonly hint: string;
  readonly none: string;
  readonly over: (count: number) => string;
  readonly overAll: string;
  readonly end: string;
  readonly endNamed: (name: string) => string;
  readonly begin: string;
  readonly newTitle: string;
  readonly banks: string;
  readonly all: string;
  readonly noBanks: string;
  readonly chosen: (count: number) => string;
  readonly what: string;
  readonly own: string;
  readonly howLong: string;
  readonly lengths: Readonly<Record<'1m' | '10m' | '1h' | '1d' | '', string>>;
  readonly daily: string;
}

export const INCIDENT_WORDS: Words<IncidentWords> = {
  zh: {
    title: '事件',
    hint: '同一故障同时影响多家银行。',
    none: '没有正在发生的事件。',
    over: (count) => `${count} 家银行`,
    overAll: '所有银行',
    end: '结束',
    endNamed: (name) => `结束：${name}`,
    begin: '开始',
    newTitle: '新事件',
    banks: '受影响的银行',
    all: '全选',
    noBanks: '全不选',
    chosen: (count) => `已选 ${count} 家`,
    what: '故障',
    own: '其他…',
    howLong: '持续多久',
    lengths: { '1m': '1 分钟', '10m': '10 分钟', '1h': '1 小时', '1d': '1 天', '': '直到结束为止' },
    daily: '每天按时发生，直到结束为止。',
  },
  en: {
    title: 'Incidents',
    hint: 'One fault over several banks at once.',
    none: 'No incident is going on.',
    over: (count) => (count === 1 ? '1 bank' : `${count} banks`),
    overAll: 'all banks',
    end: 'End it',
    endNamed: (name) => `End it: ${name}`,
    begin: 'Begin',
    newTitle: 'A new incident',
    banks: 'Banks that are hit',
    all: 'All',
    noBanks: 'None',
    chosen: (count) => `${count} chosen`,
    what: 'Fault',
    own: 'Another…',
    howLong: 'For how long',
    lengths: { '1m': '1 minute', '10m': '10 minutes', '1h': '1 hour', '1d': '1 day', '': 'until it is ended' },
    daily: 'Every day at its time, until it is ended.',
  },
};
