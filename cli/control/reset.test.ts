// People under control, and back to the base: what was set is gone, what has happened stays.
import { expect, test } from 'vitest';
import { PAYMENT_PASSWORD } from '../customer.ts';
import { applyAt, FAST, startControlled } from './control-fixture.ts';

type Send = Awaited<ReturnType<typeof startControlled>>['send'];

/** All that can be set, as the control API shows it. */
const stateOf = (send: Send) =>
  Promise.all(['/issuers', '/incidents', '/throttle', '/face'].map(async (path) => (await send('GET', path)).json));

test('a person gets the cards that were written down, at every bank, and their report shows them', async () => {
  const { network, send } = await startControlled();
  const idNumber = network.people.persona('ordinary');
  const changed = await send('PUT', `/people/${idNumber}`, {
    name: '李小四',
    idExpiresOn: { PSBC: '2020-01-01' },
    cards: [
      { bank: 'CMB', type: 'DEBIT', first4: '6225', last4: '1234', accountClass: 'I' },
      { bank: 'CMB', type: 'CREDIT', first4: '6225', last4: '9876', reservedMobile: false },
      { bank: 'PSBC', type: 'DEBIT', first4: '6217', last4: '0001' },
    ],
  });
  expect(changed).toMatchObject({
    status: 200,
    json: { name: '李**', boundCard: { bank: 'PSBC', last4: '0001' }, banks: [{ bank: 'PSBC' }, { bank: 'CMB' }] },
  });
  const { app, person, queryId, ended } = await applyAt(network);
  expect(person.name).toBe('李小四');
  await ended();
  const { summary, cards, banks } = await app.report(queryId, PAYMENT_PASSWORD);
  expect([summary.debit, summary.credit]).toEqual([1, 0]);
  expect(cards).toMatchObject([{ bank: 'CMB', cardType: 'DEBIT', panFirst4: '6225', panLast4: '1234' }]);
  expect(banks.filter(({ unsupported }) => unsupported.length > 0)).toMatchObject([
    { bank: 'PSBC', unsupported: [{ reason: 'ID_EXPIRED', count: 1 }] },
    { bank: 'CMB', unsupported: [{ reason: 'NO_RESERVED_MOBILE', count: 1 }] },
  ]);
});

test('the answer to a change of a person has no whole number and no name of theirs', async () => {
  const { network, send } = await startControlled();
  const person = network.people.find(network.people.persona('many-cards'));
  const { headers, json } = await send('PUT', `/people/${person?.idNumber}`, {});
  expect(headers['cache-control']).toBe('no-store');
  const pans = person?.holdings.flatMap(({ cards }) => cards.map(({ pan }) => pan)) ?? [];
  expect(pans.length).toBeGreaterThan(0);
  for (const personal of [person?.name, person?.idNumber, person?.mobile, ...pans]) {
    expect(JSON.stringify(json)).not.toContain(personal);
  }
});

test('reset brings all settings back to the base, and queries, journal and the instant of the clock stay', async () => {
  const { network, send } = await startControlled({
    issuers: {
      defaults: FAST,
      CZB: { ...FAST, faults: [{ kind: 'status', status: 503, name: 'flaky', share: '1/20' }] },
    },
    incidents: [{ kind: 'hang', name: 'storm', issuers: ['ICBC'], share: '1/100' }],
    engine: { throttle: { burst: 50, perSecond: 10 } },
  });
  const idNumber = network.people.persona('mixed-reasons');
  const personBefore = network.people.find(idNumber);
  const before = await stateOf(send);
  const { app, queryId, ended } = await applyAt(network, ['CMB']);
  await ended();
  const changes = [
    ['PATCH', '/issuers/CMB', { latency: { fixed: '3s' }, mode: 'poll', rateLimit: { perSecond: 1 } }],
    ['PATCH', '/issuers/CZB', { faults: [] }],
    ['POST', '/issuers/ABC/faults', { kind: 'refuse' }],
    ['DELETE', '/incidents/storm', undefined],
    ['POST', '/incidents', { kind: 'close', issuers: 'ALL', share: '1/9' }],
    ['PUT', `/people/${idNumber}`, { name: '李四', cards: [] }],
    ['PUT', '/throttle', { burst: 1, perSecond: 1 }],
    ['PUT', '/face', { outcome: 'mismatch' }],
    ['PUT', '/clock', { scale: 60 }],
    ['POST', '/clock/advance', { by: '1d' }],
  ] as const;
  for (const [method, path, body] of changes) expect((await send(method, path, body)).status, path).toBeLessThan(300);
  expect(await stateOf(send)).not.toEqual(before);
  const nowMs = async () => Date.parse(String((await send('GET', '/clock')).json.now));
  const instantMs = await nowMs();
  const journal = (await send('GET', `/journal?queryId=${queryId}`)).json;

  expect((await send('POST', '/reset')).status).toBe(204);
  expect(await stateOf(send)).toEqual(before);
  expect(network.people.find(idNumber)).toEqual(personBefore);
  expect((await send('GET', '/clock')).json.scale).toBe(1);
  expect(await nowMs()).toBeGreaterThanOrEqual(instantMs);
  expect((await send('GET', `/journal?queryId=${queryId}`)).json).toEqual(journal);
  expect(await app.status(queryId)).toBe('READY');
});
