// The process that bench/waiting-queries.ts measures: an engine that accepts so many queries while every bank hangs.
// Arguments: the folder of the store, how many queries, the ports of the banks. Tells its parent and ends.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../core/system-clock.ts';
import { DEFAULT_SETTINGS } from '../engine/settings.ts';
import { applicantNumber, openBenchEngine, registerApplicants } from './bench-engine.ts';

export interface WaitingResult {
  readonly beforeBytes: number;
  readonly afterBytes: number;
  /** The most that the process ever had, with the making of its users. */
  readonly peakBytes: number;
  readonly storeBytes: number;
  readonly acceptedPerSecond: number;
  readonly waiting: number;
  readonly running: number;
}

/** After the last one every call has timed out at least once and is tried again. */
const HELD_MS = 1.5 * DEFAULT_SETTINGS.issuerTimeoutMs;
const AT_ONCE = 200;

const [folder = '', countText = '', ...ports] = process.argv.slice(2);
const count = Number(countText);
const path = join(folder, 'waiting.db');
const { engine, store, close } = await openBenchEngine(ports.map(Number), path);
await registerApplicants(store, count);
const beforeBytes = process.memoryUsage.rss();
const startMs = performance.now();
let next = 0;
const lane = async (): Promise<void> => {
  while (next < count) await apply(next++);
};
await Promise.all(Array.from({ length: AT_ONCE }, lane));
const elapsedMs = performance.now() - startMs;
await systemClock.sleep(HELD_MS);
const load = await engine.load();
const result: WaitingResult = {
  beforeBytes,
  afterBytes: process.memoryUsage.rss(),
  peakBytes: process.resourceUsage().maxRSS * 1024,
  storeBytes: ['', '-wal'].reduce((sum, end) => sum + (statSync(path + end, { throwIfNoEntry: false })?.size ?? 0), 0),
  acceptedPerSecond: (count * 1000) / elapsedMs,
  waiting: load.waitingQueries,
  running: load.activeQueries,
};
process.send?.(result);
await close();

async function apply(at: number): Promise<void> {
  const { user, verificationId } = applicantNumber(at);
  const applied = await engine.applications.apply(user, { verificationId, banks: 'ALL', idempotencyKey: undefined });
  if (!applied.ok) throw new Error(`The engine refused under benchmark: ${applied.failure.code}`);
}
