// The folder of records: a folder a bank, a file a result. What is in it and is no record of ours keeps a bank from
// going live, and is never passed over.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseRecord, recordPath, recordText, type VerificationRecord } from '../contracts/record.ts';
import type { IssuerCode } from '../core/banks.ts';
import { oneLine } from '../report/visible-text.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem, codeOf } from './problem.ts';
import { writeWhole } from './report-files.ts';
import { readSmallFile } from './small-file.ts';

/** A hundred checks make 10 KB. */
const MAX_RECORD_BYTES = 1024 * 1024;
/** Of one bank: a result an hour for a year. */
const MAX_RECORDS = 10_000;

/** Writes it into its place, and says where that is. @throws {CliProblem} 3 where it cannot be written */
export const keepRecord = (folder: string, record: VerificationRecord): string => {
  const path = join(folder, recordPath(record));
  try {
    writeWhole(path, recordText(record));
    return path;
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    const remedy = code === 'ENOSPC' ? 'the disk is full: make room' : 'name another folder with --dir';
    throw new CliProblem(EXIT.environment, `${path}: the record cannot be written there (${code}); ${remedy}`);
  }
};

export interface FoundRecords {
  readonly records: readonly VerificationRecord[];
  readonly damaged: readonly string[];
}

/** Every record of this bank; where there is no folder there are none. @throws {CliProblem} */
export const recordsIn = (folder: string, issuer: IssuerCode): FoundRecords => {
  const place = join(folder, issuer);
  const records: VerificationRecord[] = [];
  const damaged: string[] = [];
  for (const name of namesIn(folder, place)) {
    const path = join(place, name);
    const text = readSmallFile(path, MAX_RECORD_BYTES);
    if (!text.ok && text.failure !== 'too-large' && text.failure !== 'not-utf8')
      throw unreadable(`--dir: ${path}`, text.failure, MAX_RECORD_BYTES);
    const read = text.ok ? parseRecord(text.value) : { ok: false as const, failure: `it is ${text.failure}` };
    if (!read.ok) damaged.push(`${path}: ${read.failure}; restore it, or remove it and record the result again`);
    else if (read.value.issuer === issuer) records.push(read.value);
    else damaged.push(`${path}: it is of ${oneLine(read.value.issuer)}; it belongs into another folder`);
  }
  return { records, damaged };
};

const namesIn = (folder: string, place: string): readonly string[] => {
  try {
    if (!existsSync(place)) {
      // What is no folder, or may not be read, is no folder without records.
      if (existsSync(folder)) readdirSync(folder);
      return [];
    }
    const names = readdirSync(place).filter((name) => name.endsWith('.json'));
    if (names.length <= MAX_RECORDS) return names.sort();
    throw new CliProblem(
      EXIT.usage,
      `--dir ${place}: ${names.length} records; more than ${MAX_RECORDS} are not read: remove old ones`,
    );
  } catch (error) {
    const code = codeOf(error);
    if (error instanceof CliProblem || code === undefined) throw error;
    throw unreadable(`--dir: ${place}`, code, 0);
  }
};

/** What a person has named wrongly is wrong usage; what they may not read is the environment. */
export const unreadable = (what: string, why: string, maxBytes: number): CliProblem => {
  const words = WRONG_FILES[why];
  if (words !== undefined) return new CliProblem(EXIT.usage, `${what}: ${words(maxBytes)}`);
  return new CliProblem(EXIT.environment, `${what}: it cannot be read (${why})`);
};

const WRONG_FILES: Readonly<Record<string, (maxBytes: number) => string>> = {
  'too-large': (maxBytes) => `it has more than ${maxBytes} bytes, which no result of a verification has`,
  'not-utf8': () => 'it is no text',
  ENOENT: () => 'there is no such file',
  EISDIR: () => 'it is a folder, not a file',
};
