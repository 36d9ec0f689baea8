// One issuer endpoint, all features on, beside a bare node:http server doing the same JSON work. The same prepared
// requests for both, in turn, so that the machine's drift hits both.

import { requestBytes, signedInquiries } from '../load/peers/inquiries.ts';
import { errorCount, runRawLoad } from '../load/peers/raw-client.ts';
import { createPeople } from '../simulator/people/people.ts';
import { type BenchServer, startBenchServer } from './child.ts';
import { type BenchRow, median, perSecond } from './table.ts';

const ROUNDS = 5;
const DURATION_MS = 2000;
const WARM_UP_MS = 1500;
const CONNECTIONS = 32;
const PERSONS = 2000;
/** More than a round can send, so that every request of a round has an inquiry id of its own. */
const REQUESTS = 120_000;
export const ISSUER_BOUND = 0.6;

interface Sample {
  readonly perSecond: number;
  readonly cpuMicrosEach: number;
}

export const benchIssuerEndpoint = async (): Promise<readonly BenchRow[]> => {
  const requests = signedInquiries(createPeople({ seed: 42 }), 'ICBC', REQUESTS, PERSONS).map(requestBytes);
  const [ours, bare] = [await startBenchServer('issuer-server.ts'), await startBenchServer('bare-server.ts', '1')];
  let sent = 0;
  const measure = async (server: BenchServer, durationMs: number): Promise<Sample> => {
    const before = await server.cpuMs();
    const slice = [...requests.slice(sent % REQUESTS), ...requests.slice(0, sent % REQUESTS)];
    const { right, errors, elapsedMs } = await runRawLoad({
      port: server.ports[0] ?? 0,
      connections: CONNECTIONS,
      requests: slice,
      repeats: true,
      durationMs,
      staysAwake: true,
    });
    const wrong = errorCount(errors);
    if (wrong > 0) throw new Error(`${wrong} of ${right + wrong} were no 200: the benchmark measures errors`);
    if (server === ours) sent += right;
    const cpuMs = (await server.cpuMs()) - before;
    return { perSecond: (right * 1000) / elapsedMs, cpuMicrosEach: (cpuMs * 1000) / right };
  };
  await measure(ours, WARM_UP_MS);
  await measure(bare, WARM_UP_MS);
  const rounds: { ours: Sample; bare: Sample }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({ ours: await measure(ours, DURATION_MS), bare: await measure(bare, DURATION_MS) });
  }
  await Promise.all([ours.stop(), bare.stop()]);
  const ratio = median(rounds.map((round) => round.ours.perSecond / round.bare.perSecond));
  const cpuRatio = median(rounds.map((round) => round.bare.cpuMicrosEach / round.ours.cpuMicrosEach));
  const verdict = (value: number) => `>= ${ISSUER_BOUND}: ${value >= ISSUER_BOUND ? 'kept' : 'NOT KEPT'}`;
  return [
    {
      what: 'issuer endpoint, requests',
      ours: perSecond(median(rounds.map((round) => round.ours.perSecond))),
      beside: `${perSecond(median(rounds.map((round) => round.bare.perSecond)))} bare node:http`,
      ratio: ratio.toFixed(2),
      bound: verdict(ratio),
    },
    {
      what: 'issuer endpoint, processor time each',
      ours: `${median(rounds.map((round) => round.ours.cpuMicrosEach)).toFixed(1)} us`,
      beside: `${median(rounds.map((round) => round.bare.cpuMicrosEach)).toFixed(1)} us bare node:http`,
      ratio: cpuRatio.toFixed(2),
      bound: verdict(cpuRatio),
    },
  ];
};
