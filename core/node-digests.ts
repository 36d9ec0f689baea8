// Adapter: the hash functions of signature.ts from node:crypto. Keys are prepared once each.
import { hash } from 'node:crypto';
import type { Digests } from './signature.ts';

/** At most so many prepared keys are kept; a network has one for each issuer. */
const MAX_KEYS = 1024;
/** SHA-256 works on blocks of so many bytes, and gives so many. */
const BLOCK_BYTES = 64;
const HASH_BYTES = 32;

/** What HMAC (RFC 2104) puts before the text and before the hash of that; `outer` has room for the hash. */
interface PreparedKey {
  /** As text where it is ASCII, as it is for every ASCII key: then it need only be put before the text. */
  readonly inner: Buffer | string;
  readonly outer: Buffer;
}

const keys = new Map<string, PreparedKey>();

const preparedKey = (key: string): PreparedKey => {
  const known = keys.get(key);
  if (known !== undefined) return known;
  const bytes = Buffer.from(key, 'utf8');
  const block = Buffer.alloc(BLOCK_BYTES);
  block.set(bytes.byteLength > BLOCK_BYTES ? hash('sha256', bytes, 'buffer') : bytes);
  const inner = Buffer.from(block.map((byte) => byte ^ 0x36));
  const prepared = {
    inner: inner.every((byte) => byte < 0x80) ? inner.toString('latin1') : inner,
    outer: Buffer.concat([block.map((byte) => byte ^ 0x5c), Buffer.alloc(HASH_BYTES)]),
  };
  if (keys.size >= MAX_KEYS) keys.clear();
  keys.set(key, prepared);
  return prepared;
};

/**
 * HMAC as its two hashes: createHmac makes an object with a native half for every text, which costs twice as much, and
 * the garbage collector again.
 */
const hmacSha256Base64 = (key: string, text: string): string => {
  const { inner, outer } = preparedKey(key);
  const message = typeof inner === 'string' ? inner + text : Buffer.concat([inner, Buffer.from(text, 'utf8')]);
  outer.write(hash('sha256', message, 'binary'), BLOCK_BYTES, 'binary');
  return hash('sha256', outer, 'base64');
};

export const nodeDigests: Digests = { sha256Base64: (text) => hash('sha256', text, 'base64'), hmacSha256Base64 };
