// Tells of changes of files and of what is in folders, for `--watch`. Folders are watched, not files: many editors
// write a new file and rename it.
import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Cancel } from '../core/clock.ts';
import { systemClock } from '../core/system-clock.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem, codeOf } from './problem.ts';

/** An editor's several writes of one file are one change. */
const SETTLED_AFTER_MS = 150;

export interface FileWatch {
  /** Resolves once something has changed since the last time that this resolved, or since the beginning. */
  changed(): Promise<void>;
  close(): void;
}

/**
 * Watches these files, and these folders with all that is below them, from now on.
 * @throws {CliProblem} exit 3: one of them cannot be watched
 */
export const watchFiles = (paths: readonly string[]): FileWatch => {
  let hasChanged = false;
  let tell: (() => void) | undefined;
  let cancel: Cancel = () => undefined;
  const settle = (): void => {
    hasChanged = true;
    tell?.();
  };
  const onChange = (): void => {
    cancel();
    cancel = systemClock.at(systemClock.now() + SETTLED_AFTER_MS, settle);
  };
  const watchers: FSWatcher[] = [];
  const close = (): void => {
    cancel();
    for (const one of watchers) one.close();
  };
  try {
    for (const path of paths) watchers.push(watcherOf(path, onChange));
  } catch (error) {
    close();
    throw error;
  }
  return {
    changed: () =>
      new Promise((resolve) => {
        tell = () => {
          if (!hasChanged) return;
          hasChanged = false;
          tell = undefined;
          resolve();
        };
        tell();
      }),
    close,
  };
};

const watcherOf = (path: string, onChange: () => void): FSWatcher => {
  try {
    if (statSync(path).isDirectory()) return watch(path, { recursive: true }, onChange);
    const name = basename(path);
    return watch(dirname(path), (_event, changed) => {
      if (changed === null || changed === name) onChange();
    });
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new CliProblem(EXIT.environment, `${path}: its changes cannot be watched (${code}); run without --watch`);
  }
};
