// The words of the network at a glance.
import type { Words } from '../words-shape.ts';
import type { BankState } from './bank-figures.ts';

interface GlanceWords {
  readonly engine: string;
  readonly banks: string;
  readonly noEngine: string;
  readonly running: string;
  readonly parked: string;
  readonly waiting: string;
  readonly inFlight: string;
  readonly accepted: string;
  readonly ended: string;
  readonly throttled: string;
  readonly throttle: string;
  readonly throttleIs: (burst: string, perSecond: string) => string;
  readonly throttleHint: string;
  readonly burst: string;
  readonly perSecond: string;
  readonly set: string;
  readonly close: string;
  readonly rate: string;
  readonly states: Readonly<Record<BankState | 'real', string>>;
  readonly stateHints: Readonly<Record<BankState | 'real', string>>;
  readonly failed: string;
  readonly perSecondShort: string;
  readonly legend: string;
  readonly legendCalls: string;
  readonly legendFailed: string;
  readonly faults: string;
  readonly more: (count: number) => string;
  readonly healthy: string;
  readonly healthyHint: string;
  readonly healthyDone: string;
  readonly nothingWrong: string;
  readonly reset: string;
  readonly resetHint: string;
  readonly resetSure: string;
  readonly resetDone: string;
  readonly cancel: string;
}

export const GLANCE_WORDS: Words<GlanceWords> = {
  zh: {
    engine: '引擎',
    banks: '十六家银行',
    noEngine: '此进程只提供银行，没有查询引擎。',
    running: '进行中的查询',
    parked: '其中暂存',
    waiting: '排队等候',
    inFlight: '在途调用',
    accepted: '受理',
    ended: '完成',
    throttled: '限流拒绝',
    throttle: '限流',
    throttleIs: (burst, perSecond) => `突发 ${burst}，每秒 ${perSecond}`,
    throttleHint: '一次最多受理的申请数，以及此后每秒放行的申请数。',
    burst: '突发',
    perSecond: '每秒',
    set: '设定',
    close: '关闭',
    rate: '调用/秒',
    states: {
      well: '正常',
      quiet: '暂无调用',
      slow: '缓慢',
      failing: '部分失败',
      circuit: '熔断',
      down: '中断',
      real: '真实银行',
    },
    stateHints: {
      well: '近几秒的调用都得到了回答',
      quiet: '近几秒没有调用',
      slow: '一半以上的回答超过 1 秒',
      failing: '近几秒有调用失败',
      circuit: '引擎暂停调用此银行，只偶尔试探',
      down: '端口关闭，或几乎所有调用都失败',
      real: '不由本网络模拟',
    },
    failed: '失败/秒',
    perSecondShort: '/秒',
    legend: '最近两分钟',
    legendCalls: '调用',
    legendFailed: '失败',
    faults: '故障',
    more: (count) => `另有 ${count} 项`,
    healthy: '全部恢复正常',
    healthyHint: '结束每家银行的所有故障和事件；设置保持不变。',
    healthyDone: '所有故障和事件都已结束。',
    nothingWrong: '目前没有任何故障或事件。',
    reset: '恢复到启动时',
    resetHint: '银行设置、故障、事件、人员、限流、人脸核验、时间快慢都回到启动时；查询、流水和时钟所指的时间保留。',
    resetSure: '确定恢复',
    resetDone: '已恢复到网络启动时的状态。',
    cancel: '取消',
  },
  en: {
    engine: 'Engine',
    banks: 'Sixteen banks',
    noEngine: 'This process only serves banks: it has no engine.',
    running: 'Queries running',
    parked: 'of them parked',
    waiting: 'waiting in line',
    inFlight: 'calls in flight',
    accepted: 'accepted',
    ended: 'ended',
    throttled: 'throttled',
    throttle: 'Throttle',
    throttleIs: (burst, perSecond) => `burst ${burst}, ${perSecond} per second`,
    throttleHint: 'How many applications are taken at once, and how many more each second after that.',
    burst: 'Burst',
    perSecond: 'Per second',
    set: 'Set',
    close: 'Close',
    rate: 'calls/s',
    states: {
      well: 'well',
      quiet: 'no calls',
      slow: 'slow',
      failing: 'failing',
      circuit: 'circuit open',
      down: 'down',
      real: 'real bank',
    },
    stateHints: {
      well: 'calls of the last seconds were answered',
      quiet: 'no call in the last seconds',
      slow: 'half of the answers take longer than 1 s',
      failing: 'some calls of the last seconds failed',
      circuit: 'the engine holds its calls back and probes now and then',
      down: 'the port is closed, or nearly every call failed',
      real: 'not simulated by this network',
    },
    failed: 'failed/s',
    perSecondShort: '/s',
    legend: 'the last two minutes',
    legendCalls: 'calls',
    legendFailed: 'failed',
    faults: 'Faults',
    more: (count) => `${count} more`,
    healthy: 'All healthy again',
    healthyHint: 'Ends every fault and every incident of every bank; settings stay.',
    healthyDone: 'Every fault and every incident is over.',
    nothingWrong: 'Nothing is wrong anywhere just now.',
    reset: 'Back to the start',
    resetHint:
      'Settings, faults, incidents, people, throttle, face check and pace go back to what the network was started with; queries, journal and what the clock shows stay.',
    resetSure: 'Yes, set everything back',
    resetDone: 'Everything is as the network was started.',
    cancel: 'Cancel',
  },
};
