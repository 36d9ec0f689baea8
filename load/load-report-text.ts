// A load run on a terminal: a line that lives while it runs, then what was found. Correctness stands before speed, and
// the verdict last, where the eye is.
import { oneLine } from '../report/visible-text.ts';
import { ownMeanMs } from './latency-parts.ts';
import type { BankResult, LoadResult, Slice } from './load-result.ts';
import { type Check, cautionsOf, checksOf, hasPassed, verdictSentence } from './load-verdict.ts';
import {
  countWords,
  environmentWords,
  latencyWords,
  maybeMs,
  msWords,
  outcomesWords,
  ratioWords,
  runWords,
} from './load-words.ts';
import { number, textTable, words } from './text-table.ts';
import { RUSH_COLUMNS, refusalWords, rushCells, throttleWords } from './throttle-words.ts';

type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red';

/** Colours of a terminal, or none. */
export type Paint = Readonly<Record<Style, (text: string) => string>>;

/** What the line tells of: the second that is just over. */
export interface LiveSecond {
  readonly slice: Slice;
  /** Of the whole run. */
  readonly totalMs: number;
}

const SECOND_MS = 1000;

/** ` 34 %  50/s  p50 12 ms  p99 88 ms  errors 0  throttled 3`: rate sent, applications' latency. */
export const liveLine = ({ slice, totalMs }: LiveSecond): string => {
  const done = totalMs <= 0 ? 1 : Math.min(1, (slice.atMs + SECOND_MS) / totalMs);
  return [
    `${Math.floor(done * 100)} %`.padStart(5),
    `${countWords(slice.sent)}/s`.padStart(8),
    `p50 ${maybeMs(slice.apply?.p50Ms)}`.padEnd(11),
    `p99 ${maybeMs(slice.apply?.p99Ms)}`.padEnd(11),
    `errors ${countWords(slice.errors)}`.padEnd(10),
    `throttled ${countWords(slice.throttled)}`,
  ].join('  ');
};

/** The whole report, its last line ended. `isQuiet`: what does not hold, and the verdict. */
export const loadText = (result: LoadResult, paint: Paint, isQuiet = false): string => {
  const checks = checksOf(result);
  const width = Math.max(0, ...checks.map(({ name }) => name.length));
  const lines = isQuiet
    ? checks.filter(({ held }) => !held).flatMap((check) => checkLines(check, width, paint))
    : [
        ...checks.flatMap((check) => checkLines(check, width, paint)),
        '',
        paint.bold(`Steps: ${latencyWords(result)}`),
        ...indented(stepsTable(result)),
        '',
        paint.bold(throttleHead(result)),
        `  ${refusalWords(result)}`,
        ...indented(rushesTable(result)),
        ...(result.banks.length === 0 ? [] : ['', paint.bold(BANKS_HEAD), ...indented(banksTable(result.banks))]),
        '',
        ...environmentWords(result).map((line) => paint.dim(oneLine(line))),
        paint.dim(oneLine(runWords(result))),
        ...cautionsOf(result).map((line) => paint.yellow(`! ${line}`)),
        '',
      ];
  const tone = hasPassed(result) ? paint.green : paint.red;
  return `${[...lines, tone(oneLine(verdictSentence(result)))].join('\n')}\n`;
};

const checkLines = ({ name, held, found, details }: Check, width: number, paint: Paint): readonly string[] => [
  `${held ? paint.green('✓') : paint.red('✗')} ${oneLine(name).padEnd(width)}  ${held ? found : paint.red(found)}`,
  ...details.map((detail) => `    ${oneLine(detail)}`),
];

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

const stepsTable = ({ steps }: LoadResult): readonly string[] =>
  textTable(
    [words('step'), ...['count', 'p50', 'p90', 'p99', 'p99.9', 'max'].map(number), words('outcomes')],
    steps.map(({ step, distribution, outcomes }) => {
      const { count, p50Ms, p90Ms, p99Ms, p999Ms, maxMs } = distribution;
      return [
        step,
        countWords(count),
        ...[p50Ms, p90Ms, p99Ms, p999Ms, maxMs].map((ms) => msWords(ms)),
        outcomesWords(outcomes),
      ];
    }),
  );

const throttleHead = (result: LoadResult): string => {
  const settings = throttleWords(result);
  return settings === '' ? 'Throttle' : `Throttle: ${settings}`;
};

const rushesTable = ({ rushes }: LoadResult): readonly string[] => {
  const [from, until, refused, over] = RUSH_COLUMNS;
  return rushes.length === 0
    ? []
    : textTable([number(from), number(until), number(refused), words(over)], rushes.map(rushCells));
};

const BANKS_HEAD =
  'Banks: how long a call took, and what of it the simulated bank meant to take (injected, and its queue)';

const banksTable = (banks: readonly BankResult[]): readonly string[] =>
  textTable(
    [
      words('bank'),
      ...['inquiries', 'calls', 'per inquiry', 'peak/s', 'p50', 'p99', 'meant p50', 'meant p99', 'own mean'].map(
        number,
      ),
      words('outcomes'),
    ],
    banks.map((one) => [
      one.bank,
      countWords(one.inquiries),
      countWords(one.calls),
      ratioWords(one.amplification),
      countWords(one.peakPerSecond),
      ...[one.latency?.p50Ms, one.latency?.p99Ms, one.plannedLatency?.p50Ms, one.plannedLatency?.p99Ms].map(maybeMs),
      maybeMs(ownMeanMs(one)),
      outcomesWords(one.outcomes),
    ]),
  );
