// A comparison for a terminal, for the page and for JUnit: each figure beside its earlier ones, and what fails.
import { html, type Markup } from '../report/markup.ts';
import { type Section, sign } from '../report/page.ts';
import { oneLine } from '../report/visible-text.ts';
import type { ComparedFigure, ComparedVerdict, Comparison } from './compare.ts';
import { table } from './load-report-tables.ts';
import type { Paint } from './load-report-text.ts';
import { counted, figureWords, shareWords } from './load-words.ts';
import { number, textTable, words } from './text-table.ts';

/** The one sentence of a comparison. */
export const comparisonSentence = ({ runs, changeShare, figures, passed }: Comparison): string => {
  const beside = `beside ${counted(runs, 'earlier run')}`;
  if (changeShare === undefined)
    return `${beside}: ${countOf(figures, 'worse')} worse, ${countOf(figures, 'better')} better`;
  const limit = shareWords(changeShare);
  const failing = figures.filter(({ fails }) => fails).length;
  return passed
    ? `${beside}: nothing is worse by more than ${limit}`
    : `${beside}: ${counted(failing, 'figure')} worse by more than ${limit}`;
};

const countOf = (figures: readonly ComparedFigure[], verdict: ComparedVerdict): number =>
  figures.filter((one) => one.verdict === verdict).length;

/** The lines, the last one ended. `isQuiet`: what fails alone. */
export const comparisonText = (comparison: Comparison, paint: Paint, isQuiet = false): string => {
  const shown = comparison.figures.filter(({ fails, name }) => fails || (!isQuiet && !name.startsWith('bank.')));
  const left = comparison.figures.length - shown.length;
  const columns = [words(''), words('figure'), number('now'), number('before'), number('spread'), number('change')];
  const lines = [
    ...comparison.differences.map((one) => paint.yellow(`! ${oneLine(one)}`)),
    ...(shown.length === 0
      ? []
      : textTable(
          columns,
          shown.map((one) => [SIGNS[toneOf(one)], ...cellsOf(one)]),
        )),
    ...(left > 0 && !isQuiet
      ? [paint.dim(`${counted(left, 'figure')} of banks have not failed; the page has them`)]
      : []),
    (comparison.passed ? paint.green : paint.red)(comparisonSentence(comparison)),
  ];
  return `${lines.join('\n')}\n`;
};

type ComparedTone = 'fails' | ComparedVerdict;

const toneOf = ({ fails, verdict }: ComparedFigure): ComparedTone => (fails ? 'fails' : verdict);

const SIGNS: Readonly<Record<ComparedTone, string>> = {
  fails: '✗',
  worse: '−',
  better: '+',
  same: ' ',
  new: '*',
  gone: '?',
};

/** Name, now, before, spread, change. */
const cellsOf = ({ name, unit, value, lowest, middle, highest, changeShare }: ComparedFigure): readonly string[] => {
  const told = (one: number | undefined): string => (one === undefined ? '–' : figureWords(unit, one));
  const spread = lowest === highest ? '–' : `${told(lowest)} to ${told(highest)}`;
  return [name, told(value), told(middle), spread, changeWords(changeShare)];
};

const changeWords = (share: number | undefined): string => {
  if (share === undefined) return '–';
  return share > 0 ? `+${shareWords(share)}` : shareWords(share).replace('-', '−');
};

/** For the page of the run. */
export const comparisonSection = (comparison: Comparison): Section => {
  const { differences, figures, passed } = comparison;
  return {
    title: 'Compared with earlier runs',
    tone: passed ? 'good' : 'bad',
    verdict: passed ? 'held' : 'failed',
    tags: [],
    note: comparisonSentence(comparison),
    body: html`${differences.map((one) => html`<p>${sign('warn', 'not the same')} ${one}</p>`)}
${table(
  ['', 'figure', '#now', '#before', '#spread', '#change'],
  figures.map((one) => [signOf(one), ...cellsOf(one)]),
)}
<p class="soft">Before: the middle of the earlier runs; spread: from the lowest to the highest of them. Within it
nothing has changed.</p>`,
    isOpen: true,
  };
};

const signOf = (one: ComparedFigure): Markup | string => {
  if (one.fails) return sign('bad', 'fails');
  if (one.verdict === 'worse' || one.verdict === 'gone') return sign('warn', one.verdict);
  return one.verdict === 'better' ? sign('good', 'better') : '';
};

/** What failed, a line for each. */
export const comparisonFailures = ({ figures }: Comparison): readonly string[] =>
  figures
    .filter(({ fails }) => fails)
    .map((one) => {
      const [name, now, before, , change] = cellsOf(one);
      return `${name}: ${now} now, ${before} before (${change})`;
    });
