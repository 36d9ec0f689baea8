// Bounds on what is under way: refused is what is over them, and a place is free again when its request has gone.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { bareApp } from './app-api.ts';
import { atMostAtOnce, MAX_STREAMS, MAX_STREAMS_OF_USER, StreamPlaces } from './request-bounds.ts';

test('the request over the limit gets 503 with Retry-After, and the next one is let in when one has ended', async () => {
  const app = bareApp();
  const releases: (() => void)[] = [];
  let arrived = (): void => undefined;
  app.use(atMostAtOnce(2, () => 0));
  app.get('/', (_request, response) => {
    releases.push(() => void response.end('done'));
    arrived();
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  onTestFinished(() => server.closeAllConnections());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  /** Resolves when the request is inside, with its answer to come. */
  const enter = async () => {
    const inside = Promise.withResolvers<void>();
    arrived = inside.resolve;
    const text = fetch(url).then((response) => response.text());
    await inside.promise;
    return { text };
  };
  const first = await enter();
  const second = await enter();
  const refused = await fetch(url);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await refused.json()).toMatchObject({ code: 'BUSY', detail: '2 requests are under way already' });
  releases.shift()?.();
  expect(await first.text).toBe('done');
  const third = await enter();
  for (const release of releases) release();
  expect(await Promise.all([second.text, third.text])).toEqual(['done', 'done']);
});

test('one user has a few streams and takes no place from others, all together have many', () => {
  const places = new StreamPlaces();
  const leaves = Array.from({ length: MAX_STREAMS_OF_USER }, () => places.take('u1'));
  expect(places.take('u1')).toContain('of this user');
  const others = Array.from({ length: MAX_STREAMS - MAX_STREAMS_OF_USER }, (_, at) => places.take(`other-${at}`));
  expect(others.every((leave) => typeof leave === 'function')).toBe(true);
  expect(places.take('one-more')).toContain('1000 streams');
  for (const leave of [...leaves, ...others, ...others]) if (typeof leave === 'function') leave();
  expect(places.taken).toBe(0);
  expect(typeof places.take('u1')).toBe('function');
});
