// Sealed records open with their key and their context, and with nothing else (R26).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNodeVault, MASTER_KEY_BYTES } from './node-vault.ts';

const vaultOf = (byte: number) => createNodeVault(new Uint8Array(MASTER_KEY_BYTES).fill(byte));
const vault = vaultOf(1);

test('what was sealed opens to the same text, in any process with the same master key', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, context) => {
      expect(vaultOf(1).open(vault.newSeal().close(plain, context), context)).toBe(plain);
    }),
  );
});

test('no changed byte, no other context and no other master key opens it', () => {
  const sealed = vault.newSeal().close('6222 **** 0001', 'report q1');
  for (let at = 0; at < sealed.length; at++) {
    const changed = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ 1 : byte));
    expect(() => vault.open(changed, 'report q1')).toThrow('the record report q1 cannot be opened');
  }
  expect(() => vault.open(sealed.subarray(0, -1), 'report q1')).toThrow('cannot be opened');
  expect(() => vault.open(new Uint8Array(), 'report q1')).toThrow('cannot be opened');
  expect(() => vault.open(sealed, 'report q2')).toThrow('cannot be opened');
  expect(() => vaultOf(2).open(sealed, 'report q1')).toThrow('cannot be opened');
});

test('two seals have two keys, and one seal no nonce twice', () => {
  const [one, other] = [vault.newSeal(), vault.newSeal()];
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const [first, second, foreign] = [one, one, other].map((seal) => hex(seal.close('the same', 'context')));
  // Wrapped key and nonce: 40 and 12 bytes.
  expect(first?.slice(0, 80)).toBe(second?.slice(0, 80));
  expect(first?.slice(80, 104)).not.toBe(second?.slice(80, 104));
  expect(first?.slice(136)).not.toBe(second?.slice(136));
  expect(first?.slice(0, 80)).not.toBe(foreign?.slice(0, 80));
});

test('a fingerprint finds the same text of the same kind, and tells nothing without the key', () => {
  const print = vault.fingerprint('mobile', '14231000000');
  expect(vaultOf(1).fingerprint('mobile', '14231000000')).toBe(print);
  const others = [
    vault.fingerprint('mobile', '14231000001'),
    vault.fingerprint('id-number', '14231000000'),
    vaultOf(2).fingerprint('mobile', '14231000000'),
  ];
  expect(others).not.toContain(print);
  expect(vaultOf(2).keyCheck).not.toBe(vault.keyCheck);
});

test('a master key of another length is refused', () => {
  expect(() => createNodeVault(new Uint8Array(16))).toThrow('a master key must be 32 bytes, not 16');
});
