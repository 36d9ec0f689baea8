// Other mock servers and load tools to measure beside. They are no dependency of this project: each is installed on
// first use into .peers, a folder of its own, and where that fails its column stays empty.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const FOLDER = join(import.meta.dirname, '.peers');
const PACKAGES = { mountebank: '2.9.1', loadtest: '8.2.1' };
const INSTALL_TIMEOUT_MS = 120_000;
const START_TIMEOUT_MS = 20_000;
const RETRY_MS = 100;

export interface Peer {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * mountebank in a process of its own, with one imposter that answers every request with `body` after `wait`: so many
 * milliseconds, or the text of a function that returns them. Undefined, with a note, where it cannot be had.
 */
export const startMountebank = async (body: object, wait: number | string): Promise<Peer | undefined> => {
  const program = await peerProgram('mountebank', 'bin/mb');
  if (program === undefined) return undefined;
  const adminPort = await freePort();
  const options = ['--host', '127.0.0.1', '--allowInjection', '--nologfile', '--loglevel', 'error'];
  const files = ['--pidfile', join(FOLDER, `mountebank-${adminPort}.pid`)];
  const child = spawn(process.execPath, [program, 'start', '--port', String(adminPort), ...options, ...files], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = () => ended(child);
  try {
    return { port: await openImposter(`http://127.0.0.1:${adminPort}/imposters`, body, wait, child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** Where the program of a peer is; undefined, with a note, where it cannot be had. */
export const peerProgram = async (name: keyof typeof PACKAGES, file: string): Promise<string | undefined> => {
  try {
    await installPeers();
    return join(FOLDER, 'node_modules', name, file);
  } catch (error) {
    process.stderr.write(`${name} cannot be installed, so its column stays empty: ${firstLine(error)}\n`);
    return undefined;
  }
};

const installPeers = async (): Promise<void> => {
  if (Object.keys(PACKAGES).every((name) => existsSync(join(FOLDER, 'node_modules', name, 'package.json')))) return;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(
    join(FOLDER, 'package.json'),
    `${JSON.stringify({ private: true, dependencies: PACKAGES }, null, 2)}\n`,
  );
  const args = ['install', '--prefix', FOLDER, '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'];
  await promisify(execFile)('npm', args, { cwd: FOLDER, timeout: INSTALL_TIMEOUT_MS });
};

/** Asks until mountebank listens, and tells the port of the new imposter. */
const openImposter = async (url: string, body: object, wait: number | string, child: ChildProcess): Promise<number> => {
  const is = { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const imposter = { protocol: 'http', host: '127.0.0.1', stubs: [{ responses: [{ is, behaviors: [{ wait }] }] }] };
  const endMs = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < endMs && child.exitCode === null) {
    const reply = await fetch(url, { method: 'POST', body: JSON.stringify(imposter) }).catch(() => undefined);
    if (reply === undefined) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      continue;
    }
    const made: unknown = await reply.json();
    if (typeof made === 'object' && made !== null && 'port' in made && typeof made.port === 'number') return made.port;
    throw new Error(`mountebank made no imposter: ${reply.status} ${JSON.stringify(made)}`);
  }
  throw new Error('mountebank did not start');
};

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await gone;
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const firstLine = (error: unknown): string => String(error).split('\n', 1)[0] ?? '';
