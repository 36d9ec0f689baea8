// A run of scenarios as one HTML page: failures on top, each scenario with its steps and its timeline as a picture.
import { shanghaiTimestamp } from '../../core/calendar.ts';
import { elapsed } from '../../report/elapsed.ts';
import { html, type Markup } from '../../report/markup.ts';
import { type Fact, pageHtml, type Section, sign, type Tone } from '../../report/page.ts';
import type { ScenarioResult } from '../scenario-result.ts';
import { timelineOf } from '../timeline/timeline.ts';
import { timelinePicture } from '../timeline/timeline-picture.ts';
import { TIMELINE_STYLE } from '../timeline/timeline-style.ts';
import {
  counted,
  fileOf,
  type Problem,
  problemsOf,
  type ReportedScenario,
  RULE_IDS,
  type ScenarioReport,
  scenarioOf,
  type Totals,
  totalsOf,
  type Verdict,
  verdictOf,
} from './scenario-report.ts';
import { placeOf, sizeOf } from './scenario-report-text.ts';

const TONES: Readonly<Record<Verdict, Tone>> = { failed: 'bad', 'not run': 'warn', passed: 'good' };
const ORDER: readonly Verdict[] = ['failed', 'not run', 'passed'];
/** A few stories are all unfolded; of many only what failed. */
const MAX_UNFOLDED = 3;

/** The text of report.html. */
export const scenarioReportHtml = (report: ScenarioReport): string => {
  const totals = totalsOf(report);
  const ordered = ORDER.flatMap((verdict) => report.scenarios.filter((one) => verdictOf(one) === verdict));
  const isShort = ordered.length <= MAX_UNFOLDED;
  return pageHtml({
    title: 'Scenarios',
    tone: toneOf(report, totals),
    verdict: verdictLine(report, totals),
    facts: factsOf(totals),
    intro: coverage(totals),
    sections: ordered.map((one) => sectionOf(one, isShort)),
    footer: `banknet scenario run, ${report.stage}. Everybody in it is synthetic.`,
    style: TIMELINE_STYLE,
  });
};

const toneOf = ({ wasInterrupted }: ScenarioReport, { failed, passed }: Totals): Tone => {
  if (failed > 0) return 'bad';
  return wasInterrupted || passed === 0 ? 'warn' : 'good';
};

const verdictLine = ({ wasInterrupted, stage }: ScenarioReport, { failed, passed, notRun }: Totals): string => {
  const main =
    failed > 0
      ? `${counted(failed, 'scenario')} of ${failed + passed} failed ${stage}`
      : `${counted(passed, 'scenario')} passed ${stage}`;
  const left = notRun > 0 ? `, ${notRun} not run here` : '';
  return `${main}${left}${wasInterrupted ? '; interrupted before the end' : ''}`;
};

const factsOf = ({ scenarios, passed, failed, notRun, steps, issuerCalls, covered }: Totals): readonly Fact[] => [
  { label: 'scenarios', value: String(scenarios) },
  { label: 'passed', value: String(passed), tone: passed > 0 ? 'good' : 'quiet' },
  { label: 'failed', value: String(failed), tone: failed > 0 ? 'bad' : 'quiet' },
  ...(notRun > 0 ? [{ label: 'not run here', value: String(notRun), tone: 'warn' as const }] : []),
  { label: 'steps', value: steps.toLocaleString('en-US') },
  { label: 'issuer calls', value: issuerCalls.toLocaleString('en-US') },
  { label: 'rules covered', value: `${covered.length} of ${RULE_IDS.length}` },
];

const coverage = ({ covered, notCovered }: Totals): Markup | undefined =>
  covered.length > 0 && notCovered.length > 0
    ? html`<p class="soft">Rules that none of these covers: ${notCovered.join(' ')}</p>`
    : undefined;

const sectionOf = (one: ReportedScenario, isShort: boolean): Section => {
  const { name, rules } = scenarioOf(one);
  const verdict = verdictOf(one);
  return {
    title: name,
    tone: TONES[verdict],
    verdict,
    tags: rules,
    note: one.kind === 'played' ? sizeOf(one.result) : one.reason,
    body: one.kind === 'played' ? playedBody(one) : notRunBody(one),
    isOpen: verdict === 'failed' || (isShort && verdict === 'passed'),
  };
};

const notRunBody = (one: ReportedScenario & { kind: 'not-run' }): Markup =>
  html`<p>Not run here: ${one.reason}.</p><p class="soft mono">${fileOf(one)}</p>`;

const playedBody = (one: ReportedScenario & { kind: 'played' }): Markup => {
  const { result, replay } = one;
  const { scenario, startMs, endMs } = result;
  return html`
${problemsOf(result).map((problem) => problemMarkup(problem, result))}
${timelinePicture(timelineOf(result), scenario.name)}
${stepsTable(result)}
<p class="soft">Seed ${scenario.seed}, from ${shanghaiTimestamp(startMs)} for ${elapsed(endMs - startMs)}</p>
<pre class="command">${replay}</pre>`;
};

const problemMarkup = (problem: Problem, result: ScenarioResult): Markup => {
  if (problem.kind === 'crash') return html`<div class="problem"><strong>Broke off:</strong> ${problem.message}</div>`;
  const place = placeOf(problem, result);
  if (problem.kind === 'violation') {
    return html`<div class="problem"><strong>${problem.invariant}</strong> ${problem.sentence}
<dl><dt>seen</dt><dd>${place}</dd><dt>what</dt><dd>${problem.message}</dd>${
      problem.queryId !== '' && html`<dt>query</dt><dd class="mono">${problem.queryId}</dd>`
    }</dl></div>`;
  }
  return html`<div class="problem"><strong>${place}</strong>
<dl><dt>at</dt><dd class="mono">${problem.pointer}</dd><dt>expected</dt><dd class="mono">${problem.expected}</dd>
<dt>got</dt><dd class="mono">${problem.got}</dd></dl></div>`;
};

const stepsTable = ({ steps, startMs, finally: last }: ScenarioResult): Markup | undefined =>
  steps.length === 0
    ? undefined
    : html`<div class="scroll"><table>
<thead><tr><th class="number">#</th><th class="number">at</th><th>step</th><th>answer</th><th></th></tr></thead>
<tbody>${steps.map(({ index, atMs, what, answer, mismatches }) => {
        const isGood = mismatches.length === 0;
        return html`<tr class="${isGood ? 'good' : 'bad'}"><td class="number">${index + 1}</td>
<td class="number">${elapsed(atMs - startMs)}</td><td>${what}</td><td>${answer}</td>
<td>${isGood ? sign('good', 'as expected') : sign('bad', counted(mismatches.length, 'difference'))}</td></tr>\n`;
      })}${
        last.length > 0 &&
        html`<tr class="bad"><td></td><td class="number">end</td><td>what must be true at the end</td>
<td>${counted(last.length, 'difference')}</td><td>${sign('bad', 'not as expected')}</td></tr>`
      }</tbody>
</table></div>`;
