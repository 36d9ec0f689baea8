// The digests of node:crypto, whichever way they are computed.
import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeDigests } from './node-digests.ts';

test('HMAC-SHA-256 is that of RFC 4231, test case 2', () => {
  const hex = (base64: string) => Buffer.from(base64, 'base64').toString('hex');
  expect(hex(nodeDigests.hmacSha256Base64('Jefe', 'what do ya want for nothing?'))).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test('a text longer than any signature base is hashed alike', () => {
  const long = '王'.repeat(5000);
  expect(nodeDigests.hmacSha256Base64('key', long)).toBe(createHmac('sha256', 'key').update(long).digest('base64'));
});

test('for keys and texts of every length and script, HMAC and hash are those of createHmac and createHash', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', 'é', '王', '𠮷'), maxLength: 200 });
  fc.assert(
    fc.property(text, text, (key, message) => {
      expect(nodeDigests.hmacSha256Base64(key, message)).toBe(
        createHmac('sha256', key).update(message).digest('base64'),
      );
      expect(nodeDigests.sha256Base64(message)).toBe(createHash('sha256').update(message).digest('base64'));
    }),
    { numRuns: 300 },
  );
});
