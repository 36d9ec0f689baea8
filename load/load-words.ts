// Numbers of load reports in words: three digits are as many as a latency is worth, and a count is a whole number.
import { elapsed, roughly } from '../report/elapsed.ts';
import type { FigureUnit } from './figures.ts';
import type { LoadResult } from './load-result.ts';

const SHOWN_DIGITS = 3;

/** `0.42 ms`, `41.2 ms`, `1.25 s`, `2m 5s`. */
export const msWords = (ms: number, shownDigits = SHOWN_DIGITS): string => {
  if (ms < 0) return `-${msWords(-ms, shownDigits)}`;
  if (ms < 999.5) return `${digits(ms, shownDigits)} ms`;
  return ms < 60_000 ? `${digits(ms / 1000, shownDigits)} s` : roughly(ms);
};

/** {@link msWords}, `–` where there is none. */
export const maybeMs = (ms: number | undefined): string => (ms === undefined ? '–' : msWords(ms));

export const countWords = (count: number): string => count.toLocaleString('en-US', { maximumFractionDigits: 1 });

/** `3 calls`, `1 call`. */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${countWords(count)} ${count === 1 ? noun : plural}`;

/** `12.3 %`. */
export const shareWords = (share: number, shownDigits = SHOWN_DIGITS): string =>
  `${digits(share * 100, shownDigits)} %`;

/** `1.04`. */
export const ratioWords = (ratio: number): string => ratio.toFixed(2);

/** `accepted 470, THROTTLED 30`, the most frequent first. */
export const outcomesWords = (outcomes: Readonly<Record<string, number>>): string =>
  Object.entries(outcomes)
    .toSorted(([one, some], [other, many]) => many - some || (one < other ? -1 : 1))
    .map(([name, count]) => `${name} ${countWords(count)}`)
    .join(', ');

/** A value of a figure in its unit. */
export const figureWords = (unit: FigureUnit, value: number, shownDigits = SHOWN_DIGITS): string => {
  if (unit === 'ms') return msWords(value, shownDigits);
  if (unit === 'share') return shareWords(value, shownDigits);
  return Number.isInteger(value) ? countWords(value) : String(Number(value.toPrecision(shownDigits)));
};

/** What the latencies of a result are: a word that stands wherever they do. */
export const latencyWords = ({ model }: Pick<LoadResult, 'model'>): string =>
  model === 'open'
    ? 'latency from the moment a request was due'
    : 'service time, from when a request left: it says nothing of users who could not come';

/** With a capital, where it begins a sentence. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** On which machine and of which program: what must be the same where results are compared. */
export const environmentWords = ({ environment }: Pick<LoadResult, 'environment'>): readonly string[] => {
  const { toolVersion, commit, runtime, processor, cores, busyShare } = environment;
  return [
    `banknet ${toolVersion}, ${commit === undefined ? 'no commit known' : `commit ${commit}`}`,
    runtime,
    `${processor.trim()}, ${counted(cores, 'core')}, ${shareWords(busyShare)} busy meanwhile`,
  ];
};

/** `open model, 20s, seed 42, 1 generator, against its own network`. */
export const runWords = ({ model, durationMs, seed, generators, target }: LoadResult): string => {
  const where = target === 'own' ? 'its own network' : target;
  const length = elapsed(Math.round(durationMs / 100) * 100);
  return `${model} model, ${length}, seed ${seed}, ${counted(generators, 'generator')}, against ${where}`;
};

/** So many digits, without an exponent. */
const digits = (value: number, shownDigits: number): string => {
  if (value === 0) return '0';
  const places = Math.max(0, Math.min(shownDigits, shownDigits - 1 - Math.floor(Math.log10(Math.abs(value)))));
  return String(Number(value.toFixed(places)));
};
