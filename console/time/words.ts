// The words of the network's clock.
import type { Words } from '../words-shape.ts';

interface TimeWords {
  readonly clock: string;
  readonly shanghai: string;
  readonly held: string;
  readonly pace: string;
  readonly paceHint: (scale: number) => string;
  readonly ownPace: string;
  readonly later: string;
  readonly steps: Readonly<Record<'1h' | '1d' | '7d', string>>;
  readonly ownStep: string;
  readonly go: string;
  readonly walking: (by: string) => string;
  readonly walkingHint: string;
  readonly walked: (by: string) => string;
  readonly stopped: string;
  readonly meanwhile: (calls: number, accepted: number, ended: number) => string;
  readonly close: string;
}

export const TIME_WORDS: Words<TimeWords> = {
  zh: {
    clock: '网络时钟',
    shanghai: '上海时间',
    held: '已停住',
    pace: '快慢',
    paceHint: (scale) => (scale === 0 ? '时钟停住：只随下面的步进前进。' : `真实的 1 秒是网络的 ${scale} 秒。`),
    ownPace: '自定倍数',
    later: '向前',
    steps: { '1h': '一小时后', '1d': '一天后', '7d': '七天后' },
    ownStep: '其他时长',
    go: '前进',
    walking: (by) => `正在前进 ${by} …`,
    walkingHint: '其间到期的一切按顺序发生；可能要几秒。',
    walked: (by) => `已前进 ${by}。`,
    stopped: '未能前进。',
    meanwhile: (calls, accepted, ended) => `其间：调用 ${calls} 次，受理 ${accepted} 笔，完成 ${ended} 笔。`,
    close: '关闭',
  },
  en: {
    clock: "The network's clock",
    shanghai: 'Shanghai time',
    held: 'held',
    pace: 'Pace',
    paceHint: (scale) =>
      scale === 0
        ? 'The clock is held: it goes by the steps below alone.'
        : `One real second is ${scale} of the network’s.`,
    ownPace: 'So many times',
    later: 'Forward',
    steps: { '1h': 'One hour later', '1d': 'One day later', '7d': 'Seven days later' },
    ownStep: 'Any duration',
    go: 'Go',
    walking: (by) => `Going forward by ${by} …`,
    walkingHint: 'Whatever falls due on the way happens in its order; it may take seconds.',
    walked: (by) => `${by} later.`,
    stopped: 'The clock could not be put forward.',
    meanwhile: (calls, accepted, ended) =>
      `Meanwhile: ${calls} calls, ${accepted} ${accepted === 1 ? 'query' : 'queries'} accepted, ${ended} ended.`,
    close: 'Close',
  },
};
