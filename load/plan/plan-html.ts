// A plan as one HTML page: the answer, then throttles side by side, what happens over the time, the banks, and how far
// the time steps are from the run call by call.
import { shanghaiTimestamp } from '../../core/calendar.ts';
import { html, type Markup } from '../../report/markup.ts';
import { type Fact, pageHtml, type Section, sign, type Tone } from '../../report/page.ts';
import { CHART_STYLE } from '../charts/chart-style.ts';
import { table } from '../load-report-tables.ts';
import { capital } from '../load-words.ts';
import type { Agreement } from './agreement.ts';
import { callsOf } from './agreement.ts';
import { admissionChart, backlogChart, reportChart, throttleChart } from './plan-charts.ts';
import { isKept, type PlanResult, planCautions, shownRun } from './plan-result.ts';
import { keepsDeadline, type PlanRun } from './plan-run.ts';
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

/** The text of report.html. */
export const planHtml = (result: PlanResult, toolVersion: string): string => {
  const shown = shownRun(result);
  return pageHtml({
    title: `Load plan: ${result.plan.name}`,
    tone: isKept(result) ? 'good' : 'bad',
    verdict: planSentence(result),
    facts: factsOf(result, shown),
    intro: introOf(result, shown),
    sections: [
      throttlesSection(result),
      ...(shown === undefined ? [] : [timeSection(result, shown), banksSection(result, shown)]),
      ...(result.agreement === undefined ? [] : [agreementSection(result.agreement)]),
    ],
    footer: `banknet load plan ${toolVersion}. Computed, not measured: nobody of it has come.`,
    style: CHART_STYLE,
  });
};

const factsOf = ({ plan, best, bottleneck }: PlanResult, shown: PlanRun | undefined): readonly Fact[] => [
  { label: 'people', value: people(plan.users) },
  {
    label: 'highest throttle',
    value: best === undefined ? 'none' : rateWords(best.throttle.perSecond),
    tone: best === undefined ? 'bad' : 'good',
  },
  { label: 'in the way', value: bottleneck.bank },
  ...(shown === undefined
    ? []
    : [
        { label: 'accepted', value: people(shown.accepted) },
        { label: 'gave up', value: people(shown.gaveUp) },
        { label: 'report p99', value: shown.report === undefined ? '–' : timeWords(shown.report.p99Ms) },
        {
          label: 'missed',
          value: people(shown.missed),
          tone: keepsDeadline(shown) ? ('good' as const) : ('bad' as const),
        },
      ]),
];

const introOf = (result: PlanResult, shown: PlanRun | undefined): Markup => {
  const begins = shanghaiTimestamp(result.plan.startAtMs).slice(0, 16).replace('T', ' ');
  const cautions = [
    ...(shown === undefined ? [] : planCautions(shown, result.plan)),
    ...(result.wasInterrupted ? ['interrupted: the search has not come to its end'] : []),
  ];
  return html`<dl class="about"><dt>plan</dt><dd>${planAbout(result)}</dd>
<dt>begins</dt><dd>${begins} in Shanghai</dd></dl>
${cautions.map((one) => html`<p>${sign('warn', 'caution')} ${capital(one)}.</p>`)}`;
};

const section = (title: string, note: string, body: Markup, tone: Tone = 'quiet', verdict = 'figures'): Section => ({
  title,
  tone,
  verdict,
  tags: [],
  note,
  body,
  isOpen: true,
});

const throttlesSection = (result: PlanResult): Section => {
  const rows = result.runs.map((run) => [
    keepsDeadline(run) ? sign('good', 'keeps every deadline') : sign('bad', 'misses deadlines'),
    ...runCells(run),
    [run === result.best ? 'highest' : '', run === result.given ? 'asked about' : ''].filter(Boolean).join(', '),
  ]);
  const said = neededWords(result).map((one) => html`<p>${one}</p>\n`);
  const body = html`<div class="plots">${throttleChart(result)}<div>${said}</div>
${table(['', ...RUN_COLUMNS.map((name) => `#${name}`), ''], rows)}</div>`;
  const isHeld = isKept(result);
  return section('Throttles side by side', '', body, isHeld ? 'good' : 'bad', isHeld ? 'held' : 'failed');
};

const timeSection = (result: PlanResult, shown: PlanRun): Section =>
  section(
    'Over the time',
    `at a throttle of ${rateWords(shown.throttle.perSecond)}`,
    html`<div class="plots">${[admissionChart, backlogChart, reportChart].map((chart) => chart(result, shown))}</div>`,
  );

const banksSection = ({ bottleneck }: PlanResult, shown: PlanRun): Section => {
  const rows = shown.banks.map((bank) => [
    bank.bank,
    sustainedWords(bank.sustained),
    ...[callsOf(bank), bank.retries, bank.circuitOpened, bank.peakBacklog].map(people),
    timeWords(bank.longestWaitMs),
    people(bank.missed),
  ]);
  const columns = [
    'bank',
    'can do',
    '#calls',
    '#in vain',
    '#circuit opened',
    '#wait at most',
    '#longest wait',
    '#missed',
  ];
  return section('Banks', `in the way: ${bottleneck.bank}`, table(columns, rows));
};

const agreementSection = (agreement: Agreement): Section => {
  const rows = agreement.figures.map((figure) => [
    figure.held ? sign('good', 'near enough') : sign('bad', 'too far apart'),
    ...figureCells(figure),
  ]);
  const shortening = shorteningWords(agreement);
  const columns = ['', ...FIGURE_COLUMNS.map((name, at) => (at < 2 ? name : `#${name}`))];
  return section(
    'In steps and call by call',
    '',
    html`<p>${agreementSentence(agreement)}.</p>
${shortening !== undefined && html`<p class="soft">${capital(shortening)}.</p>`}
${table(columns, rows)}`,
    agreement.held ? 'good' : 'bad',
    agreement.held ? 'held' : 'failed',
  );
};
