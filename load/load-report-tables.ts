// The tables of the page of a load run.
import { elapsed } from '../report/elapsed.ts';
import { html, type Markup } from '../report/markup.ts';
import { sign } from '../report/page.ts';
import { partsOf } from './latency-parts.ts';
import type { BankResult, LoadResult } from './load-result.ts';
import type { Check } from './load-verdict.ts';
import { countWords, maybeMs, msWords, outcomesWords } from './load-words.ts';
import { RUSH_COLUMNS, rushCells } from './throttle-words.ts';

/** `#name` is a column of numbers. */
export const table = (columns: readonly string[], rows: readonly (readonly (string | Markup)[])[]): Markup => {
  const isNumber = columns.map((name) => name.startsWith('#'));
  const look = (at: number): string => (isNumber[at] ? 'number' : '');
  const cellOf = (cell: string | Markup, at: number): Markup => html`<td class="${look(at)}">${cell}</td>`;
  return html`<div class="scroll"><table>
<thead><tr>${columns.map((name, at) => html`<th class="${look(at)}">${name.replace(/^#/, '')}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cellOf)}</tr>\n`)}</tbody>
</table></div>`;
};

export const checksTable = (checks: readonly Check[]): Markup =>
  table(
    ['', 'what must hold', 'what was found'],
    checks.map(({ name, held, found, details }) => [
      held ? sign('good', 'held') : sign('bad', 'did not hold'),
      name,
      html`${found}${details.map((detail) => html`<div class="problem">${detail}</div>`)}`,
    ]),
  );

export const stepsTable = ({ steps }: LoadResult): Markup =>
  table(
    ['step', '#count', '#p50', '#p90', '#p99', '#p99.9', '#max', 'outcomes'],
    steps.map(({ step, distribution: { count, p50Ms, p90Ms, p99Ms, p999Ms, maxMs }, outcomes }) => [
      step,
      countWords(count),
      ...[p50Ms, p90Ms, p99Ms, p999Ms, maxMs].map((ms) => msWords(ms)),
      outcomesWords(outcomes),
    ]),
  );

export const banksTable = (banks: readonly BankResult[]): Markup =>
  table(
    ['bank', '#inquiries', '#calls', '#status calls', '#peak/s', '#p50', '#p99', '#early', 'outcomes'],
    banks.map((one) => [
      one.bank,
      ...[one.inquiries, one.calls, one.statusCalls, one.peakPerSecond].map(countWords),
      maybeMs(one.latency?.p50Ms),
      maybeMs(one.latency?.p99Ms),
      countWords(one.retryAfterBroken),
      outcomesWords(one.outcomes),
    ]),
  );

/** Undefined where the parts cannot be told apart. */
export const partsTable = (result: LoadResult): Markup | undefined => {
  const parts = partsOf(result);
  if (parts === undefined) return undefined;
  return table(
    ['of reports', '#injected', '#own', '#waiting', '#application to report'],
    parts.map(({ share, meantMs, ownMs, waitingMs, reportMs }) => [
      `p${share * 100}`,
      ...[meantMs, ownMs, waitingMs, reportMs].map((ms) => (ms > 0 ? msWords(ms) : '≈ 0')),
    ]),
  );
};

/** Undefined where nobody was refused. */
export const rushesTable = ({ rushes }: LoadResult): Markup | undefined => {
  const [from, until, refused, over] = RUSH_COLUMNS;
  if (rushes.length === 0) return undefined;
  return html`${table([`#${from}`, `#${until}`, `#${refused}`, over], rushes.map(rushCells))}
<p class="soft small">Excess: seconds in which more came than the throttle’s rate. From its end it is counted, in whole
seconds, until a second in which somebody came and nobody was refused; seconds in which nobody came do not count.</p>`;
};

export const incidentsTable = ({ incidents }: LoadResult): Markup | undefined =>
  incidents.length === 0
    ? undefined
    : table(
        ['incident', '#from', '#for', 'banks'],
        incidents.map(({ name, atMs, forMs, issuers }) => [name, elapsed(atMs), elapsed(forMs), issuers.join(' ')]),
      );
