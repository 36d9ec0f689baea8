// A load run in figures: what each step of a user took, and the banks side by side.
import type { JSX } from 'preact';
import type { LoadResult } from '../../load/load-result.ts';
import { say } from '../language.ts';
import { RESULT_WORDS } from './words.ts';

/** Three digits say all that a latency knows. */
const ms = (value: number | undefined): string =>
  value === undefined ? '–' : `${value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ms`;

const outcomeWords = (outcomes: Readonly<Record<string, number>>): string =>
  Object.entries(outcomes)
    .map(([outcome, count]) => `${outcome} ${count}`)
    .join(' · ');

interface FigureRow {
  readonly name: string;
  readonly figures: readonly string[];
  /** Of any length, at the end. */
  readonly words: string;
}

interface FigureTableOptions {
  readonly title: string;
  /** Of the name, each figure and the words. */
  readonly columns: readonly string[];
  readonly rows: readonly FigureRow[];
}

const FigureTable = ({ title, columns, rows }: FigureTableOptions): JSX.Element => (
  <section>
    <h3>{title}</h3>
    <section class="scroll" tabIndex={0} aria-label={title}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, figures, words }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {figures.map((figure, at) => (
                <td key={columns[at + 1]} class="number">
                  {figure}
                </td>
              ))}
              <td class="soft">{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </section>
);

export const Steps = ({ steps }: Pick<LoadResult, 'steps'>): JSX.Element => {
  const words = say(RESULT_WORDS);
  return (
    <FigureTable
      title={words.latency}
      columns={[words.step, words.count, 'p50', 'p90', 'p99', words.most, words.outcomes]}
      rows={steps.map(({ step, distribution, outcomes }) => {
        const { count, p50Ms, p90Ms, p99Ms, maxMs } = distribution;
        const figures = [String(count), ...[p50Ms, p90Ms, p99Ms, maxMs].map(ms)];
        return { name: words.steps[step], figures, words: outcomeWords(outcomes) };
      })}
    />
  );
};

export const Banks = ({ banks }: Pick<LoadResult, 'banks'>): JSX.Element | null => {
  const words = say(RESULT_WORDS);
  if (banks.length === 0) return null;
  return (
    <FigureTable
      title={words.banks}
      columns={[
        ...[words.bank, words.calls, words.amplification, words.peak],
        ...['p50', 'p99', words.injected, words.outcomes],
      ]}
      rows={banks.map(({ bank, calls, amplification, peakPerSecond, latency, plannedLatency, outcomes }) => ({
        name: bank,
        figures: [
          ...[String(calls), amplification.toFixed(2), String(peakPerSecond)],
          ...[latency?.p50Ms, latency?.p99Ms, plannedLatency?.p99Ms].map(ms),
        ],
        words: outcomeWords(outcomes),
      }))}
    />
  );
};
