// Adapter: the hash functions of signature.ts in plain JavaScript, for a browser as for Node; at once, as the pure
// issuer needs them. A browser's own are promises. Five times slower than node-digests.ts.
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Digests } from './signature.ts';

const encoder = new TextEncoder();

const base64Of = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

export const portableDigests: Digests = {
  sha256Base64: (text) => base64Of(sha256(typeof text === 'string' ? encoder.encode(text) : text)),
  hmacSha256Base64: (key, text) => base64Of(hmac(sha256, encoder.encode(key), encoder.encode(text))),
};
