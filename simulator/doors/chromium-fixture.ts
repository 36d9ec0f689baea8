// For tests only: a headless Chromium of this machine. On Debian as root it installs one that is missing; elsewhere it
// says what to install. Never downloads a browser of its own.
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FOLDERS = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];

/** A package and all that it needs, over a slow line. */
export const CHROMIUM_READY_WITHIN_MS = 300_000;

/** Nothing that reaches for the network by itself; as root Chromium has no sandbox. */
const FLAGS = [
  '--no-first-run',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** @throws where there is no Chromium and none can be installed */
export const openChromium = async (): Promise<Browser> => {
  const executablePath = findChromium() ?? (await installChromium());
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
};

const findChromium = (): string | undefined => {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined) return given;
  return FOLDERS.flatMap((folder) => PROGRAMS.map((program) => join(folder, program))).find(isProgram);
};

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or nothing that may be run: either way it is not a browser for us.
    return false;
  }
};

/** Test files that run at the same time install once: the second finds it there when the lock is free. */
const INSTALL = 'command -v chromium || { apt-get update && apt-get install -y --no-install-recommends chromium; }';

const installChromium = async (): Promise<string> => {
  if (process.getuid?.() === 0 && isProgram('/usr/bin/apt-get')) {
    const lock = join(tmpdir(), 'banknet-chromium-install.lock');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await promisify(execFile)('flock', [lock, 'sh', '-c', INSTALL], { env, timeout: CHROMIUM_READY_WITHIN_MS });
  }
  const installed = findChromium();
  if (installed !== undefined) return installed;
  throw new Error(
    `There is no Chromium for the browser tests: none of ${PROGRAMS.join(', ')} in PATH. Install it (Debian: apt-get install chromium), or name one by CHROMIUM_PATH`,
  );
};
