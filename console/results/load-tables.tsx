// A load run in figures: what each step of a user took, and the banks side by side.
import type { JSX } from 'preact';
import type { Distribution, LoadResult } from '../../load/load-result.ts';
import { say } from '../language.ts';
import { RESULT_WORDS } from './words.ts';

/** Three digits say all that a latency knows. */
const ms = (value: number | undefined): string =>
  value === undefined ? '–' : `${value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ms`;

const outcomeWords = (outcomes: Readonly<Record<string, number>>): string =>
  Object.entries(outcomes)
    .map(([outcome, count]) => `${outcome} ${count}`)
    .join(' · ');

const latencyCells = (one: Distribution | undefined): readonly string[] => [
  ms(one?.p50Ms),
  ms(one?.p90Ms),
  ms(one?.p99Ms),
  ms(one?.maxMs),
];

export const Steps = ({ steps }: Pick<LoadResult, 'steps'>): JSX.Element => {
  const words = say(RESULT_WORDS);
  return (
    <section>
      <h3>{words.latency}</h3>
      <section class="scroll" tabIndex={0} aria-label={words.latency}>
        <table>
          <thead>
            <tr>
              {[words.step, words.count, 'p50', 'p90', 'p99', words.most, words.outcomes].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {steps.map(({ step, distribution, outcomes }) => (
              <tr key={step}>
                <th scope="row">{words.steps[step]}</th>
                {[String(distribution.count), ...latencyCells(distribution)].map((cell, at) => (
                  <td key={`${step}-${at}`} class="number">
                    {cell}
                  </td>
                ))}
                <td class="soft">{outcomeWords(outcomes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
};

export const Banks = ({ banks }: Pick<LoadResult, 'banks'>): JSX.Element | null => {
  const words = say(RESULT_WORDS);
  if (banks.length === 0) return null;
  return (
    <section>
      <h3>{words.banks}</h3>
      <section class="scroll" tabIndex={0} aria-label={words.banks}>
        <table>
          <thead>
            <tr>
              {[
                words.bank,
                words.calls,
                words.amplification,
                words.peak,
                'p50',
                'p99',
                words.injected,
                words.outcomes,
              ].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {banks.map(({ bank, calls, amplification, peakPerSecond, latency, plannedLatency, outcomes }) => (
              <tr key={bank}>
                <th scope="row">{bank}</th>
                {[
                  String(calls),
                  amplification.toFixed(2),
                  String(peakPerSecond),
                  ms(latency?.p50Ms),
                  ms(latency?.p99Ms),
                  ms(plannedLatency?.p99Ms),
                ].map((cell, at) => (
                  <td key={`${bank}-${at}`} class="number">
                    {cell}
                  </td>
                ))}
                <td class="soft">{outcomeWords(outcomes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
};
