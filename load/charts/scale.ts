// From values to places on paper, with ticks at round values. Pure; charts choose one for each axis.
import { roughly } from '../../report/elapsed.ts';
import { countWords, msWords } from '../load-words.ts';

export interface Tick {
  readonly at: number;
  readonly words: string;
}

export interface Scale {
  /** Values beyond the ends stay at the ends. */
  readonly place: (value: number) => number;
  readonly ticks: readonly Tick[];
}

/** Where on paper a scale begins and ends. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const between = (share: number, { from, to }: Span): number => from + Math.min(1, Math.max(0, share)) * (to - from);

/** From 0 to a round value at or above `max`. */
export const linearScale = (max: number, span: Span, words: (value: number) => string = countWords): Scale => {
  const step = roundStep(max / 4);
  const count = Math.max(1, Math.ceil(max / step - 1e-9));
  const place = (value: number): number => between(value / (step * count), span);
  const values = Array.from({ length: count + 1 }, (_, at) => at * step);
  return { place, ticks: values.map((value) => ({ at: place(value), words: words(value) })) };
};

const roundStep = (least: number): number => {
  if (least <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 2.5, 5].find((one) => one * power >= least) ?? 10);
};

const TIME_STEPS_MS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
].map((seconds) => seconds * 1000);
const MOST_TIME_TICKS = 10;

/** From the first arrival to `endMs`. */
export const timeScale = (endMs: number, span: Span): Scale => {
  const end = Math.max(1, endMs);
  const stepMs = TIME_STEPS_MS.find((one) => end / one <= MOST_TIME_TICKS) ?? end;
  const place = (value: number): number => between(value / end, span);
  const values = Array.from({ length: Math.floor(end / stepMs) + 1 }, (_, at) => at * stepMs);
  return { place, ticks: values.map((value) => ({ at: place(value), words: value === 0 ? '0' : roughly(value) })) };
};

/** From a round latency at or below the shortest to one at or above the longest, by the logarithm. */
export const latencyScale = (minMs: number, maxMs: number, span: Span): Scale => {
  const least = Math.max(SHORTEST_MS, minMs) * (1 + ROUNDING);
  const from = ROUND_MS.findLast((one) => one <= least) ?? SHORTEST_MS;
  const to = ROUND_MS.find((one) => one >= Math.max(maxMs * (1 - ROUNDING), from * 2)) ?? maxMs;
  const place = (value: number): number =>
    between(Math.log(Math.max(SHORTEST_MS, value) / from) / Math.log(to / from), span);
  const within = ROUND_MS.filter((one) => one >= from && one <= to);
  const isLong = within.length > MOST_LATENCY_TICKS;
  const shown = isLong ? within.filter((one) => Number.isInteger(Math.round(Math.log10(one) * 1000) / 1000)) : within;
  return { place, ticks: shown.map((value) => ({ at: place(value), words: latencyTick(value) })) };
};

/** 1, 2 and 5 of each power of ten, from a tenth of a millisecond to more than an hour. */
const ROUND_MS = Array.from({ length: 8 }, (_, at) => 10 ** (at - 1)).flatMap((power) => [power, 2 * power, 5 * power]);
const MOST_LATENCY_TICKS = 8;
/** What a logarithm may be off by. */
const ROUNDING = 1e-9;

const latencyTick = (ms: number): string => (ms < 1000 ? msWords(ms) : `${countWords(ms / 1000)} s`);

/** Below it a latency is as good as none. */
export const SHORTEST_MS = 0.1;

const SHARES = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999];

/** Percentiles, each further nine as wide as the last: what is rare gets as much room as what is common. */
export const percentileScale = (highest: number, span: Span): Scale => {
  const most = ninesOf(highest);
  const place = (share: number): number => between(ninesOf(share) / most, span);
  const shown = SHARES.filter((share) => ninesOf(share) <= most + 1e-9);
  return { place, ticks: shown.map((share) => ({ at: place(share), words: percentileWords(share) })) };
};

const percentileWords = (share: number): string =>
  share === 0 ? 'fastest' : `p${Number((share * 100).toPrecision(MAX_SHARE_DIGITS))}`;
const MAX_SHARE_DIGITS = 7;

/** 0.9 is 1, 0.99 is 2. */
const ninesOf = (share: number): number => -Math.log10(Math.max(1e-6, 1 - share));
