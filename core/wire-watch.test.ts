// What is on its way between an engine and its issuers, and what only waits for the clock.
import { expect, test } from 'vitest';
import { WireWatch } from './wire-watch.ts';

test('a call is on its way until its issuer holds it back, and again from when the answer goes out', () => {
  const wire = new WireWatch();
  const seen = [wire.isQuiet];
  wire.callBegan('a');
  seen.push(wire.isQuiet);
  const release = wire.hold('a');
  seen.push(wire.isQuiet);
  release();
  seen.push(wire.isQuiet);
  wire.callEnded('a');
  seen.push(wire.isQuiet);
  expect(seen).toEqual([true, false, true, false, true]);
});

test('one call that is held back hides no other that is on its way', () => {
  const wire = new WireWatch();
  wire.callBegan('a');
  wire.callBegan('b');
  wire.hold('a');
  // Of a caller who has gone: it is nobody's call any more.
  wire.hold('c');
  expect(wire.isQuiet).toBe(false);
});

test('a callback is on its way until it is answered or has failed', async () => {
  const wire = new WireWatch();
  const failing = Promise.reject(new Error('refused'));
  const sent = wire.calling(failing);
  expect(wire.isQuiet).toBe(false);
  await expect(sent).rejects.toThrow('refused');
  expect(wire.isQuiet).toBe(true);
});
