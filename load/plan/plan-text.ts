// A plan on a terminal: throttles side by side, what happens over the time as lines of blocks, the banks that hold up,
// and the answer last, where the eye is.
import { roughly } from '../../report/elapsed.ts';
import { oneLine } from '../../report/visible-text.ts';
import type { Paint } from '../load-report-text.ts';
import { number, textTable, words } from '../text-table.ts';
import { toldFigures } from './agreement.ts';
import { isKept, type PlanResult, planCautions, shownRun } from './plan-result.ts';
import { keepsDeadline, type PlannedBank, type PlanRun } from './plan-run.ts';
import {
  agreementSentence,
  FIGURE_COLUMNS,
  figureCells,
  neededWords,
  people,
  planAbout,
  planSentence,
  RUN_COLUMNS,
  rateWords,
  runCells,
  shorteningWords,
  sustainedWords,
  timeWords,
} from './plan-words.ts';
import { sparkline } from './sparkline.ts';

/** Blocks of a line; with its name and its highest that is less than 80 columns. */
const PLOT_WIDTH = 48;
const NAME_WIDTH = 14;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Banks with a line of their own: those where most wait. */
const SHOWN_BANKS = 4;

/** The whole text, its last line ended. `isQuiet`: the answer, and what to be careful of. */
export const planText = (result: PlanResult, paint: Paint, isQuiet = false): string => {
  const shown = shownRun(result);
  const cautions = shown === undefined ? [] : planCautions(shown, result.plan);
  const lines = [
    ...(isQuiet ? [] : wholeLines(result, shown, paint)),
    ...(isQuiet ? [] : checkLines(result, paint)),
    ...cautions.map((caution) => `${paint.yellow('!')} ${caution}`),
    ...(result.wasInterrupted ? [paint.yellow('! interrupted: the search has not come to its end')] : []),
    isKept(result) ? paint.green(planSentence(result)) : paint.red(planSentence(result)),
  ];
  return `${lines.join('\n')}\n`;
};

const wholeLines = (result: PlanResult, shown: PlanRun | undefined, paint: Paint): readonly string[] => [
  paint.dim(oneLine(planAbout(result))),
  '',
  paint.bold('Throttles side by side'),
  ...throttleTable(result),
  ...(shown === undefined ? [] : ['', ...plotLines(shown, paint), '', ...bankLines(shown, paint)]),
  '',
  ...neededWords(result),
  '',
];

const throttleTable = ({ runs, best, given }: PlanResult): readonly string[] => {
  const remark = (run: PlanRun): string =>
    [
      run === best ? 'the highest that keeps every deadline' : '',
      run === given ? 'asked about' : '',
      keepsDeadline(run) ? '' : 'too much',
    ]
      .filter((one) => one !== '')
      .join(', ');
  const columns = [...RUN_COLUMNS.map(number), words('')];
  return textTable(
    columns,
    runs.map((run) => [...runCells(run), remark(run)]),
  ).map((line) => `  ${line}`);
};

const plotLines = (run: PlanRun, paint: Paint): readonly string[] => {
  const { slices, throttle } = run;
  const rates = (read: (slice: (typeof slices)[number]) => number) =>
    slices.map((slice) => (read(slice) * 1000) / slice.forMs);
  const line = (name: string, values: readonly number[], say: (most: number) => string): string =>
    `  ${name.padEnd(NAME_WIDTH)} ${sparkline(values, PLOT_WIDTH).padEnd(PLOT_WIDTH)} ${say(Math.max(...values))}`;
  const endMs = (slices.at(-1)?.atMs ?? 0) + (slices.at(-1)?.forMs ?? 0);
  const end = roughly(endMs < HOUR_MS ? endMs : Math.round(endMs / MINUTE_MS) * MINUTE_MS);
  return [
    paint.bold(`Over the time, at a throttle of ${rateWords(throttle.perSecond)}; on the right the highest`),
    line(
      'applications',
      rates(({ applications }) => applications),
      rateWords,
    ),
    line(
      'accepted',
      rates(({ accepted }) => accepted),
      rateWords,
    ),
    line(
      'refused',
      rates(({ refused }) => refused),
      rateWords,
    ),
    ...mostWaiting(run).map(({ bank }) =>
      line(
        `wait for ${bank}`,
        slices.map(({ backlog }) => backlog[bank] ?? 0),
        people,
      ),
    ),
    line(
      'report p99',
      slices.map(({ p99Ms }) => p99Ms ?? 0),
      timeWords,
    ),
    paint.dim(`  ${''.padEnd(NAME_WIDTH)} 0${end.padStart(PLOT_WIDTH - 1)}`),
  ];
};

/** Banks where some wait, most first. */
export const mostWaiting = ({ banks }: PlanRun): readonly PlannedBank[] =>
  banks.toSorted((one, other) => other.peakBacklog - one.peakBacklog).slice(0, SHOWN_BANKS);

const bankLines = (run: PlanRun, paint: Paint): readonly string[] => [
  paint.bold('Banks, those first where most wait'),
  ...textTable(
    [words('bank'), number('calls'), number('in vain'), number('wait at most'), number('longest'), words('can do')],
    mostWaiting(run).map(
      ({ bank, firstCalls, retries, statusCalls, probes, peakBacklog, longestWaitMs, sustained }) => [
        bank,
        people(firstCalls + retries + statusCalls + probes),
        people(retries),
        people(peakBacklog),
        timeWords(longestWaitMs),
        sustainedWords(sustained),
      ],
    ),
  ).map((line) => `  ${line}`),
];

const checkLines = ({ agreement }: PlanResult, paint: Paint): readonly string[] => {
  if (agreement === undefined) return [];
  const columns = FIGURE_COLUMNS.map((name, at) => (at < 2 ? words(name) : number(name)));
  const rows = toldFigures(agreement).map((figure) => [...figureCells(figure), figure.held ? '' : 'too far apart']);
  const shortening = shorteningWords(agreement);
  return [
    paint.bold('In steps and call by call'),
    ...(shortening === undefined ? [] : [paint.dim(`  ${shortening}`)]),
    ...textTable([...columns, words('')], rows).map((line) => `  ${line}`),
    agreementSentence(agreement),
    '',
  ];
};
