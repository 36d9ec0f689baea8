// Adapter: sealing with AES-256-GCM under random keys, each wrapped by the master key (AES key wrap, RFC 3394), and
// look-up by HMAC. Keys are KeyObjects throughout: node:crypto takes them four times as fast as bytes.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { Seal, Vault } from '../ports.ts';

export const MASTER_KEY_BYTES = 32;

/** What is sealed: the wrapped key, the nonce, the tag, the cipher text. */
const WRAPPED_BYTES = 40;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const TEXT_AT = WRAPPED_BYTES + NONCE_BYTES + TAG_BYTES;

const WRAP = 'id-aes256-wrap';
/** The initial value of RFC 3394: by it unwrapping knows a foreign or damaged key. */
const WRAP_START = Buffer.from('a6a6a6a6a6a6a6a6', 'hex');
const CIPHER = 'aes-256-gcm';
/** One key never seals more: far below what GCM allows, and a counter that fits its field. */
const MAX_SEALED_BY_ONE_KEY = 2 ** 32 - 1;

/** A vault over this master key of {@link MASTER_KEY_BYTES} bytes. What it needs of it is derived, and never shown. */
export const createNodeVault = (masterKey: Uint8Array): Vault => {
  if (masterKey.length !== MASTER_KEY_BYTES) {
    throw new RangeError(`a master key must be ${MASTER_KEY_BYTES} bytes, not ${masterKey.length}`);
  }
  const derived = (purpose: string, bytes = 32): Buffer =>
    Buffer.from(hkdfSync('sha256', masterKey, '', `banknet 1 ${purpose}`, bytes));
  const wrapKey = createSecretKey(derived('wrap'));
  const printKey = createSecretKey(derived('fingerprint'));
  return {
    newSeal: () => newSeal(wrapKey),
    open: (sealed, context) => open(wrapKey, Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length), context),
    fingerprint: (kind, text) => createHmac('sha256', printKey).update(`${kind} ${text}`).digest('base64url'),
    keyCheck: derived('check', 16).toString('base64url'),
  };
};

const newSeal = (wrapKey: KeyObject): Seal => {
  const bytes = randomBytes(MASTER_KEY_BYTES);
  const key = createSecretKey(bytes);
  const wrapping = createCipheriv(WRAP, wrapKey, WRAP_START);
  const wrapped = Buffer.concat([wrapping.update(bytes), wrapping.final()]);
  bytes.fill(0);
  // No key is used by two seals, so a counter gives no nonce twice.
  let sealed = 0;
  return {
    close(plain, context) {
      if (sealed >= MAX_SEALED_BY_ONE_KEY) throw new Error(`one key must not seal more than ${sealed} records`);
      const nonce = Buffer.alloc(NONCE_BYTES);
      nonce.writeUInt32BE(sealed++, NONCE_BYTES - 4);
      const cipher = createCipheriv(CIPHER, key, nonce);
      cipher.setAAD(Buffer.from(context));
      const text = cipher.update(plain, 'utf8');
      cipher.final();
      return Buffer.concat([wrapped, nonce, cipher.getAuthTag(), text]);
    },
  };
};

const open = (wrapKey: KeyObject, sealed: Buffer, context: string): string => {
  try {
    const unwrapping = createDecipheriv(WRAP, wrapKey, WRAP_START);
    const bytes = Buffer.concat([unwrapping.update(sealed.subarray(0, WRAPPED_BYTES)), unwrapping.final()]);
    const nonce = sealed.subarray(WRAPPED_BYTES, WRAPPED_BYTES + NONCE_BYTES);
    const decipher = createDecipheriv(CIPHER, createSecretKey(bytes), nonce, { authTagLength: TAG_BYTES });
    bytes.fill(0);
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(sealed.subarray(TEXT_AT - TAG_BYTES, TEXT_AT));
    return decipher.update(sealed.subarray(TEXT_AT), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new Error(`the record ${context} cannot be opened: it was changed, or sealed under another master key`, {
      cause,
    });
  }
};
