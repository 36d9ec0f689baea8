// Starts a server of the benchmark in a process of its own, and asks it for its processor time.
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

export interface BenchServer {
  readonly ports: readonly number[];
  /** Processor time that the server has used so far, user and system together. */
  cpuMs(): Promise<number>;
  stop(): Promise<void>;
}

type Message = { readonly ports: readonly number[] } | { readonly cpuMs: number };

/** Starts `file` of this folder with `args`; it must call {@link serveBench}. */
export const startBenchServer = async (file: string, ...args: string[]): Promise<BenchServer> => {
  const child = fork(join(import.meta.dirname, file), args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const first = await nextMessage(child);
  if (!('ports' in first)) throw new Error(`${file} did not say where it listens`);
  return {
    ports: first.ports,
    async cpuMs() {
      const reply = nextMessage(child);
      child.send('cpu');
      const message = await reply;
      return 'cpuMs' in message ? message.cpuMs : Number.NaN;
    },
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.disconnect();
      await gone;
    },
  };
};

const nextMessage = (child: ChildProcess): Promise<Message> =>
  new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`A server of the benchmark ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as Message);
    });
  });

/** The server's side: tells the ports, answers questions, and ends with its parent. */
export const serveBench = (ports: readonly number[]): void => {
  process.send?.({ ports });
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1000 });
  });
  process.on('disconnect', () => process.exit(0));
};
