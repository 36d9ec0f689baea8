// Adapter: values nobody may guess, and slow password hashing, from node:crypto.
import { hash, randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import type { PasswordHasher } from '../password.ts';
import type { Secrets } from '../ports.ts';

export const nodeSecrets: Secrets = {
  token: () => randomBytes(32).toString('base64url'),
  smsCode: () => String(randomInt(1_000_000)).padStart(6, '0'),
  fingerprint: (token) => hash('sha256', token, 'base64url'),
};

/** About 40 ms and 16 MB a try here; with five tries in thirty minutes (R24) guessing gets nowhere. */
const DEFAULT_COST = 2 ** 14;
const KEY_BYTES = 32;
/** So many hashes at a time: each takes `128 * cost * 8` bytes and a thread. */
const MAX_AT_ONCE = 4;
/** So many may wait in line; what comes on top fails instead of growing without end. */
const MAX_WAITING = 10_000;

/** scrypt with a salt each; the text carries its own cost, so a later change of cost keeps old hashes good. */
export const createScryptHasher = (cost = DEFAULT_COST): PasswordHasher => {
  const gate = createGate(MAX_AT_ONCE, MAX_WAITING);
  return {
    async hash(password) {
      const salt = randomBytes(16);
      const key = await gate(() => derive(password, salt, cost));
      return `scrypt$${cost}$${salt.toString('base64url')}$${key.toString('base64url')}`;
    },
    async matches(password, stored) {
      const [scheme, storedCost, salt, key] = stored.split('$');
      if (scheme !== 'scrypt' || salt === undefined || key === undefined) {
        throw new Error('The stored password hash is not of a scheme that this version knows');
      }
      const right = Buffer.from(key, 'base64url');
      const given = await gate(() => derive(password, Buffer.from(salt, 'base64url'), Number(storedCost)));
      return timingSafeEqual(given, right);
    },
  };
};

const derive = (password: string, salt: Buffer, cost: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });

const createGate = (atOnce: number, mayWait: number) => {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (running >= atOnce) {
      if (waiting.length >= mayWait) throw new Error(`More than ${mayWait} passwords are waiting to be compared`);
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
};
