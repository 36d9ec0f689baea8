// Programs that we start and that must not outlive us, whatever becomes of this process: each is in a group of its own,
// which Ctrl-C in a terminal does not reach, so that we end it when we are done; and where we do not come to that, a
// warden (process-warden.ts) sees that we are gone and ends it.
import { type ChildProcess, fork, type SpawnOptions, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { extname, join } from 'node:path';

/** One that has not ended by then after it was asked to is killed. */
const STOP_WITHIN_MS = 5000;
/** What a program says last on stderr is kept: enough for its own words on why it ended. */
const KEPT_WORDS = 4000;

/** Beside this file, in the repository as it is and compiled in the package. */
const WARDEN_FILE = join(import.meta.dirname, `process-warden${extname(import.meta.filename)}`);

/** What the warden is told of a program: that it is to be ended with us, or that it has ended. */
export type WardenMessage =
  | { readonly say: 'guard'; readonly pid: number; readonly folder: string | undefined }
  | { readonly say: 'ended'; readonly pid: number };

export interface GuardedProgram {
  readonly file: string;
  readonly args: readonly string[];
  /** Where it runs. */
  readonly folder: string;
  /** The folder is the program's alone: it is removed when the program has been stopped. */
  readonly removesFolder: boolean;
  readonly env: NodeJS.ProcessEnv;
}

export interface GuardedProcess {
  readonly pid: number;
  /** Raised when the program has ended; its reason is a text: how it ended, and its last words. */
  readonly ended: AbortSignal;
  /** Ends it and whatever it has started; resolves when it is gone. */
  stop(): Promise<void>;
}

export interface ProcessGuard {
  start(program: GuardedProgram): GuardedProcess;
  /** Ends all that still run. */
  close(): Promise<void>;
}

/** @param stopWithinMs for tests */
export const openProcessGuard = (stopWithinMs = STOP_WITHIN_MS): ProcessGuard => {
  const warden = fork(WARDEN_FILE, { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const gone = new Promise<void>((resolve) => warden.once('exit', () => resolve()));
  const running = new Set<GuardedProcess>();
  const tell = (message: WardenMessage): void => {
    if (warden.connected) warden.send(message, () => undefined);
  };
  return {
    start(program) {
      const process = startGuarded(program, stopWithinMs);
      if (process.pid !== 0) tell({ say: 'guard', pid: process.pid, folder: folderToRemove(program) });
      const guarded: GuardedProcess = {
        ...process,
        async stop() {
          await process.stop();
          if (running.delete(guarded)) tell({ say: 'ended', pid: process.pid });
        },
      };
      running.add(guarded);
      return guarded;
    },
    async close() {
      await Promise.all([...running].map((one) => one.stop()));
      if (warden.connected) warden.disconnect();
      await gone;
    },
  };
};

const folderToRemove = ({ folder, removesFolder }: GuardedProgram): string | undefined =>
  removesFolder ? folder : undefined;

const startGuarded = (program: GuardedProgram, stopWithinMs: number): GuardedProcess => {
  const { file, args, folder, env } = program;
  const options: SpawnOptions = { cwd: folder, env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] };
  const child = spawn(file, args, options);
  const ending = new AbortController();
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    words = (words + String(chunk)).slice(-KEPT_WORDS);
  });
  const gone = new Promise<void>((resolve) => {
    const end = (how: string): void => {
      ending.abort([how, lastWords(words)].filter((part) => part !== '').join(': '));
      resolve();
    };
    child.once('close', (code, signal) => end(`it ended with ${code ?? signal}`));
    // It was not even started: no `close` follows.
    child.once('error', (error) => end(error.message));
  });
  const stop = async (): Promise<void> => {
    if (!ending.signal.aborted) endGroup(child, 'SIGTERM');
    const timer = setTimeout(() => endGroup(child, 'SIGKILL'), stopWithinMs);
    await gone;
    clearTimeout(timer);
    if (program.removesFolder) rmSync(folder, { recursive: true, force: true });
  };
  return { pid: child.pid ?? 0, ended: ending.signal, stop };
};

/** The line that says the most: the first of an error, else the last of all. */
const lastWords = (words: string): string => {
  const lines = words.split('\n').filter((line) => line.trim() !== '');
  return (lines.find((line) => /error|exception/i.test(line)) ?? lines.at(-1) ?? '').trim();
};

const endGroup = ({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void => {
  if (pid !== undefined) endProcessGroup(pid, signal);
};

/** A program with all that it has started. One that has gone already is no failure. */
export const endProcessGroup = (pid: number, signal: 'SIGTERM' | 'SIGKILL'): void => {
  try {
    // Windows has no groups of processes.
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
};
