// A comparison as one HTML page: what came out, what to be careful with, the table, what each server does meanwhile.
import { shanghaiTimestamp } from '../../core/calendar.ts';
import { html, type Markup } from '../../report/markup.ts';
import { type Fact, pageHtml, type Section, sign, type Tone } from '../../report/page.ts';
import { CHART_STYLE } from '../charts/chart-style.ts';
import { table } from '../load-report-tables.ts';
import { capital, countWords, environmentWords } from '../load-words.ts';
import { peersCharts } from './peers-chart.ts';
import { errorsOf, measuredOf, PEER_FIGURES } from './peers-figures.ts';
import type { PeersResult } from './peers-result.ts';
import { cautionsIn, isRightItself, methodLines, outcomeSentence, timesWords, titleOf } from './peers-words.ts';

/** The text of report.html. */
export const peersHtml = (result: PeersResult): string =>
  pageHtml({
    title: 'Beside other mock servers',
    tone: isRightItself(result) ? 'good' : 'bad',
    verdict: outcomeSentence(result),
    facts: factsOf(result),
    intro: about(result),
    sections: [figuresSection(result), meanwhileSection(result), methodSection(result)],
    footer: `banknet load peers ${result.environment.toolVersion}. Everybody in it is synthetic.`,
    style: CHART_STYLE,
  });

const factsOf = ({ servers }: PeersResult): readonly Fact[] => {
  const [ours] = servers;
  return servers.flatMap((server) => {
    const [requests] = PEER_FIGURES;
    const { value } = measuredOf(server, ours, requests);
    return value === undefined ? [] : [{ label: `${server.title}, requests/s`, value: requests.words(value) }];
  });
};

const about = (result: PeersResult): Markup => {
  const begun = shanghaiTimestamp(Date.parse(result.startedAt)).slice(0, 19).replace('T', ' ');
  return html`<dl class="about"><dt>begun</dt><dd>${begun} in Shanghai</dd>
<dt>on</dt><dd>${environmentWords(result).join('; ')}</dd></dl>
${cautionsIn(result).map((line) => html`<p>${sign('warn', 'caution')} ${capital(line)}.</p>`)}`;
};

const section = (title: string, tone: Tone, note: string, body: Markup): Section => ({
  title,
  tone,
  verdict: 'figures',
  tags: [],
  note,
  body,
  isOpen: true,
});

const figuresSection = (result: PeersResult): Section => {
  const { servers } = result;
  const [ours] = servers;
  const rows = servers.map((server) => [
    titleOf(server),
    ...PEER_FIGURES.flatMap((figure) => {
      const { value, ratio } = measuredOf(server, ours, figure);
      return [value === undefined ? '–' : figure.words(value), timesWords(ratio)];
    }),
    server.rounds.length === 0 ? '–' : countWords(errorsOf(server).errors),
  ]);
  const columns = ['server', ...PEER_FIGURES.flatMap(({ name }) => [`#${name}`, '#×']), '#not right'];
  const body = html`<div class="plots">${peersCharts(result)}${table(columns, rows)}</div>
<dl class="about">${PEER_FIGURES.map(({ name, says }) => html`<dt>${name}</dt><dd>${says}</dd>\n`)}
<dt>×</dt><dd>how many times that of banknet</dd></dl>`;
  return section('Side by side', 'quiet', '× is how many times that of banknet', body);
};

const meanwhileSection = ({ servers }: PeersResult): Section => {
  const rows = servers.map((server) => [titleOf(server), server.trouble ?? server.meanwhile]);
  return section('What each does meanwhile', 'quiet', '', table(['server', 'for each inquiry'], rows));
};

const methodSection = (result: PeersResult): Section => {
  const body = html`<ul>${methodLines(result).map((line) => html`<li>${line}</li>\n`)}</ul>`;
  return section('How it was measured', 'quiet', '', body);
};
