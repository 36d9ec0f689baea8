// The latency of a server at a steady rate that all of them should keep, by the driver of load runs: an inquiry leaves
// when it is due, whatever became of those before, and its latency counts from there.
import { Pool } from 'undici';
import { INQUIRIES_PATH } from '../../core/issuer-client.ts';
import { createRecorder } from '../distribution.ts';
import type { Distribution } from '../load-result.ts';
import { driveOpen } from '../open-driver.ts';
import { preciseClock } from '../precise-clock.ts';
import type { SignedInquiry } from './inquiries.ts';
import { replyTrouble } from './raw-client.ts';

export interface SteadyLoad {
  readonly port: number;
  readonly perSecond: number;
  /** Each is sent once. */
  readonly inquiries: readonly SignedInquiry[];
  readonly isRight: (at: number, body: string) => boolean;
  readonly signal?: AbortSignal;
}

export interface SteadyResult {
  readonly right: number;
  /** As of {@link runRawLoad}. */
  readonly errors: Readonly<Record<string, number>>;
  /** From due, of all of them, with the time that it took to fail. */
  readonly latency: Distribution | undefined;
  /** By how much the client was late itself, at p99. */
  readonly lateP99Ms: number | undefined;
}

const RIGHT = 'right';
/** More than a server that keeps the rate has under way. */
const MAX_CONNECTIONS = 256;
/** After the last one: whoever has not been answered by then is not. */
const DRAIN_MS = 5000;

export const runSteadyLoad = async (load: SteadyLoad): Promise<SteadyResult> => {
  const { port, perSecond, inquiries, isRight, signal } = load;
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: MAX_CONNECTIONS, pipelining: 1 });
  const recorder = createRecorder();
  const outcomes: Record<string, number> = {};
  const send = async (at: number, called: AbortSignal): Promise<string> => {
    const { headers, body } = inquiries[at] ?? { headers: {}, body: '' };
    const answer = await pool.request({ method: 'POST', path: INQUIRIES_PATH, headers, body, signal: called });
    const text = await answer.body.text();
    return replyTrouble(answer.statusCode, () => isRight(at, text)) ?? RIGHT;
  };
  const { late } = await driveOpen({
    dueTimesMs: inquiries.map((_inquiry, at) => (at * 1000) / perSecond),
    clock: preciseClock,
    drainMs: DRAIN_MS,
    ...(signal && { signal }),
    send: ({ index }, called) => send(index, called),
    onAnswer: ({ latencyMs, outcome }) => {
      recorder.record(latencyMs);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    },
  });
  await pool.destroy();
  const { [RIGHT]: right = 0, ...errors } = outcomes;
  return { right, errors, latency: recorder.distribution(), lateP99Ms: late?.p99Ms };
};
