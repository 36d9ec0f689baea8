// For tests: the command as a child process, as a user starts it.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const COMMAND = join(import.meta.dirname, 'banknet.js');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** Everything printed so far. */
  readonly printed: () => string;
  /** Resolves with the first match of `pattern` in what is printed; rejects when the process ends before. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  readonly finished: Promise<Finished>;
}

/** Starts `banknet ...args` in `cwd`. The caller ends it; what a failed test has left running is killed. */
export const spawnBanknet = (args: readonly string[], cwd: string, nodeArgs: readonly string[] = []): Running => {
  const child = spawn(process.execPath, [...nodeArgs, COMMAND, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  const heard = (add: (text: string) => void) => (chunk: Buffer) => {
    add(String(chunk));
    for (const watch of watchers) watch();
  };
  child.stdout.on(
    'data',
    heard((text) => (stdout += text)),
  );
  child.stderr.on(
    'data',
    heard((text) => (stderr += text)),
  );
  const finished = new Promise<Finished>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    child,
    printed: () => stdout + stderr,
    finished,
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          const match = pattern.exec(stdout + stderr);
          if (match === null) return;
          watchers.delete(watch);
          resolve(match);
        };
        watchers.add(watch);
        void finished.then(({ code }) =>
          reject(new Error(`banknet ended with ${code} before ${pattern}: ${stdout}${stderr}`)),
        );
        watch();
      }),
  };
};

/** Runs `banknet ...args` to its end. */
export const runBanknet = (args: readonly string[], cwd: string, nodeArgs: readonly string[] = []): Promise<Finished> =>
  spawnBanknet(args, cwd, nodeArgs).finished;
