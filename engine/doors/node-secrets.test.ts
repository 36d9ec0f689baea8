// Payment passwords as they are kept (R24), and values nobody may guess.
import { expect, test } from 'vitest';
import { createScryptHasher, nodeSecrets } from './node-secrets.ts';

const hasher = createScryptHasher(2 ** 10);

test('a password matches its own hash and no other, and the same one is never hashed to the same text (R24)', async () => {
  const [one, other] = await Promise.all([hasher.hash('135246'), hasher.hash('135246')]);
  expect(one).not.toBe(other);
  expect(one).not.toContain('135246');
  expect(await hasher.matches('135246', one)).toBe(true);
  for (const wrong of ['135247', '13524', '1352466', '', '135246 '])
    expect(await hasher.matches(wrong, one)).toBe(false);
});

test('a hash keeps its own cost, so a later change of cost locks nobody out', async () => {
  expect(await createScryptHasher(2 ** 11).matches('135246', await hasher.hash('135246'))).toBe(true);
});

test('a hash of another scheme is an error, not a wrong password', async () => {
  await expect(hasher.matches('135246', 'plain$135246')).rejects.toThrow('not of a scheme that this version knows');
});

test('tokens have 256 bits and codes six digits', () => {
  const tokens = new Set(Array.from({ length: 1000 }, () => nodeSecrets.token()));
  expect(tokens.size).toBe(1000);
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
  for (let made = 0; made < 1000; made++) expect(nodeSecrets.smsCode()).toMatch(/^[0-9]{6}$/);
});
