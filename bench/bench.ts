// `npm run bench`: the benchmarks, one table. Ratios within one run; a timing is never a test. With names as
// arguments only those: `npm run bench -- issuer engine virtual`.
import { cpus } from 'node:os';
import { benchAcceptedAnswers } from './accepted-answers.ts';
import { benchEngineFanOut } from './engine-fan-out.ts';
import { benchExploration } from './exploration.ts';
import { benchIssuerEndpoint } from './issuer-endpoint.ts';
import { benchLatencyAccuracy } from './latency-accuracy.ts';
import { benchLoadItself } from './load-itself.ts';
import { benchRetries } from './retry-amplification.ts';
import { type BenchRow, formatRows } from './table.ts';
import { benchVirtualTime } from './virtual-time.ts';
import { benchWaitingQueries } from './waiting-queries.ts';
import { benchWorkers } from './workers.ts';

const BENCHMARKS: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  issuer: benchIssuerEndpoint,
  latency: benchLatencyAccuracy,
  load: benchLoadItself,
  engine: benchEngineFanOut,
  answers: benchAcceptedAnswers,
  waiting: benchWaitingQueries,
  virtual: benchVirtualTime,
  exploration: benchExploration,
  workers: benchWorkers,
  retries: benchRetries,
};

/** Counts, the same on every machine, that take minutes and up to 16 GB: run where they are named. */
const ONLY_WHEN_NAMED = new Set(['retries']);

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => BENCHMARKS[name] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`No benchmark ${unknown.join(', ')}; there are ${Object.keys(BENCHMARKS).join(', ')}\n`);
  process.exit(2);
}
const rows: BenchRow[] = [];
for (const [name, run] of Object.entries(BENCHMARKS)) {
  if (asked.length > 0 ? !asked.includes(name) : ONLY_WHEN_NAMED.has(name)) continue;
  if (process.stderr.isTTY) process.stderr.write(`${name} …\n`);
  rows.push(...(await run()));
}
process.stdout.write(`${formatRows(rows)}\n\nNode ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}\n`);
