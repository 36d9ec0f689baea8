// Files that people write and of which the package has some of its own: a path, or the name of one of the package, to
// what it says, or every mistake at once.
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { didYouMean } from '../core/nearest-name.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem } from './problem.ts';
import { readSmallFile } from './small-file.ts';
import { readYamlText } from './yaml-text.ts';

/** Written by hand; what is larger is another file. */
const MAX_BYTES = 1_048_576;
const ENDING = '.yaml';
/** A name alone, without a path or an ending. */
const NAME = /^[A-Za-z0-9_-]+$/;

export interface PackagedKind {
  readonly folder: URL;
  /** `profile`, and in full `load profile`. */
  readonly what: string;
  readonly whole: string;
  /** One of the package. */
  readonly example: string;
}

export const packagedFiles = ({ folder, what, whole, example }: PackagedKind) => {
  const path = fileURLToPath(folder);
  const names = (): readonly string[] =>
    readdirSync(path)
      .filter((file) => file.endsWith(ENDING))
      .map((file) => basename(file, ENDING))
      .toSorted();

  const noSuchName = (name: string): string => {
    const remedy = `name one of ${names().join(', ')}, or a file such as ./${name}${ENDING}`;
    return `There is no ${what} ${name}${didYouMean(name, names())}: ${remedy}`;
  };

  const reasons: Readonly<Record<string, string>> = {
    'too-large': `is over ${MAX_BYTES} bytes and so no ${whole}`,
    'not-utf8': 'is not UTF-8; save it as UTF-8 text',
    ENOENT: `is not there (ENOENT); name a ${what} file, or one of the package such as ${example}`,
    EISDIR: `is a folder; name one ${what}`,
    EACCES: 'this user may not read it',
  };

  return {
    /** Those of the package. */
    names,
    /** @throws {CliProblem} exit 2 with a line for each mistake */
    read<Value>(named: string, schema: z.ZodType<Value>): Value {
      const isName = NAME.test(named);
      const text = readSmallFile(isName ? join(path, named + ENDING) : named, MAX_BYTES);
      if (!text.ok) {
        const why = reasons[text.failure] ?? `cannot be read (${text.failure})`;
        const isUnknown = isName && text.failure === 'ENOENT';
        throw new CliProblem(EXIT.usage, isUnknown ? noSuchName(named) : `${named}: ${why}`);
      }
      const read = readYamlText(text.value, isName ? `${named}${ENDING}` : named, schema);
      if (!read.ok) throw new CliProblem(EXIT.usage, ...read.failure);
      return read.value.value;
    },
  };
};
