// Counts what an engine does, in the text format of Prometheus: counters from its events, gauges when they are asked
// for. Each engine has a registry of its own; what is told of the process all engines in it share.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Engine } from '../engine.ts';
import type { EngineEvent } from '../events.ts';
import { DURATION_BUCKETS, METRICS, type MetricName, PROCESS_METRICS } from './metric-definitions.ts';

export interface EngineMetrics {
  readonly contentType: string;
  text(): Promise<string>;
}

/** Metrics of one engine from now on. */
export const createEngineMetrics = (engine: Pick<Engine, 'events' | 'load'>): EngineMetrics => {
  const registry = new Registry();
  const count = countersOf(registry);
  engine.events.subscribe(count);
  const showLoad = gaugesOf(registry);
  const ofProcess = processRegistry();
  return {
    contentType: registry.contentType,
    async text() {
      showLoad(await engine.load());
      return `${await registry.metrics()}\n${await ofProcess.metrics()}`;
    },
  };
};

/** `name`, `help` and labels as prom-client wants them. */
const configOf = (name: MetricName, registry: Registry) => ({
  name,
  help: METRICS[name].help,
  labelNames: METRICS[name].labels,
  registers: [registry],
});

/** Counts one event. Labels are codes of the rules and of banks, never ids: their number is bounded. */
const countersOf = (registry: Registry): ((event: EngineEvent) => void) => {
  const counter = (name: MetricName) => new Counter<string>(configOf(name, registry));
  const accepted = counter('banknet_queries_accepted_total');
  const ended = counter('banknet_queries_ended_total');
  const refused = counter('banknet_applications_refused_total');
  const throttled = counter('banknet_throttled_total');
  const attempts = counter('banknet_attempts_total');
  const circuitChanges = counter('banknet_circuit_changes_total');
  const dispositions = counter('banknet_dispositions_total');
  const messages = counter('banknet_short_messages_total');
  const callbacks = counter('banknet_callbacks_total');
  const expired = counter('banknet_reports_expired_total');
  const duration = new Histogram<string>({
    ...configOf('banknet_call_duration_seconds', registry),
    buckets: [...DURATION_BUCKETS],
  });
  return (event) => {
    switch (event.type) {
      case 'query-accepted':
        return accepted.inc();
      case 'application-refused':
        if (event.code === 'THROTTLED') throttled.inc();
        return refused.inc({ code: event.code });
      case 'call-ended':
        attempts.inc({ bank: event.bank, outcome: event.outcome });
        return duration.observe({ bank: event.bank }, event.tookMs / 1000);
      case 'circuit-changed':
        return circuitChanges.inc({ bank: event.bank, state: event.state });
      case 'bank-done':
        return dispositions.inc({ bank: event.bank, disposition: event.disposition });
      case 'query-ended': {
        // One short message goes with every end (R23), in the same step of the store.
        const status = event.status === 'READY' ? 'ready' : 'failed';
        messages.inc({ kind: status });
        return ended.inc({ status });
      }
      case 'code-sent':
        return messages.inc({ kind: 'code' });
      case 'callback-received':
        return callbacks.inc({ bank: event.bank, receipt: event.receipt });
      case 'reports-expired':
        return expired.inc(event.count);
    }
  };
};

const CIRCUIT_STATES = ['closed', 'open', 'half-open'] as const;

type EngineLoad = Awaited<ReturnType<Engine['load']>>;

const gaugesOf = (registry: Registry): ((load: EngineLoad) => void) => {
  const gauge = (name: MetricName) => new Gauge<string>(configOf(name, registry));
  const queries = gauge('banknet_queries');
  const inFlight = gauge('banknet_calls_in_flight');
  const waiting = gauge('banknet_calls_waiting');
  const circuit = gauge('banknet_circuit_state');
  const burst = gauge('banknet_throttle_burst');
  const rate = gauge('banknet_throttle_rate');
  const tokens = gauge('banknet_throttle_tokens');
  return (load) => {
    queries.set({ state: 'running' }, load.activeQueries);
    queries.set({ state: 'parked' }, load.parkedQueries);
    queries.set({ state: 'waiting' }, load.waitingQueries);
    for (const lane of load.lanes) {
      inFlight.set({ bank: lane.bank }, lane.inFlight);
      waiting.set({ bank: lane.bank }, lane.waiting);
      for (const state of CIRCUIT_STATES) circuit.set({ bank: lane.bank, state }, lane.circuit.state === state ? 1 : 0);
    }
    burst.set(load.throttle.burst);
    rate.set(load.throttle.perSecond);
    if (load.tokens === undefined) tokens.remove();
    else tokens.set(load.tokens);
  };
};

let shared: Registry | undefined;

/** Made once: its observers of the event loop have no end of their own. */
const processRegistry = (): Registry => {
  if (shared !== undefined) return shared;
  shared = new Registry();
  collectDefaultMetrics({ register: shared });
  for (const { name } of shared.getMetricsAsArray()) {
    if (!PROCESS_METRICS.includes(name)) shared.removeSingleMetric(name);
  }
  return shared;
};
