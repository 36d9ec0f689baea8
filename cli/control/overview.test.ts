// The network at a glance, over a socket, as the console reads it.
import { expect, onTestFinished, test } from 'vitest';
import { changeSchema, type Overview, overviewSchema } from '../../console/wire/overview.ts';
import { readEvents } from '../../core/event-stream.ts';
import { applyAt, startControlled } from './control-fixture.ts';
import { MAX_OVERVIEW_READERS } from './overview.ts';

const open = async (url: string): Promise<{ next: () => Promise<{ event: string; data: unknown }> }> => {
  const closing = new AbortController();
  const response = await fetch(`${url}/control/overview`, { signal: closing.signal });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  if (response.body === null) throw new Error('the overview has no body');
  const events = readEvents(response.body);
  onTestFinished(() => closing.abort());
  return {
    async next() {
      const { value } = await events.next();
      if (value === undefined) throw new Error('the overview has ended');
      return { event: value.event, data: JSON.parse(value.data) };
    },
  };
};

test('what happens is counted once, in all and by bank, and a failing bank shows', async () => {
  const { network, send } = await startControlled();
  const stream = await open(network.url);
  const seen: Overview[] = [overviewSchema.parse((await stream.next()).data)];
  await send('POST', '/issuers/CMB/faults', { name: 'down', kind: 'status', status: 500 });
  const { ended } = await applyAt(network, ['ICBC', 'CMB']);
  const callsOf = (code: string): number =>
    seen.reduce((sum, { banks }) => sum + (banks.find((bank) => bank.code === code)?.calls ?? 0), 0);
  const changes: unknown[] = [];
  while (callsOf('ICBC') < 1 || callsOf('CMB') < 2) {
    const { event, data } = await stream.next();
    if (event === 'change') changes.push(changeSchema.parse(data));
    else seen.push(overviewSchema.parse(data));
  }
  await send('DELETE', '/issuers/CMB/faults/down');
  await ended();
  for (;;) {
    const { event, data } = await stream.next();
    if (event !== 'overview') continue;
    seen.push(overviewSchema.parse(data));
    if (seen.at(-1)?.engine?.ended === 1) break;
  }
  expect(changes).toMatchObject([{ change: 'issuer', issuer: 'CMB' }]);
  const last = seen.at(-1);
  const bankOf = (overview: Overview | undefined, code: string) => overview?.banks.find((bank) => bank.code === code);
  expect(last?.banks).toHaveLength(16);
  expect(last?.engine).toMatchObject({ activeQueries: 0, callsInFlight: 0 });
  expect(seen.reduce((sum, { engine }) => sum + (engine?.accepted ?? 0), 0)).toBe(1);
  expect(callsOf('ICBC')).toBe(1);
  expect(callsOf('ABC')).toBe(0);
  expect(seen.some((one) => bankOf(one, 'CMB')?.faults === 1 && (bankOf(one, 'CMB')?.failed ?? 0) > 0)).toBe(true);
  expect(bankOf(last, 'CMB')?.faults).toBe(0);
  const answered = seen.map((one) => bankOf(one, 'ICBC')).find((bank) => (bank?.calls ?? 0) > 0);
  expect(answered).toMatchObject({ failed: 0, circuit: 'closed', port: 'open' });
  expect(answered?.p50Ms).toBeGreaterThanOrEqual(1);
});

test('there are places for so many readers, and a place is free again when somebody leaves', async () => {
  const { network, send } = await startControlled();
  const first = new AbortController();
  await fetch(`${network.url}/control/overview`, { signal: first.signal });
  for (let at = 1; at < MAX_OVERVIEW_READERS; at++) await open(network.url);
  expect(await send('GET', '/overview')).toMatchObject({ status: 503, json: { code: 'TOO_MANY_READERS' } });
  first.abort();
  for (;;) {
    const { status, body } = await fetch(`${network.url}/control/overview`);
    await body?.cancel();
    if (status === 200) return;
  }
});
