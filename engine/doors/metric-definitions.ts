// Every metric of an engine as data: the doors make them of it, and docs/metrics.md is held to it.

export interface MetricDefinition {
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** Each with few values, known beforehand: never a query, never a person. */
  readonly labels: readonly string[];
  readonly help: string;
}

export const METRICS = {
  banknet_queries: {
    type: 'gauge',
    labels: ['state'],
    help: 'Queries not over: `running` in memory, `parked` outside it until a bank is back, `waiting` in the store.',
  },
  banknet_queries_accepted_total: { type: 'counter', labels: [], help: 'Applications accepted.' },
  banknet_queries_ended_total: {
    type: 'counter',
    labels: ['status'],
    help: 'Queries that this engine ended: `ready` with a report, `failed` without.',
  },
  banknet_applications_refused_total: {
    type: 'counter',
    labels: ['code'],
    help: 'Applications that were not accepted, by the code of the problem; `IDEMPOTENT_REPEAT` got its first answer.',
  },
  banknet_attempts_total: {
    type: 'counter',
    labels: ['bank', 'outcome'],
    help: 'Calls to a bank that are over, by what their answer meant.',
  },
  banknet_dispositions_total: {
    type: 'counter',
    labels: ['bank', 'disposition'],
    help: 'Inquiries that are over, by their disposition.',
  },
  banknet_calls_in_flight: { type: 'gauge', labels: ['bank'], help: 'Calls that the bank has not answered.' },
  banknet_calls_waiting: { type: 'gauge', labels: ['bank'], help: 'Calls that wait for a place at the bank.' },
  banknet_circuit_state: {
    type: 'gauge',
    labels: ['bank', 'state'],
    help: '1 for the state in which the circuit of the bank is, 0 for the others: `closed`, `open`, `half-open`.',
  },
  banknet_circuit_changes_total: {
    type: 'counter',
    labels: ['bank', 'state'],
    help: 'How often the circuit of the bank has come into the state.',
  },
  banknet_call_duration_seconds: {
    type: 'histogram',
    labels: ['bank'],
    help: 'From the start of a call to the end of its answer, by the clock of the network.',
  },
  banknet_throttle_burst: { type: 'gauge', labels: [], help: 'Applications that may be accepted at once.' },
  banknet_throttle_rate: { type: 'gauge', labels: [], help: 'Applications per second that may be accepted for ever.' },
  banknet_throttle_tokens: {
    type: 'gauge',
    labels: [],
    help: 'Applications that would be accepted now, as this engine has seen it; absent before its first one.',
  },
  banknet_throttled_total: { type: 'counter', labels: [], help: 'Applications refused by the throttle.' },
  banknet_short_messages_total: {
    type: 'counter',
    labels: ['kind'],
    help: 'Short messages: `code`, `ready`, `failed`.',
  },
  banknet_callbacks_total: {
    type: 'counter',
    labels: ['bank', 'receipt'],
    help: 'Callbacks whose signature was right: `taken`, `ignored` (a repeat, or none waits), `broken`.',
  },
  banknet_reports_expired_total: { type: 'counter', labels: [], help: 'Reports removed when their time was over.' },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export type MetricName = keyof typeof METRICS;

/** Of a bank that answers at once up to one that is given up on, in seconds. */
export const DURATION_BUCKETS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What the process tells of itself, as prom-client names it. */
export const PROCESS_METRICS: readonly string[] = [
  'process_cpu_seconds_total',
  'process_start_time_seconds',
  'process_resident_memory_bytes',
  'nodejs_heap_size_total_bytes',
  'nodejs_heap_size_used_bytes',
  'nodejs_external_memory_bytes',
  'nodejs_eventloop_lag_seconds',
  'nodejs_eventloop_lag_p50_seconds',
  'nodejs_eventloop_lag_p99_seconds',
  'nodejs_eventloop_lag_max_seconds',
];
