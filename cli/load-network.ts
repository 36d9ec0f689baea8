// A network for a load run, in a process of its own so that it and its generators share no event loop. It is stopped by
// its own id at the end, and what it kept on disk is removed, whatever happens.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Profile } from '../load/profile.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem } from './problem.ts';

/** What is said to the process. */
export interface LoadNetworkOrder {
  /** Where its store is. */
  readonly folder: string;
  readonly profile: Pick<Profile, 'seed' | 'population' | 'control' | 'engine'>;
}

export interface LoadNetwork {
  readonly url: string;
  stop(): Promise<void>;
}

/** Beside this file, in the repository as it is and compiled in the package. */
const PROCESS_FILE = join(import.meta.dirname, `load-network-process${extname(import.meta.filename)}`);

/** A network lets calls end for up to 7 s; one that takes longer than this hangs, and is killed. */
const STOP_WITHIN_MS = 15_000;

/** @throws {CliProblem} exit 3 where this machine has no place for it */
export const startLoadNetwork = async ({ seed, population, control, engine }: Profile): Promise<LoadNetwork> => {
  const folder = mkdtempSync(join(tmpdir(), 'banknet-load-'));
  // The arguments of this process are its own, too: with them a defect is switched on (scenarios/defects).
  const child = fork(PROCESS_FILE, {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    if (child.connected) child.send('stop', () => undefined);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await gone;
    clearTimeout(timer);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const order: LoadNetworkOrder = { folder, profile: { seed, population, control, engine } };
    child.send(order);
    return { url: await urlOf(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const urlOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      const line = `the network for the load run ended with ${code ?? signal} before it was ready; see above for why`;
      reject(new CliProblem(EXIT.environment, line));
    });
    child.once('message', (message: { readonly url: string } | { readonly lines: readonly string[] }) => {
      if ('url' in message) resolve(message.url);
      else reject(new CliProblem(EXIT.environment, ...message.lines));
    });
  });
