// Banks side by side: what each meant to take as a bar from p50 to p99, what its calls took as marks on it, and beside
// it what calls took beyond that, and how often each inquiry was asked.
import type { Markup } from '../../report/markup.ts';
import { circle, group, line, picture, polyline, rect, text } from '../../report/svg.ts';
import { ownMeanMs } from '../latency-parts.ts';
import type { BankResult } from '../load-result.ts';
import { maybeMs, ratioWords } from '../load-words.ts';
import { areaEntry, figure } from './frame.ts';
import { latencyScale, type Scale } from './scale.ts';

const WIDTH = 720;
const ROW = 21;
const TOP = 24;
const LATENCY = { from: 62, to: 440 };
const OWN = { from: 470, to: 570 };
const AMPLIFICATION = { from: 600, to: 680 };
const BAR = 9;

export const bankChart = (banks: readonly BankResult[]): Markup | undefined => {
  const told = banks.flatMap(({ latency, plannedLatency }) =>
    [latency, plannedLatency].filter((one) => one !== undefined),
  );
  if (told.length === 0) return undefined;
  const x = latencyScale(
    Math.min(...told.map(({ p50Ms }) => p50Ms)),
    Math.max(...told.map(({ p99Ms }) => p99Ms)),
    LATENCY,
  );
  const mostOwnMs = Math.max(1, ...banks.map((bank) => ownMeanMs(bank) ?? 0));
  const bottom = TOP + banks.length * ROW;
  const drawn = picture(
    { width: WIDTH, height: bottom + 24, label: `Latency and retries of ${banks.length} banks`, class: 'chart' },
    text({ x: LATENCY.from, y: 13, words: 'p50 to p99 of a call, logarithmic', class: 'head' }),
    text({ x: OWN.from, y: 13, words: 'own, on average', class: 'head' }),
    text({ x: AMPLIFICATION.from, y: 13, words: 'calls per inquiry', class: 'head' }),
    ...x.ticks.flatMap(({ at, words }) => [
      line({ x: at, y: TOP - 3 }, { x: at, y: bottom }, { class: 'grid' }),
      text({ x: at, y: bottom + 16, words, anchor: 'middle' }),
    ]),
    ...banks.map((bank, at) => bankRow(bank, TOP + at * ROW + ROW / 2, x, mostOwnMs)),
  );
  const legend = [
    areaEntry('what the simulated bank meant to take: injected, and its own queue', 'part meant'),
    areaEntry('what calls took beyond that: the harness’s own', 'part own'),
    areaEntry('asked more than once', 'part waiting'),
  ];
  return figure('Banks side by side', drawn, legend, '○ p50 and ◆ p99 of the calls, as the engine saw them.');
};

const bankRow = (bank: BankResult, y: number, x: Scale, mostOwnMs: number): Markup => {
  const { latency, plannedLatency: meant, amplification } = bank;
  const own = ownMeanMs(bank);
  const told = (one: typeof latency): string => `p50 ${maybeMs(one?.p50Ms)}, p99 ${maybeMs(one?.p99Ms)}`;
  const title = `${bank.bank}: calls ${told(latency)}; meant ${told(meant)}; own ${maybeMs(own)} on average`;
  const bar = (from: number, width: number, name: string): Markup =>
    rect({ x: from, y: y - BAR / 2, width: Math.max(1, width), height: BAR, class: name, title });
  const ownWidth = ((OWN.to - OWN.from - 50) * Math.max(0, own ?? 0)) / mostOwnMs;
  const repeated = Math.min(1, Math.max(0, amplification - 1)) * (AMPLIFICATION.to - AMPLIFICATION.from);
  return group(
    { class: `bank-${bank.bank}` },
    text({ x: LATENCY.from - 8, y: y + 4, words: bank.bank, anchor: 'end' }),
    meant && bar(x.place(meant.p50Ms), x.place(meant.p99Ms) - x.place(meant.p50Ms), 'part meant'),
    latency && circle({ x: x.place(latency.p50Ms), y }, 3.6, { class: 'took', title }),
    latency && diamond(x.place(latency.p99Ms), y, title),
    own === undefined ? undefined : bar(OWN.from, ownWidth, 'part own'),
    text({ x: OWN.from + ownWidth + 5, y: y + 4, words: maybeMs(own) }),
    repeated > 0 ? bar(AMPLIFICATION.from, repeated, 'part waiting') : undefined,
    text({ x: AMPLIFICATION.from + repeated + 5, y: y + 4, words: ratioWords(amplification) }),
  );
};

const HALF = 4.6;

const diamond = (x: number, y: number, title: string): Markup =>
  polyline(
    [
      { x: x - HALF, y },
      { x, y: y - HALF },
      { x: x + HALF, y },
      { x, y: y + HALF },
    ],
    true,
    { class: 'took full', title },
  );
