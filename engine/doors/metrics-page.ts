// docs/metrics.md as text: the table of every metric, held to the code by a test.
import { METRICS, type MetricDefinition, PROCESS_METRICS } from './metric-definitions.ts';

const row = ([name, { type, labels, help }]: [string, MetricDefinition]): string =>
  `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`;

/** The whole page. */
export const metricsPage = (): string => `# Metrics

\`GET /metrics\` answers in the text format of Prometheus, at most once a second anew. No label names a query or a
person. Beside it \`GET /healthz\` answers 200 while the process lives, and \`GET /readyz\` 200 while applications can
be taken; else 503 with the reason: \`recovering\`, \`stopping\`, or \`the store does not answer\`.

| name | type | labels | meaning |
|---|---|---|---|
${Object.entries(METRICS).map(row).join('\n')}

Of the process, as prom-client names them: ${PROCESS_METRICS.map((name) => `\`${name}\``).join(',\n')}.

This page is made by \`engine/doors/metrics-page.ts\`; \`npm run test:update\` writes it anew.
`;
