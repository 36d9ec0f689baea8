// The pact that an issuer is held to, by its hash: a record of a verification is good for this pact alone.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IssuerCode } from '../../core/banks.ts';

const FOLDER = new URL('../pacts/', import.meta.url);

/** Of an issuer that has no pact yet: a new row in banks.json before `npm run pacts`. */
export const NO_PACT = 'none';

/** SHA-256 of the file, hex. */
export const pactHashOf = (issuer: IssuerCode): string => {
  const names = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
  const name = names.find((one) => one.endsWith(`-${issuer}.json`));
  return name === undefined
    ? NO_PACT
    : createHash('sha256')
        .update(readFileSync(new URL(name, FOLDER)))
        .digest('hex');
};
