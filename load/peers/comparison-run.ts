// A whole comparison: what is missing is installed, then rounds in which the servers take turns, so that a machine that
// changes its pace meanwhile does so for all of them. Only one server is up at a time.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fail, ok, type Result } from '../../core/result.ts';
import { LoadProblem } from '../load-problem.ts';
import { watchEnvironment } from '../run-environment.ts';
import type { Contestant } from './contestant.ts';
import { type InstallOptions, installed } from './installation.ts';
import { createRounds, type RunRound } from './peer-round.ts';
import {
  PEERS_RESULT_KIND,
  type PeerResult,
  type PeerRound,
  type PeersResult,
  type PeersSettings,
} from './peers-result.ts';
import { openProcessGuard } from './process-guard.ts';

export interface ComparisonOptions extends Omit<InstallOptions, 'guard' | 'signal'> {
  /** Ours is the first. */
  readonly contestants: readonly Contestant[];
  readonly settings: PeersSettings;
  readonly nowMs: () => number;
  /** Ends the comparison; what was measured by then is its result. */
  readonly signal: AbortSignal;
  /** For tests; see running-server.ts. */
  readonly startWithinMs?: number;
}

/** What becomes of one server on the way. */
interface Standing {
  readonly contestant: Contestant;
  readonly rounds: PeerRound[];
  program: string;
  trouble: string | undefined;
}

/**
 * Runs all rounds. A server of others that cannot be had or fails is left out from then on, with the reason.
 * @throws {LoadProblem} where our own does not serve
 */
export const comparePeers = async (options: ComparisonOptions): Promise<PeersResult> => {
  const { contestants, settings, nowMs, signal } = options;
  const guard = openProcessGuard();
  const startedAtMs = nowMs();
  const environment = watchEnvironment();
  try {
    const standings = contestants.map((contestant): Standing => {
      return { contestant, rounds: [], program: '', trouble: undefined };
    });
    for (const one of standings) await makeReady(one, { ...options, guard });
    const runRound = createRounds({ ...options, guard });
    for (let round = 1; round <= settings.rounds && !signal.aborted; round++) {
      await playRound(round, standings, runRound, options);
    }
    return {
      kind: PEERS_RESULT_KIND,
      version: 1,
      startedAt: new Date(startedAtMs).toISOString(),
      durationMs: nowMs() - startedAtMs,
      environment: environment(),
      settings,
      wasInterrupted: signal.aborted,
      servers: standings.map(resultOf),
    };
  } finally {
    await guard.close();
  }
};

const resultOf = ({ contestant, rounds, trouble }: Standing): PeerResult => {
  const { name, title, from, meanwhile } = contestant;
  return { name, title, version: from?.version, meanwhile, trouble, rounds };
};

const makeReady = async (standing: Standing, options: InstallOptions): Promise<void> => {
  const { from, runtime } = standing.contestant;
  if (options.signal?.aborted) return;
  const there = runtime === undefined ? ok('') : await runtimeHere(runtime, options.env);
  const program = there.ok && from !== undefined ? await installed(from, options) : there;
  if (options.signal?.aborted) return;
  if (program.ok) standing.program = program.value;
  else {
    standing.trouble = program.failure;
    options.onNote(`${standing.contestant.title} is left out: ${program.failure}`);
  }
};

const runtimeHere = async (
  { file, args, title }: NonNullable<Contestant['runtime']>,
  env: NodeJS.ProcessEnv,
): Promise<Result<string, string>> => {
  try {
    await promisify(execFile)(file, [...args], { env });
    return ok('');
  } catch {
    // Not there, or not to be run: for us the same.
    return fail(`it needs ${title}, and none is on this machine ("${[file, ...args].join(' ')}" cannot be run)`);
  }
};

const playRound = async (
  round: number,
  standings: readonly Standing[],
  runRound: RunRound,
  { settings, signal, onNote, onProgress }: ComparisonOptions,
): Promise<void> => {
  for (const [place, standing] of standings.entries()) {
    const { contestant, program, trouble } = standing;
    if (trouble !== undefined || signal.aborted) continue;
    onProgress?.(`round ${round} of ${settings.rounds}: ${contestant.title}`);
    const outcome = await runRound(contestant, program);
    if (signal.aborted) return;
    if (outcome.ok) {
      standing.rounds.push(outcome.value);
      continue;
    }
    // Without our own there is nothing to compare with.
    if (place === 0) throw new LoadProblem(`${contestant.title} does not serve in round ${round}: ${outcome.failure}`);
    standing.trouble = `round ${round}: ${outcome.failure}`;
    onNote(`${contestant.title} is left out from round ${round} on: ${outcome.failure}`);
  }
};
