// What an outage costs the banks that are down, in calls (R18): three of them for two hours, each in its own way, under
// 100 queries a second, in virtual time. Counts, not timings: the same seed gives the same row on every machine.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DEFAULT_SETTINGS } from '../engine/settings.ts';
import type { OutageReport } from './outage-worker.ts';
import { type BenchRow, perSecond } from './table.ts';

/** R18, probes not counted. */
const AMPLIFICATION_BOUND = 1.2;
/** What 720,000 queries need in the store in memory, with room for what is thrown away. */
const HEAP_MB = 16_384;

const play = (): Promise<OutageReport> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, 'outage-worker.ts'), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The thread of the outage ended with ${code} and said nothing`)));
  });

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;
const verdict = (isKept: boolean): string => (isKept ? 'kept' : 'NOT KEPT');

export const benchRetries = async (): Promise<readonly BenchRow[]> => {
  const { tallies, queries, calls, elapsedMs, slowestHealthyMs, peakBytes } = await play();
  const banks = tallies.map(([bank, tally]): BenchRow => {
    const amplification = tally.calls / tally.owed;
    const { inFlightPerIssuer } = DEFAULT_SETTINGS;
    const isKept = amplification <= AMPLIFICATION_BOUND && tally.peakInFlight <= inFlightPerIssuer;
    return {
      what: `outage of ${bank}: calls for ${tally.owed.toLocaleString('en-US')} inquiries owed`,
      ours: `${tally.calls.toLocaleString('en-US')} and ${tally.probes} probes`,
      beside: [
        `peak ${tally.peakInFlight} in flight, ${tally.peakPerSecond}/s`,
        `all after ${seconds(tally.deliveredAfterMs)}`,
      ].join('; '),
      ratio: amplification.toFixed(4),
      bound: `<= ${AMPLIFICATION_BOUND}, ${inFlightPerIssuer} in flight: ${verdict(isKept)}`,
    };
  });
  const whole: BenchRow = {
    what: `whole run: ${queries.toLocaleString('en-US')} queries, ${calls.toLocaleString('en-US')} calls`,
    ours: `${perSecond((calls * 1000) / elapsedMs)}, ${(peakBytes / 1e9).toFixed(1)} GB`,
    beside: `slowest answer of a bank that was up: ${seconds(slowestHealthyMs)}`,
    ratio: '',
    bound: '',
  };
  return [...banks, whole];
};
