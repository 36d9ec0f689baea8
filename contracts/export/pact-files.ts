// The pacts as they lie beside this program, in the repository and in the built package alike.
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../pacts/', import.meta.url);

/** Texts by file name. */
export const pactFiles = (): readonly (readonly [string, string])[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')]);
