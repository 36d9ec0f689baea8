import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeDigests } from './node-digests.ts';
import { portableDigests } from './portable-digests.ts';

const texts = fc.string({ unit: 'binary', maxLength: 300 });

test('the hash of every text and of every row of bytes is the one that Node gives', () => {
  fc.assert(
    fc.property(fc.oneof(texts, fc.uint8Array({ maxLength: 300 })), (body) => {
      expect(portableDigests.sha256Base64(body)).toBe(nodeDigests.sha256Base64(body));
    }),
  );
});

test('the HMAC of every key and text is the one that Node gives, also where the key is longer than a block', () => {
  fc.assert(
    fc.property(texts, texts, (key, text) => {
      expect(portableDigests.hmacSha256Base64(key, text)).toBe(nodeDigests.hmacSha256Base64(key, text));
    }),
  );
});
