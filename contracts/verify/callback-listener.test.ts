// The place for callbacks: whether a signature holds, also behind an address of somebody else's, and nothing lingers.
import { expect, onTestFinished, test } from 'vitest';
import { nodeDigests } from '../../core/node-digests.ts';
import { systemClock } from '../../core/system-clock.ts';
import { callbackRequest } from '../../simulator/doors/callback-request.ts';
import { type CallbackListenerOptions, listenForCallbacks } from './callback-listener.ts';

const KEY = 'dev-key-ICBC';
const never = new AbortController().signal;

const open = async (more: Partial<CallbackListenerOptions> = {}) => {
  const options = { issuer: 'ICBC', key: KEY, clock: systemClock, host: '127.0.0.1', port: 0, publicUrl: undefined };
  const listener = await listenForCallbacks({ ...options, ...more });
  onTestFinished(() => listener.close());
  return listener;
};

/** Signed for `url` and sent to `to`. */
const callBack = async (url: string, to: string, more: { readonly key?: string; readonly size?: number } = {}) => {
  const { key = KEY, size = 1 } = more;
  const body = { inquiryId: 'q-1', respMsg: 'x'.repeat(size) };
  const order = { afterMs: 0, url, issuer: 'ICBC', inquiryId: 'q-1', body };
  return fetch(to, callbackRequest(order, { key, nowMs: systemClock.now(), digests: nodeDigests }));
};

test('a callback that is rightly signed has no problem, one with another key has', async () => {
  const box = (await open()).openBox(never);
  expect((await callBack(box.url, box.url)).status).toBe(204);
  await callBack(box.url, box.url, { key: 'another' });
  expect(box.received().map(({ signatureProblem }) => signatureProblem)).toEqual([
    undefined,
    'Signature does not fit the message and key',
  ]);
});

test('behind a public address the signature is that of the public path', async () => {
  const plain = await open();
  const local = new URL(plain.openBox(never).url).origin;
  const port = Number(new URL(local).port);
  await plain.close();
  const box = (await open({ port, publicUrl: 'https://tunnel.example/base' })).openBox(never);
  expect(box.url).toMatch(/^https:\/\/tunnel\.example\/base\/callbacks\/[0-9a-f-]{36}$/);
  const { pathname } = new URL(box.url);
  await callBack(box.url, local + pathname);
  await callBack(box.url, local + pathname.replace('/base', ''));
  expect(box.received().map(({ signatureProblem }) => signatureProblem)).toEqual([undefined, undefined]);
});

test('a callback to no box of ours is 404, one that is too large 413, and neither is kept', async () => {
  const box = (await open()).openBox(never);
  expect((await callBack(box.url, box.url.replace(/[^/]+$/, crypto.randomUUID()))).status).toBe(404);
  expect((await callBack(box.url, box.url, { size: 300_000 })).status).toBe(413);
  expect(box.received()).toEqual([]);
});

test('whoever waits is told when enough have come, when the time is up, and when the check is over', async () => {
  const over = new AbortController();
  const box = (await open()).openBox(over.signal);
  const two = box.waitFor(2, 60_000);
  await callBack(box.url, box.url);
  await callBack(box.url, box.url);
  expect(await two).toBe(true);
  expect(await box.waitFor(3, 1)).toBe(false);
  const three = box.waitFor(3, 60_000);
  over.abort();
  expect(await three).toBe(false);
  expect(await box.waitFor(3, 60_000)).toBe(false);
});
