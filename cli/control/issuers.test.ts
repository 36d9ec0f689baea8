// Issuers under control, over real sockets: what is set is what callers get, while traffic runs, and back again.
import { expect, test } from 'vitest';
import { callDoor } from '../../simulator/doors/calls-fixture.ts';
import type { Network } from '../network.ts';
import { FAST, startControlled } from './control-fixture.ts';

const urlOf = (network: Network, code: string): string => {
  const url = network.issuers.find((issuer) => issuer.code === code)?.url;
  if (url === undefined) throw new Error(`${code} is not in the network`);
  return url;
};

/** A signed inquiry about a person of the network: `200/00`, or the code of the error that its caller sees. */
const ask = async (network: Network, code: string, inquiryId: string): Promise<string> => {
  const person = network.people.find(network.people.persona('ordinary'));
  const customer = { name: person?.name, idType: '01', idNumber: person?.idNumber, mobile: person?.mobile };
  const body = JSON.stringify({ inquiryId, consentId: 'consent-1', customer });
  try {
    const answer = await callDoor(urlOf(network, code), { issuer: code, body });
    return `${answer.status}/${answer.body?.respCode}`;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
};

test('every issuer is shown with its settings, faults and port, as somebody wrote them', async () => {
  const { network, send } = await startControlled({
    issuers: {
      defaults: FAST,
      CMB: { latency: { p50: '2ms', p99: '4ms' }, faults: [{ kind: 'refuse', for: '1h' }] },
      HXB: { url: 'https://hxb.example/bank' },
    },
    incidents: [{ kind: 'hang', name: 'storm', issuers: ['ICBC', 'CMB'], share: '1/20' }],
  });
  const { issuers } = (await send('GET', '/issuers')).json as { readonly issuers: readonly object[] };
  expect(issuers).toHaveLength(16);
  expect(issuers[0]).toEqual({
    code: 'ICBC',
    name: '工商银行',
    url: urlOf(network, 'ICBC'),
    kind: 'simulated',
    settings: FAST,
    faults: [],
    incidents: ['storm'],
    port: 'open',
  });
  expect((await send('GET', '/issuers/CMB')).json).toMatchObject({
    settings: { latency: { p50: '2ms', p99: '4ms' } },
    faults: [{ kind: 'refuse', name: 'refuse', for: '1h', healsAt: expect.stringMatching(/\+08:00$/) }],
    port: 'refuse',
  });
  expect((await send('GET', '/issuers/HXB')).json).toEqual({
    code: 'HXB',
    name: '华夏银行',
    url: 'https://hxb.example/bank',
    kind: 'real',
    settings: {},
    faults: [],
    incidents: [],
  });
});

test('settings and faults of one issuer are set, replaced, brought back to the default and healed one by one', async () => {
  const { network, send } = await startControlled();
  const flaky = { kind: 'status', status: 503, name: 'flaky', share: '999/1000' };
  const patched = await send('PATCH', '/issuers/CMB', { mode: 'poll', faults: [flaky] });
  expect(patched).toMatchObject({ status: 200, json: { settings: { ...FAST, mode: 'poll' }, faults: [flaky] } });
  expect(await ask(network, 'CMB', 'inquiry-1')).toMatch(/^503\//);
  expect(await ask(network, 'ICBC', 'inquiry-1')).toBe('200/00');
  const refusing = await send('POST', '/issuers/CMB/faults', { kind: 'refuse', from: '0s' });
  expect(refusing).toMatchObject({
    status: 201,
    json: { faults: [{ name: 'flaky' }, { name: 'refuse' }], port: 'refuse' },
  });
  expect(await ask(network, 'CMB', 'inquiry-2')).toBe('ECONNREFUSED');
  expect(await send('DELETE', '/issuers/CMB/faults/refuse')).toMatchObject({ status: 200, json: { port: 'open' } });
  expect(await ask(network, 'CMB', 'inquiry-3')).toMatch(/^503\//);
  const healed = await send('PATCH', '/issuers/CMB', { mode: null, faults: null });
  expect(healed).toMatchObject({ status: 200, json: { settings: FAST, faults: [] } });
  expect(await ask(network, 'CMB', 'inquiry-4')).toBe('200/00');
});

test('an incident is over its issuers until it is ended', async () => {
  const { network, send } = await startControlled();
  const incident = { kind: 'status', status: 500, name: 'power-cut', issuers: ['ICBC', 'CMB'] };
  expect(await send('POST', '/incidents', incident)).toMatchObject({ status: 201, json: incident });
  expect((await send('GET', '/incidents')).json).toEqual({ incidents: [incident] });
  const answers = () => Promise.all(['ICBC', 'CMB', 'ABC'].map((code) => ask(network, code, `inquiry-${code}`)));
  expect(await answers()).toEqual([expect.stringMatching(/^500/), expect.stringMatching(/^500/), '200/00']);
  expect((await send('DELETE', '/incidents/power-cut')).status).toBe(204);
  expect(await answers()).toEqual(['200/00', '200/00', '200/00']);
});

test('the share of a fault is changed while it is on: it hits more, and its end stays', async () => {
  const { network, send } = await startControlled();
  await send('POST', '/issuers/CMB/faults', { kind: 'status', status: 503, name: 'flaky', share: 0.3, for: '1h' });
  const hit = async (): Promise<number> => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => ask(network, 'CMB', `inquiry-${at}`)));
    return answers.filter((answer) => answer === '503/06').length;
  };
  const few = await hit();
  const before = (await send('GET', '/issuers/CMB')).json;
  const changed = await send('PATCH', '/issuers/CMB/faults/flaky', { share: '7/10' });
  expect(changed).toMatchObject({ status: 200, json: { faults: [{ name: 'flaky', share: '7/10', for: '1h' }] } });
  expect(changed.json.faults).toMatchObject([{ healsAt: Object(Object(before).faults[0]).healsAt }]);
  expect(few).toBeGreaterThan(0);
  expect(await hit()).toBeGreaterThan(few);
  const wrong = await send('PATCH', '/issuers/CMB/faults/flaky', { share: 2 });
  expect(wrong).toMatchObject({ status: 422, json: { errors: [{ pointer: '/share' }] } });
  expect(await send('PATCH', '/issuers/CMB/faults/flakey', { share: 1 })).toMatchObject({
    status: 404,
    json: { detail: expect.stringContaining('flaky') },
  });
});

test('all healthy again: every fault and incident is over, also those that the network began with; settings stay', async () => {
  const { network, send } = await startControlled({
    issuers: { CMB: { mode: 'poll', faults: [{ kind: 'status', status: 500 }] } },
    incidents: [{ kind: 'hang', name: 'storm', issuers: ['ICBC'] }],
  });
  await send('POST', '/issuers/ABC/faults', { kind: 'refuse' });
  expect((await send('POST', '/heal')).status).toBe(204);
  const { issuers } = (await send('GET', '/issuers')).json;
  expect(issuers).toMatchObject(Array.from({ length: 16 }, () => ({ faults: [], incidents: [], port: 'open' })));
  expect((await send('GET', '/incidents')).json).toEqual({ incidents: [] });
  expect((await send('GET', '/issuers/CMB')).json).toMatchObject({ settings: { mode: 'poll' } });
  expect(await ask(network, 'ICBC', 'inquiry-1')).toBe('200/00');
});

test('a real bank takes no settings: 409 says where it is set', async () => {
  const { send } = await startControlled({ issuers: { HXB: { url: 'https://hxb.example' } } });
  const changes = [
    ['PATCH', '/issuers/HXB', { mode: 'poll' }],
    ['POST', '/issuers/HXB/faults', { kind: 'refuse' }],
    ['PATCH', '/issuers/HXB/faults/refuse', { share: 1 }],
    ['DELETE', '/issuers/HXB/faults/refuse', undefined],
  ] as const;
  for (const [method, path, body] of changes) {
    expect(await send(method, path, body), path).toMatchObject({
      status: 409,
      json: { code: 'REAL_BANK', detail: expect.stringContaining('https://hxb.example') },
    });
  }
  expect((await send('POST', '/incidents', { kind: 'hang', issuers: ['HXB'] })).status).toBe(422);
});

test('a fault with a dead-man time heals by itself, though nobody takes it back', async () => {
  const { network, send } = await startControlled();
  await send('POST', '/issuers/CMB/faults', { kind: 'refuse', for: '30s' });
  expect(await ask(network, 'CMB', 'inquiry-1')).toBe('ECONNREFUSED');
  await send('POST', '/clock/advance', { by: '29s' });
  expect((await send('GET', '/issuers/CMB')).json).toMatchObject({ port: 'refuse' });
  await send('POST', '/clock/advance', { by: '1s' });
  expect((await send('GET', '/issuers/CMB')).json).toMatchObject({ faults: [], port: 'open' });
  // The system opens a port a little later than it is told to.
  let answer = await ask(network, 'CMB', 'inquiry-2');
  for (let tries = 0; answer === 'ECONNREFUSED' && tries < 100; tries++)
    answer = await ask(network, 'CMB', 'inquiry-2');
  expect(answer).toBe('200/00');
});

const BROKEN = { faults: [{ kind: 'status', status: 503, name: 'down' }] };
const WELL = { faults: null };

test('settings change back and forth under traffic: each call gets an answer of one of them, and none is lost', async () => {
  const { network, send } = await startControlled();
  const answers: string[] = [];
  let isChanging = true;
  const caller = async (lane: number): Promise<void> => {
    for (let at = 0; at < 40; at++) answers.push(await ask(network, 'CMB', `inquiry-${lane}-${at}`));
  };
  const tester = async (): Promise<number> => {
    let changes = 0;
    for (; isChanging; changes++) {
      const body =
        changes % 2 === 0 ? { ...BROKEN, latency: { fixed: '3ms' } } : { ...WELL, latency: { fixed: '0ms' } };
      expect((await send('PATCH', '/issuers/CMB', body)).status).toBe(200);
    }
    return changes;
  };
  const changing = tester();
  await Promise.all(Array.from({ length: 20 }, (_, lane) => caller(lane)));
  isChanging = false;
  expect(await changing).toBeGreaterThan(10);
  expect(answers).toHaveLength(800);
  const counts = Object.groupBy(answers, (answer) => answer);
  expect(Object.keys(counts).toSorted()).toEqual(['200/00', '503/06']);
});

test('a change is in force for every call that begins after its answer', async () => {
  const { network, send } = await startControlled();
  for (let round = 0; round < 20; round++) {
    await send('PATCH', '/issuers/CMB', round % 2 === 0 ? BROKEN : WELL);
    expect(await ask(network, 'CMB', `inquiry-${round}`)).toMatch(round % 2 === 0 ? /^503/ : /^200/);
  }
});

test('changes that come together are made one after the other, and none is lost', async () => {
  const { send } = await startControlled();
  const names = Array.from({ length: 30 }, (_, at) => `fault-${at}`);
  const share = '1/30';
  const added = await Promise.all(
    names.map((name) => send('POST', '/issuers/CMB/faults', { kind: 'hang', name, share })),
  );
  expect(added.map(({ status }) => status)).toEqual(names.map(() => 201));
  const { faults } = (await send('GET', '/issuers/CMB')).json as {
    readonly faults: readonly { readonly name: string }[];
  };
  expect(faults.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
});
