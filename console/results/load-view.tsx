// What came of a load run: correct answers first, then what was demanded, then what happened when, and at which bank.
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { LoadResult } from '../../load/load-result.ts';
import { hasPassed } from '../../load/load-verdict.ts';
import { say } from '../language.ts';
import { Banks, Steps } from './load-tables.tsx';
import { TimePlot } from './time-plot.tsx';
import { type CorrectnessName, RESULT_WORDS } from './words.ts';

const Correctness = ({ result }: { readonly result: LoadResult }): JSX.Element => {
  const words = say(RESULT_WORDS);
  const { correctness } = result;
  const broken = correctness.violations.reduce((sum, { count }) => sum + count, 0);
  const figures: readonly (readonly [CorrectnessName, number])[] = [
    ['queriesAccepted', correctness.queriesAccepted],
    ['queriesEnded', correctness.queriesEnded],
    ['lost', correctness.lost],
    ['doubled', correctness.doubled],
    ['wrongReports', correctness.wrongReports],
    ['throttleExcess', correctness.throttleExcess],
    ['leaks', correctness.leaks],
    ['violations', broken],
  ];
  return (
    <section>
      <h3>{words.correctness}</h3>
      <dl class="figures">
        {figures.map(([name, value], at) => (
          <div key={name} class={at > 1 && value > 0 ? 'bad' : ''}>
            <dt>{words.correct[name]}</dt>
            <dd class="number">{value}</dd>
          </div>
        ))}
      </dl>
      {correctness.violations.map(({ invariant, count, first }) => (
        <p key={invariant} class="notice bad">
          <strong>{invariant}</strong> ×{count}: {first}
        </p>
      ))}
    </section>
  );
};

const Thresholds = ({ thresholds }: Pick<LoadResult, 'thresholds'>): JSX.Element | null => {
  const words = say(RESULT_WORDS);
  if (thresholds.length === 0) return null;
  return (
    <section>
      <h3>{words.thresholds}</h3>
      <ul class="thresholds">
        {thresholds.map(({ text, value, held }) => (
          <li key={text} class={held ? 'good' : 'bad'}>
            <span aria-hidden="true">{held ? '✓' : '✗'}</span> <code>{text}</code>
            <span class="soft number">
              {words.value} {value === undefined ? '–' : Number(value.toPrecision(4))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};

const Plots = ({ result }: { readonly result: LoadResult }): JSX.Element => {
  const words = say(RESULT_WORDS);
  const { slices, incidents } = result;
  const seconds = useMemo(() => slices.map(({ atMs }) => atMs / 1000), [slices]);
  const shades = incidents.map(({ atMs, forMs }) => ({
    fromSeconds: atMs / 1000,
    untilSeconds: (atMs + forMs) / 1000,
  }));
  const counts = useMemo(
    () => [
      { label: words.series.due, colour: 'soft' as const, isDashed: true, values: slices.map(({ due }) => due) },
      { label: words.series.accepted, colour: 'good' as const, values: slices.map(({ accepted }) => accepted) },
      { label: words.series.throttled, colour: 'warn' as const, values: slices.map(({ throttled }) => throttled) },
      { label: words.series.errors, colour: 'bad' as const, values: slices.map(({ errors }) => errors) },
    ],
    [slices, words],
  );
  const latencies = useMemo(
    () => [
      {
        label: `${words.steps.apply} p50`,
        colour: 'calm' as const,
        values: slices.map(({ apply }) => apply?.p50Ms ?? null),
      },
      {
        label: `${words.steps.apply} p99`,
        colour: 'calm' as const,
        isDashed: true,
        values: slices.map(({ apply }) => apply?.p99Ms ?? null),
      },
      {
        label: `${words.steps.report} p50`,
        colour: 'good' as const,
        values: slices.map(({ report }) => report?.p50Ms ?? null),
      },
      {
        label: `${words.steps.report} p99`,
        colour: 'good' as const,
        isDashed: true,
        values: slices.map(({ report }) => report?.p99Ms ?? null),
      },
    ],
    [slices, words],
  );
  return (
    <section>
      <h3>{words.overTime}</h3>
      {incidents.length > 0 && (
        <p class="soft">
          {words.incidents}:{' '}
          {incidents.map(({ name, atMs, forMs }) => `${name} ${atMs / 1000}–${(atMs + forMs) / 1000} s`).join(' · ')}
        </p>
      )}
      <TimePlot label={words.throughput} seconds={seconds} series={counts} shades={shades} unit="" />
      <TimePlot label={words.latency} seconds={seconds} series={latencies} shades={shades} unit=" ms" isLogarithmic />
    </section>
  );
};

export const LoadView = ({ result }: { readonly result: LoadResult }): JSX.Element => {
  const words = say(RESULT_WORDS);
  const { schedule, environment, seed, profile, wasInterrupted } = result;
  const passed = hasPassed(result);
  return (
    <article class="stack result">
      <header class="row">
        <span class={`tag ${passed ? 'good' : 'bad'}`}>{passed ? words.held : words.failed}</span>
        <strong>{profile}</strong>
        <span class="soft">
          {words.seed} {seed} · {environment.runtime} · {environment.processor} ×{environment.cores} ·{' '}
          {words.busy(Math.round(environment.busyShare * 100))}
        </span>
      </header>
      {wasInterrupted && <p class="notice warn">{words.interrupted}</p>}
      <p class={schedule.kept ? 'soft' : 'notice bad'}>
        {schedule.kept ? words.schedule(String(schedule.due), String(schedule.sent)) : words.scheduleBroken}
        {schedule.why === undefined ? '' : `: ${schedule.why}`}
      </p>
      <Correctness result={result} />
      <Thresholds thresholds={result.thresholds} />
      <Plots result={result} />
      <Steps steps={result.steps} />
      <Banks banks={result.banks} />
    </article>
  );
};
