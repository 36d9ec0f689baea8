// The oracle over a live network: what it counts, what it finds, and how it begins in the middle of a run.
import { expect, test } from 'vitest';
import { applyAt, FAST, startControlled } from './control-fixture.ts';

test('a network is watched from the start of the oracle until its end, and asked meanwhile', async () => {
  const { network, send } = await startControlled();
  expect((await send('GET', '/oracle')).json).toMatchObject({ code: 'NOT_WATCHING' });
  expect((await send('POST', '/oracle')).status).toBe(201);
  expect((await send('POST', '/oracle')).json).toMatchObject({ code: 'WATCHING' });
  const { ended } = await applyAt(network);
  await ended();
  const { json } = await send('GET', '/oracle');
  expect(json).toMatchObject({
    counts: { accepted: 1, throttled: 0, ready: 1, failed: 0, calls: 16, statusCalls: 0, retries: 0, running: 0 },
    violations: [],
  });
  expect(JSON.stringify((await send('DELETE', '/oracle')).json.counts)).toBe(JSON.stringify(json.counts));
  expect((await send('GET', '/oracle')).status).toBe(404);
});

test('each bank has its calls, its latencies, and what it meant to take', async () => {
  const { network, send } = await startControlled({
    issuers: { defaults: FAST, CMB: { latency: { fixed: '30ms' } } },
  });
  await send('POST', '/oracle');
  const { ended } = await applyAt(network, ['CMB', 'ICBC']);
  await ended();
  const { banks } = (await send('GET', '/oracle/banks')).json;
  expect(banks).toContainEqual(
    expect.objectContaining({
      bank: 'CMB',
      inquiries: 1,
      calls: 1,
      statusCalls: 0,
      amplification: 1,
      peakPerSecond: 1,
      outcomes: { delivered: 1 },
      retryAfterBroken: 0,
      latency: expect.objectContaining({ count: 1 }),
      plannedLatency: expect.objectContaining({ count: 1, p50Ms: expect.closeTo(30, 0) }),
    }),
  );
  expect(banks).toContainEqual(expect.objectContaining({ bank: 'ABC', inquiries: 0, calls: 0, amplification: 0 }));
});

test('only the seconds after the one that was named are told', async () => {
  const { network, send } = await startControlled();
  await send('POST', '/oracle');
  const { ended } = await applyAt(network, ['CMB']);
  await ended();
  const { seconds } = (await send('GET', '/oracle')).json;
  const total = (name: string) =>
    (Array.isArray(seconds) ? seconds : []).reduce((sum, second) => sum + Number(second[name]), 0);
  expect([total('accepted'), total('calls'), total('ended'), total('retries')]).toEqual([1, 1, 1, 0]);
  expect((await send('GET', '/oracle?after=100000')).json.seconds).toEqual([]);
  expect((await send('GET', '/oracle?after=now')).status).toBe(422);
});
