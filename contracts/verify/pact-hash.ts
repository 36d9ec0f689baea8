// The pact that an issuer is held to, and its hash: a record of a verification is good for this pact alone.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { IssuerCode } from '../../core/banks.ts';

/** Of an issuer that has no pact yet: a new row in banks.json before `npm run pacts`. */
export const NO_PACT = 'none';

/** Where `npm run pacts` writes it; named as Pact names files, after consumer and provider. */
export const pactFileOf = (issuer: IssuerCode): URL =>
  new URL(`../pacts/banknet-engine-${issuer}.json`, import.meta.url);

/** SHA-256 of the file, hex. */
export const pactHashOf = (issuer: IssuerCode): string => {
  const file = pactFileOf(issuer);
  return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : NO_PACT;
};
