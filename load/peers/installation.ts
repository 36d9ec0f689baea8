// Programs of others that are measured beside: no dependency of this project, and not given away with it. Each is
// installed by npm on first use, in one version, into a folder of its own; it is there whole or not at all.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { fail, ok, type Result } from '../../core/result.ts';
import type { ProcessGuard } from './process-guard.ts';

/** A package of npm, and the program in it. */
export interface NpmPackage {
  readonly npm: string;
  /** Exactly this one: figures of another are those of another program. */
  readonly version: string;
  readonly licence: string;
  /** With all that it needs, about: said before it is fetched. */
  readonly sizeMb: number;
  /** Its file, from the folder of the package. */
  readonly program: string;
}

export interface InstallOptions {
  /** Where the folders of all programs are. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly guard: ProcessGuard;
  /** A line for the user: what is being installed, and that it is. */
  readonly onNote: (line: string) => void;
  /** While it goes on, each second. */
  readonly onProgress?: (words: string) => void;
  readonly signal?: AbortSignal;
  /** The npm to run; for tests. */
  readonly npm?: string;
}

/** A slow line needs some minutes for a hundred megabytes; npm itself would try for longer than anybody waits. */
const INSTALL_WITHIN_MS = 600_000;
const TELL_EVERY_MS = 1000;
/** Nothing of the packages runs while they are installed. */
const NPM_OPTIONS = ['--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Where users expect what can be fetched again (XDG base directories).
 * @param home the user's folder
 */
export const peersFolder = (env: NodeJS.ProcessEnv, home: string): string => {
  const cache = env.XDG_CACHE_HOME ?? '';
  // The specification has a relative one be ignored.
  return join(cache.startsWith('/') ? cache : join(home, '.cache'), 'banknet', 'peers');
};

/** The file of the program, installed where it is not yet; or why there is none. */
export const installed = async (wanted: NpmPackage, options: InstallOptions): Promise<Result<string, string>> => {
  const home = join(options.folder, `${wanted.npm.replace(/^@/, '').replaceAll('/', '-')}-${wanted.version}`);
  const program = join(home, 'node_modules', wanted.npm, wanted.program);
  if (existsSync(program)) return ok(program);
  try {
    const trouble = await install(wanted, home, options);
    if (trouble !== undefined) return fail(`npm could not install it (${trouble})`);
  } catch (error) {
    return fail(`it could not be installed (${error instanceof Error ? error.message : String(error)})`);
  }
  return existsSync(program) ? ok(program) : fail(`${wanted.npm} ${wanted.version} has no ${wanted.program}`);
};

/** What went wrong, if anything. @throws what the file system throws */
const install = async (wanted: NpmPackage, home: string, options: InstallOptions): Promise<string | undefined> => {
  const { npm, version, licence, sizeMb } = wanted;
  const { guard, env, signal, onNote } = options;
  const registry = await registryOf(options);
  onNote(`npm installs ${npm} ${version} (${licence}) from ${registry}, about ${sizeMb} MB, once, into ${home}`);
  mkdirSync(dirname(home), { recursive: true });
  const part = mkdtempSync(`${home}.part-`);
  writeFileSync(join(part, 'package.json'), `${JSON.stringify({ private: true, dependencies: { [npm]: version } })}\n`);
  const [file, ...first] = npmOf(options);
  const args = [...first, 'install', '--prefix', part, ...NPM_OPTIONS];
  const running = guard.start({ file, args, folder: part, removesFolder: true, env });
  const untilMs = performance.now() + INSTALL_WITHIN_MS;
  try {
    while (!running.ended.aborted) {
      if (signal?.aborted) return 'interrupted';
      if (performance.now() > untilMs) return `not done within ${INSTALL_WITHIN_MS / 60_000} minutes`;
      await eitherOf(TELL_EVERY_MS, running.ended, signal);
      options.onProgress?.(`${npm} ${version}: ${megabytesIn(part)} of about ${sizeMb} MB`);
    }
    if (!existsSync(join(part, 'node_modules', npm, 'package.json'))) return String(running.ended.reason);
    // Another run may have been faster.
    if (!existsSync(home)) renameSync(part, home);
    return undefined;
  } finally {
    await running.stop();
  }
};

/** Resolves after a time, or when one of the signals is raised. */
const eitherOf = (afterMs: number, ...signals: readonly (AbortSignal | undefined)[]): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      for (const signal of signals) signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, afterMs);
    for (const signal of signals) signal?.addEventListener('abort', done, { once: true });
    if (signals.some((signal) => signal?.aborted)) done();
  });

/** How much is there by now; npm moves folders while we look. */
const megabytesIn = (folder: string): string => {
  try {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const sizes = files.map(
      ({ parentPath, name }) => statSync(join(parentPath, name), { throwIfNoEntry: false })?.size,
    );
    return String(Math.round(sizes.reduce<number>((sum, size = 0) => sum + size, 0) / 1e6));
  } catch {
    // A folder went away under our hands: the next look will tell.
    return '…';
  }
};

/** The command that is npm. On Windows it is a script of the shell. */
const npmOf = ({ npm = 'npm' }: InstallOptions): readonly [string, ...string[]] =>
  process.platform === 'win32' ? ['cmd', '/c', npm] : [npm];

/** Where npm fetches from, as it is set on this machine; without what a user may have put before the `@`. */
const registryOf = async (options: InstallOptions): Promise<string> => {
  const [file, ...first] = npmOf(options);
  const asked = promisify(execFile)(file, [...first, 'config', 'get', 'registry'], { env: options.env });
  // Without npm nothing can be installed either, and that is told then.
  const { stdout } = await asked.catch(() => ({ stdout: '' }));
  return URL.canParse(stdout.trim()) ? new URL(stdout.trim()).host : 'its registry';
};
