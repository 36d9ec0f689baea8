// A load run in the text format of Prometheus, for a push gateway or a node exporter's folder: gauges, for a run is
// over when it is told. Times are in seconds, as there.
import { visible } from '../report/visible-text.ts';
import type { Distribution, LoadResult } from './load-result.ts';
import { hasPassed } from './load-verdict.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [Labels, number | undefined];

/** The text of metrics.prom. */
export const loadPrometheus = (result: LoadResult): string => {
  const { profile, correctness, schedule, thresholds, steps, banks, rushes } = result;
  const { durationMs, environment, model, startedAt } = result;
  const one = (value: number): readonly Sample[] => [[{}, value]];
  const info = {
    model,
    version: environment.toolVersion,
    commit: environment.commit ?? '',
    runtime: environment.runtime,
  };
  const { queriesAccepted, queriesEnded, lost, doubled, wrongReports, throttleExcess, leaks } = correctness;
  const counts = { accepted: queriesAccepted, ended: queriesEnded, lost, doubled };
  const metric = (name: string, help: string, samples: readonly Sample[]): string =>
    metricText(`banknet_load_${name}`, help, samples, { profile });
  return [
    metric('info', 'What ran.', [[info, 1]]),
    metric('passed', '1 where every check of the run held, else 0.', one(hasPassed(result) ? 1 : 0)),
    metric('started_timestamp_seconds', 'When it began.', one(Date.parse(startedAt) / 1000)),
    metric('duration_seconds', 'How long it took.', one(durationMs / 1000)),
    metric('applications', 'Applications by what became of them.', labelled('outcome', counts)),
    metric('wrong_reports', 'Reports that were not as the banks know it.', one(wrongReports)),
    metric('throttle_excess', 'Applications accepted beyond the throttle.', one(throttleExcess)),
    metric('leaks', 'Personal data where none may be.', one(leaks)),
    metric(
      'violations',
      'Breaks of an invariant.',
      correctness.violations.map(({ invariant, count }) => [{ invariant }, count]),
    ),
    metric('retry_amplification', 'Calls to banks over inquiries.', one(correctness.amplification)),
    metric('schedule_kept', '1 where the load was the one that was asked for, else 0.', one(schedule.kept ? 1 : 0)),
    metric('requests', 'Requests of the schedule.', labelled('state', { due: schedule.due, sent: schedule.sent })),
    metric('late_seconds', 'How late requests left.', quantiles({}, schedule.late)),
    metric(
      'threshold_held',
      '1 where the threshold held, else 0.',
      thresholds.map(({ text, held }) => [{ threshold: text }, held ? 1 : 0]),
    ),
    metric(
      'step_seconds',
      'Latency of a step.',
      steps.flatMap(({ step, latency, distribution }) => quantiles({ step, latency }, distribution)),
    ),
    metric(
      'step_outcomes',
      'Requests of a step by what came back.',
      steps.flatMap(({ step, outcomes }) => labelled('outcome', outcomes, { step })),
    ),
    metric(
      'refused_seconds',
      'Latency of refusals by the throttle.',
      steps.flatMap(({ refused }) => quantiles({}, refused)),
    ),
    metric(
      'throttle_recovery_seconds',
      'From the end of the excess of a rush until nobody was refused any more.',
      rushes.map(({ fromMs, recoveryMs }) => [
        { from: String(fromMs / 1000) },
        recoveryMs === undefined ? undefined : recoveryMs / 1000,
      ]),
    ),
    metric(
      'bank_calls',
      'Calls to a bank.',
      banks.map(({ bank, calls }) => [{ bank }, calls]),
    ),
    metric(
      'bank_retry_amplification',
      'Calls to a bank over inquiries.',
      banks.map(({ bank, amplification }) => [{ bank }, amplification]),
    ),
    metric(
      'bank_call_seconds',
      'How long calls to a bank took, and what of it the simulated bank meant to take.',
      banks.flatMap(({ bank, latency, plannedLatency }) => [
        ...quantiles({ bank, of: 'call' }, latency),
        ...quantiles({ bank, of: 'meant' }, plannedLatency),
      ]),
    ),
  ].join('');
};

const labelled = (label: string, counts: Readonly<Record<string, number>>, labels: Labels = {}): readonly Sample[] =>
  Object.entries(counts).map(([name, count]) => [{ ...labels, [label]: name }, count]);

const quantiles = (labels: Labels, distribution: Distribution | undefined): readonly Sample[] =>
  distribution === undefined
    ? []
    : (
        [
          ['0.5', distribution.p50Ms],
          ['0.9', distribution.p90Ms],
          ['0.99', distribution.p99Ms],
          ['0.999', distribution.p999Ms],
          ['1', distribution.maxMs],
        ] as const
      ).map(([quantile, ms]) => [{ ...labels, quantile }, secondsOf(ms)]);

/** Without the digits that dividing binary fractions adds. */
const secondsOf = (ms: number): number => Number((ms / 1000).toPrecision(9));

/** Nothing for a metric without samples. */
const metricText = (name: string, help: string, samples: readonly Sample[], common: Labels): string => {
  const lines = samples.flatMap(([labels, value]) =>
    value === undefined ? [] : [`${name}${labelText({ ...common, ...labels })} ${value}\n`],
  );
  return lines.length === 0 ? '' : `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
};

const labelText = (labels: Labels): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${labelValue(value)}"`)
    .join(',')}}`;

const labelValue = (value: string): string =>
  visible(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
