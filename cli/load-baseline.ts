// The earlier results that a load run is compared with: files that `--report` has written.
import { join } from 'node:path';
import type { LoadResult } from '../load/load-result.ts';
import { MAX_RESULT_BYTES, parseResult } from '../load/read-result.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem } from './problem.ts';
import { readSmallFile } from './small-file.ts';

/**
 * The results in these files; a folder, as `--report` takes one, stands for the report.json in it.
 * @throws {CliProblem} exit 2 with a line for each file that is none
 */
export const loadBaseline = (files: readonly string[]): readonly LoadResult[] => {
  const read = files.map((named): LoadResult | string => {
    const given = readSmallFile(named, MAX_RESULT_BYTES);
    const isFolder = !given.ok && given.failure === 'EISDIR';
    const [file, text] = isFolder ? readIn(named) : [named, given];
    if (!text.ok) return `${file}: ${UNREADABLE[text.failure] ?? `cannot be read (${text.failure})`}`;
    const result = parseResult(text.value);
    return result.ok ? result.value : `${file}: ${result.failure}`;
  });
  const mistakes = read.filter((one) => typeof one === 'string');
  if (mistakes.length > 0) throw new CliProblem(EXIT.usage, ...mistakes);
  return read.filter((one) => typeof one !== 'string');
};

const readIn = (folder: string) => {
  const file = join(folder, 'report.json');
  return [file, readSmallFile(file, MAX_RESULT_BYTES)] as const;
};

const UNREADABLE: Readonly<Record<string, string>> = {
  'too-large': `is over ${MAX_RESULT_BYTES} bytes and so no result of a load run; give the report.json of one`,
  'not-utf8': 'is not UTF-8; give the report.json of a load run',
  ENOENT: 'is not there (ENOENT); --report of an earlier run writes a report.json',
  EISDIR: 'is a folder; name the report.json of an earlier run',
  EACCES: 'this user may not read it',
};
