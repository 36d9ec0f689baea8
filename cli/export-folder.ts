// The folder of `contract export`: written anew where it is one of ours, untouched where anything in it is somebody
// else's. A list of its files with their hashes (banknet-export.json) tells which.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../core/json.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem, codeOf } from './problem.ts';
import { writeWhole } from './report-files.ts';

const LIST = 'banknet-export.json';
const KIND = 'banknet contract export';
/** More of what is in the way helps nobody to see that it is the wrong folder. */
const MAX_NAMED = 5;

const listSchema = z.object({ kind: z.literal(KIND), files: z.record(z.string(), z.string()) });

/** Files by path, with `/` between folders; `about` stands in the list beside their hashes. */
export interface ExportContent {
  readonly about: object;
  readonly files: Readonly<Record<string, string>>;
}

/** @throws {CliProblem} exit 2 where something else is in the folder, 3 where it cannot be written */
export const writeExportFolder = (folder: string, { about, files }: ExportContent): void => {
  try {
    const before = filesOf(folder);
    refuseOthers(folder, before);
    const hashes = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, hashOf(text)]));
    // First the list: then whatever breaks off in between is still known for ours.
    const listed = { ...Object.fromEntries(before.map((path) => [path, ''])), ...hashes };
    writeWhole(join(folder, LIST), listText(about, listed));
    for (const [path, text] of Object.entries(files)) writeWhole(join(folder, ...path.split('/')), text);
    for (const path of before) if (!Object.hasOwn(files, path) && path !== LIST) rmSync(join(folder, path));
    writeWhole(join(folder, LIST), listText(about, hashes));
  } catch (error) {
    const code = codeOf(error);
    if (error instanceof CliProblem || code === undefined) throw error;
    const remedy = code === 'ENOSPC' ? 'the disk is full: make room' : 'name another folder with --out';
    throw new CliProblem(EXIT.environment, `${folder}: nothing can be exported there (${code}); ${remedy}`);
  }
};

const listText = (about: object, files: object): string =>
  `${JSON.stringify({ kind: KIND, ...about, files }, undefined, 2)}\n`;

const hashOf = (content: string | Uint8Array): string => `sha256:${createHash('sha256').update(content).digest('hex')}`;

/** Every file below, with `/` between folders; of a folder that is none of ours only what lies in it at once. */
const filesOf = (folder: string): readonly string[] => {
  if (!existsSync(folder)) return [];
  if (!existsSync(join(folder, LIST))) return readdirSync(folder);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
};

/** Ours is what the list has, unchanged. A file that was to be written when an export broke off has no hash. */
const refuseOthers = (folder: string, files: readonly string[]): void => {
  if (files.length === 0) return;
  const hashes = listIn(folder);
  const isOurs = (path: string): boolean => {
    if (path === LIST) return true;
    const hash = hashes?.[path];
    return hash !== undefined && (hash === '' || hash === hashOf(readFileSync(join(folder, path))));
  };
  const others = files.filter((path) => hashes === undefined || !isOurs(path));
  if (others.length === 0) return;
  const named = others.slice(0, MAX_NAMED).join(', ');
  const rest = others.length > MAX_NAMED ? ` and ${others.length - MAX_NAMED} more` : '';
  const what =
    hashes === undefined
      ? 'is no export of ours and is not empty'
      : 'has files that no export wrote, or that were changed since';
  throw new CliProblem(EXIT.usage, `--out ${folder}: the folder ${what} (${named}${rest}); name a new or empty one`);
};

/** Undefined where there is none, or one that we cannot read. */
const listIn = (folder: string): Readonly<Record<string, string>> | undefined => {
  const path = join(folder, LIST);
  if (!existsSync(path)) return undefined;
  const json = parseJson(readFileSync(path, 'utf8'));
  return json.ok ? listSchema.safeParse(json.value).data?.files : undefined;
};
