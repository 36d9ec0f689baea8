// Runs Pact's own verifier, the binary itself: what npx starts survives the end of npx. It gets no environment of ours,
// for there the key may be, a proxy between it and us, or a setting of Pact.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const PACKAGE = '@pact-foundation/pact-cli';

/** Where it lies; undefined where this platform has none, or the optional dependency was not installed. */
export const findPactBinary = (): string | undefined => {
  const isWindows = process.platform === 'win32';
  const platform = `${PACKAGE}-${isWindows ? 'windows' : process.platform}-${process.arch}`;
  try {
    // Beside the package that depends on it, wherever that has been put.
    const home = createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`);
    const binary = createRequire(home).resolve(`${platform}/package.json`);
    const file = join(binary, '..', 'standalone', isWindows ? 'pact.exe' : 'pact');
    return existsSync(file) ? file : undefined;
  } catch {
    // MODULE_NOT_FOUND, or a package.json that may not be read from outside: then there is none to be had.
    return undefined;
  }
};

export interface PactBinaryOptions {
  readonly binary: string;
  /** A folder of its own for the pact and the report. */
  readonly folder: string;
  readonly pactFile: string;
  readonly url: string;
  readonly stateUrl: string;
  /** Above whatever the proxy allows itself for one call: it is the proxy that says what was in vain. */
  readonly requestTimeoutMs: number;
  /** Ends it at once. */
  readonly over: AbortSignal;
}

export type PactBinaryEnd =
  | { readonly kind: 'reported'; readonly report: unknown }
  /** It could not be started, was ended, or wrote nothing that can be read. */
  | { readonly kind: 'failed'; readonly why: string };

export const runPactBinary = async (options: PactBinaryOptions): Promise<PactBinaryEnd> => {
  const { binary, folder, pactFile, url, stateUrl, requestTimeoutMs, over } = options;
  const report = join(folder, 'report.json');
  const { hostname, port } = new URL(url);
  const args = [
    ...['verifier', '--file', pactFile, '--hostname', hostname, '--port', port, '--json', report],
    ...['--state-change-url', stateUrl, '--state-change-teardown', '--request-timeout', String(requestTimeoutMs)],
    ...['--no-colour', '--loglevel', 'none'],
  ];
  // It reads all roots of TLS anew for each call, which is more than half of its time, and calls only this machine.
  const noRoots = join(folder, 'no-roots.pem');
  writeFileSync(noRoots, '');
  // A program of Windows finds its libraries by SystemRoot.
  const { SystemRoot } = process.env;
  const env = {
    PACT_DO_NOT_TRACK: 'true',
    SSL_CERT_FILE: noRoots,
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
  };
  const end = await ended(spawn(binary, args, { cwd: folder, env, stdio: 'ignore', windowsHide: true }), over);
  if (!existsSync(report)) return { kind: 'failed', why: `Pact's verifier ${end} and has reported nothing` };
  try {
    return { kind: 'reported', report: JSON.parse(readFileSync(report, 'utf8')) };
  } catch (error) {
    return { kind: 'failed', why: `Pact's verifier ${end} and its report is no JSON (${String(error)})` };
  }
};

/** How it has ended, in words; nothing of it is left then. */
const ended = (child: ChildProcess, over: AbortSignal): Promise<string> =>
  new Promise((resolve) => {
    const kill = (): void => void child.kill('SIGKILL');
    const end = (how: string): void => {
      over.removeEventListener('abort', kill);
      resolve(how);
    };
    over.addEventListener('abort', kill, { once: true });
    if (over.aborted) kill();
    child.on('error', (error: Error & { readonly code?: string }) => end(`could not be run (${error.code ?? error})`));
    child.on('close', (code, signal) => end(`ended with ${signal ?? `exit code ${code}`}`));
  });
