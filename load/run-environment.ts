// Where a load run was measured: without it a figure means nothing to whoever compares it later.
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import packageFile from '../package.json' with { type: 'json' };
import type { LoadResult } from './load-result.ts';

type Environment = LoadResult['environment'];

/** Begins to watch the machine; the returned function tells of the time since. */
export const watchEnvironment = (): (() => Environment) => {
  const before = processorTimes();
  return () => {
    const after = processorTimes();
    const totalMs = after.totalMs - before.totalMs;
    const [processor] = cpus();
    return {
      toolVersion: packageFile.version,
      commit: commitHere(),
      runtime: `node ${process.versions.node}`,
      processor: processor?.model.trim() ?? 'unknown',
      cores: cpus().length,
      busyShare: totalMs === 0 ? 0 : 1 - (after.idleMs - before.idleMs) / totalMs,
    };
  };
};

const processorTimes = (): { readonly totalMs: number; readonly idleMs: number } => {
  const times = cpus().map((core) => core.times);
  const idleMs = times.reduce((sum, { idle }) => sum + idle, 0);
  const totalMs = times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idleMs);
  return { totalMs, idleMs };
};

/**
 * Of the repository that this program is run from; undefined where it was installed as a package, or git is not there.
 */
const commitHere = (): string | undefined => {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    // There is no repository, or no git: the version alone has to do.
    return undefined;
  }
};
