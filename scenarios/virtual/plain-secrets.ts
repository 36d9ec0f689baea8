// Secrets of a network under virtual time, where nothing is secret and everything must be the same in a replay.
import type { Random } from '../../core/random.ts';
import type { PasswordHasher } from '../../engine/password.ts';
import type { Secrets } from '../../engine/ports.ts';

/** Tokens and codes in a fixed order instead of unguessable ones: a replay must send the same. */
export const keyedSecrets = (random: Random): Secrets => {
  let made = 0;
  return {
    token: () => random.id(20, 'token', made++),
    smsCode: () => String(Math.floor(random.unit('code', made++) * 1_000_000)).padStart(6, '0'),
    fingerprint: (token) => `fingerprint-${token}`,
  };
};

/** No slow hash: it would take real time, which a virtual run does not have. Holds no real password. */
export const plainPasswords: PasswordHasher = {
  hash: async (password) => `plain$${password}`,
  matches: async (password, hash) => hash === `plain$${password}`,
};
