// How long `banknet up` takes until it is ready, as a user starts it, and its memory then, workers included.
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';

export interface UpStart {
  readonly readyMs: number;
  readonly memoryMb: number;
}

const COMMAND = join(import.meta.dirname, '../cli/banknet.js');
const UP = ['up', '--no-demo', '--store', 'memory', '--port', '0', '--issuer-port', '0'];

/** Starts a network with so many workers, and ends it again. */
export const startUp = async (workers: number): Promise<UpStart> => {
  const startMs = performance.now();
  const child = spawn(process.execPath, [COMMAND, ...UP, '--workers', String(workers)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += String(chunk);
      if (printed.includes('Ctrl-C')) resolve();
    });
    void ended.then(() => reject(new Error(`banknet up ended before it was ready: ${printed}`)));
  });
  const readyMs = performance.now() - startMs;
  const memoryMb = memoryMbOf(child.pid ?? 0);
  child.kill('SIGINT');
  await ended;
  return { readyMs, memoryMb };
};

/** What a process and its children hold in memory. */
const memoryMbOf = (pid: number): number => {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' }).trim().split('\n');
  const heldKb = rows.map((row) => row.trim().split(/ +/).map(Number));
  return heldKb.reduce((sum, [own, parent, kb = 0]) => sum + (own === pid || parent === pid ? kb : 0), 0) / 1024;
};
