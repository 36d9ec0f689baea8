// Adapter: the hash functions of signature.ts from node:crypto. Keys are prepared once each.
import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { Digests } from './signature.ts';

/** At most so many prepared keys are kept; a network has one for each issuer. */
const MAX_KEYS = 1024;
const keys = new Map<string, KeyObject>();

const keyObjectOf = (key: string): KeyObject => {
  let prepared = keys.get(key);
  if (prepared === undefined) {
    prepared = createSecretKey(key, 'utf8');
    if (keys.size >= MAX_KEYS) keys.clear();
    keys.set(key, prepared);
  }
  return prepared;
};

export const nodeDigests: Digests = {
  sha256Base64: (text) => hash('sha256', text, 'base64'),
  hmacSha256Base64: (key, text) => createHmac('sha256', keyObjectOf(key)).update(text).digest('base64'),
};
