// A load run as one HTML page: whether it held, correctness first; then pictures of what happened when, for whom, and
// at which bank, and which part of the time was injected, the harness's own, or waiting.
import { shanghaiTimestamp } from '../core/calendar.ts';
import { html, type Markup } from '../report/markup.ts';
import { type Fact, pageHtml, type Section, sign } from '../report/page.ts';
import { bankChart } from './charts/bank-chart.ts';
import { CHART_STYLE } from './charts/chart-style.ts';
import { heatMap } from './charts/heat-map.ts';
import { partsChart, stepPercentiles } from './charts/percentile-chart.ts';
import {
  amplificationChart,
  latencyChart,
  refusalChart,
  retryChart,
  throttleRateChart,
  throttleTotalChart,
  throughputChart,
} from './charts/run-charts.ts';
import type { Comparison } from './compare.ts';
import { comparisonSection, comparisonSentence } from './comparison-words.ts';
import { banksTable, checksTable, incidentsTable, partsTable, rushesTable, stepsTable } from './load-report-tables.ts';
import type { LoadResult } from './load-result.ts';
import { cautionsOf, checksOf, hasPassed, verdictSentence } from './load-verdict.ts';
import { capital, countWords, environmentWords, latencyWords, maybeMs, ratioWords, runWords } from './load-words.ts';
import { refusalWords, throttleWords } from './throttle-words.ts';

/** The text of report.html. */
export const loadHtml = (result: LoadResult, comparison?: Comparison): string =>
  pageHtml({
    title: `Load: ${result.profile}`,
    tone: hasPassed(result) && comparison?.passed !== false ? 'good' : 'bad',
    verdict: [verdictSentence(result), ...(comparison === undefined ? [] : [comparisonSentence(comparison)])].join(
      '; ',
    ),
    facts: factsOf(result),
    intro: about(result),
    sections: [
      checksSection(result),
      ...(comparison === undefined ? [] : [comparisonSection(comparison)]),
      pictures('Over time: throughput, and latency with incidents shaded', incidentNote(result), [
        throughputChart(result),
        latencyChart(result, 'apply'),
        latencyChart(result, 'report'),
      ]),
      partsSection(result),
      pictures('By percentile, and how many took how long when', latencyNote(result), [
        stepPercentiles(result),
        heatMap(result, 'report'),
        heatMap(result, 'apply'),
        stepsTable(result),
      ]),
      ...banksSection(result),
      throttleSection(result),
      pictures('Retries', `amplification ${ratioWords(result.correctness.amplification)}`, [
        retryChart(result),
        amplificationChart(result),
      ]),
    ],
    footer: `banknet load run ${result.environment.toolVersion}. Everybody in it is synthetic.`,
    style: CHART_STYLE,
  });

const stepOf = ({ steps }: LoadResult, name: string) => steps.find(({ step }) => step === name)?.distribution;

const factsOf = (result: LoadResult): readonly Fact[] => {
  const { correctness, schedule } = result;
  const wrong = checksOf(result).some(({ kind, held }) => kind === 'correctness' && !held);
  const sent: Fact = { label: 'requests sent', value: countWords(schedule.sent) };
  return [
    { label: 'answers', value: wrong ? 'wrong' : 'right', tone: wrong ? 'bad' : 'good' },
    result.model === 'open' && !schedule.kept ? { ...sent, label: 'sent, schedule not kept', tone: 'bad' } : sent,
    { label: 'accepted', value: countWords(correctness.queriesAccepted) },
    { label: 'apply p50', value: maybeMs(stepOf(result, 'apply')?.p50Ms) },
    { label: 'apply p99', value: maybeMs(stepOf(result, 'apply')?.p99Ms) },
    { label: 'report p99', value: maybeMs(stepOf(result, 'report')?.p99Ms) },
    { label: 'calls per inquiry', value: ratioWords(correctness.amplification) },
  ];
};

const about = (result: LoadResult): Markup => {
  const begun = shanghaiTimestamp(Date.parse(result.startedAt)).slice(0, 19).replace('T', ' ');
  const rows = [
    ['run', runWords(result)],
    ['begun', `${begun} in Shanghai`],
    ['latency is', latencyWords(result)],
    ['on', environmentWords(result).join('; ')],
  ] as const;
  return html`<dl class="about">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>
${cautionsOf(result).map((line) => html`<p>${sign('warn', 'caution')} ${capital(line)}.</p>`)}`;
};

const checksSection = (result: LoadResult): Section => {
  const checks = checksOf(result);
  const broken = checks.filter(({ held }) => !held).length;
  return {
    title: 'What had to hold',
    tone: broken > 0 ? 'bad' : 'good',
    verdict: broken > 0 ? 'failed' : 'held',
    tags: [],
    note: broken > 0 ? `${broken} of ${checks.length} do not hold` : `all ${checks.length} hold`,
    body: checksTable(checks),
    isOpen: true,
  };
};

/** A section that judges nothing. */
const pictures = (title: string, note: string, parts: readonly (Markup | undefined)[]): Section => ({
  title,
  tone: 'quiet',
  verdict: 'figures',
  tags: [],
  note,
  body: html`<div class="plots">${parts.filter((one) => one !== undefined)}</div>`,
  isOpen: true,
});

const incidentNote = ({ incidents }: LoadResult): string =>
  incidents.length === 0 ? 'no incidents' : incidents.map(({ name }) => name).join(', ');

const latencyNote = ({ model }: LoadResult): string => (model === 'open' ? 'from the moment due' : 'service time');

const throttleSection = (result: LoadResult): Section =>
  pictures('Throttle', throttleWords(result), [
    throttleTotalChart(result),
    throttleRateChart(result),
    refusalChart(result),
    html`<div><p>${capital(refusalWords(result))}.</p>${rushesTable(result)}</div>`,
  ]);

const partsSection = (result: LoadResult): Section => {
  const body = html`<p>A report waits for the slowest of its banks. <strong>Injected</strong> is what the simulated
banks meant to take, with the queue at their own servers: the harness adds nothing to it. <strong>Own</strong> is what
calls took beyond that: sockets, parsing and event loops of this machine. <strong>Waiting</strong> is all that is left
up to the report on the screen: retries, a place at a bank in whose lane others are before, callbacks, the next look at
the record.</p>
<div class="plots">${partsChart(result) ?? html`<p>No simulated bank told what it meant to take.</p>`}
<div>${partsTable(result)}${incidentsTable(result)}</div></div>
<p class="soft">The slowest bank is computed from what all of them meant to take, each independent of the others. Own is
an average over all calls, the same in each row: that of one alone is not known. A part of a percentile says where to
look, not what each request spent.</p>`;
  return {
    title: 'Where the time goes: injected, own, waiting',
    tone: 'quiet',
    verdict: 'figures',
    tags: [],
    note: 'application to report',
    body,
    isOpen: true,
  };
};

const banksSection = ({ banks }: LoadResult): readonly Section[] => {
  if (banks.length === 0) return [];
  const most = banks.toSorted((one, other) => other.amplification - one.amplification)[0];
  const note = most === undefined ? '' : `most calls per inquiry: ${most.bank} ${ratioWords(most.amplification)}`;
  return [pictures('Banks side by side', note, [whole(bankChart(banks)), banksTable(banks)])];
};

/** Over the whole width. */
const whole = (one: Markup | undefined): Markup | undefined => one && html`<div class="whole">${one}</div>`;
