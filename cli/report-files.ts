// The files of `--report DIR`: report.json, junit.xml, report.html. Each is there whole or not at all.
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EXIT } from './exit-codes.ts';
import { CliProblem, codeOf } from './problem.ts';

/** Texts by the name of their file; of a load run its figures for Prometheus, too. */
export type ReportFiles = Readonly<Record<'report.json' | 'junit.xml' | 'report.html', string>> & {
  readonly 'metrics.prom'?: string;
};

/** Makes the folder, before the work begins that is to be reported there. @throws {CliProblem} exit 3 */
export const prepareReportFolder = (folder: string): void => {
  asEnvironment(folder, () => {
    makeFolder(resolve(folder));
    // With the dot it must be a folder.
    accessSync(`${folder}/.`, constants.W_OK);
  });
};

/** With its parents. Not by Node's `recursive`, which never comes to an end in a place that takes no folder (/proc). */
const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
};

/** @throws {CliProblem} exit 3: the disk is full, the folder has gone */
export const writeReportFiles = (folder: string, files: ReportFiles): void => {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    asEnvironment(path, () => writeWhole(path, content));
  }
};

/** The file is there whole, or as it was before; its folder is made. @throws the system's own error */
export const writeWhole = (path: string, content: string): void => {
  makeFolder(dirname(resolve(path)));
  const part = `${path}.part`;
  try {
    writeFileSync(part, content);
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
};

const asEnvironment = (path: string, act: () => void): void => {
  try {
    act();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    const remedy = code === 'ENOSPC' ? 'the disk is full: make room' : 'name another folder with --report';
    throw new CliProblem(EXIT.environment, `${path}: the report cannot be written there (${code}); ${remedy}`);
  }
};
