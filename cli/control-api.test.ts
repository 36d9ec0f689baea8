// The control API over real sockets: what it shows and changes of a running network, and whom it refuses.
import { expect, test } from 'vitest';
import { AppClient } from './app-client.ts';
import { applyAt, FAST, startControlled } from './control/control-fixture.ts';
import { enter } from './customer.ts';

const DAY_MS = 86_400_000;

test('the simulated phone shows the messages to a mobile, and no mobile is no question', async () => {
  const { network, send } = await startControlled();
  const person = network.people.find(network.people.persona('ordinary'));
  if (person === undefined) throw new Error('the persona does not exist');
  const app = new AppClient(network.url);
  await enter(app, person);
  await app.requestCode();
  const phone = await send('GET', `/sms?mobile=${person.mobile}`);
  expect(phone).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
  expect(phone.json.messages).toEqual([{ text: expect.stringContaining('验证码'), at: expect.any(String) }]);
  for (const question of ['', '?mobile=1423', `?mobile=${person.mobile}&mobile=${person.mobile}`, '?mobil=1']) {
    expect(await send('GET', `/sms${question}`), question).toMatchObject({ status: 422, json: { code: 'VALIDATION' } });
  }
});

test('the clock is put forward, one step after the other, and runs faster when told', async () => {
  const { send } = await startControlled();
  const beforeMs = Date.parse(String((await send('GET', '/clock')).json.now));
  await Promise.all([send('POST', '/clock/advance', { by: '3d' }), send('POST', '/clock/advance', { by: '4d' })]);
  expect(await send('PUT', '/clock', { scale: 60 })).toMatchObject({ status: 200, json: { scale: 60 } });
  const after = await send('GET', '/clock');
  expect(Date.parse(String(after.json.now)) - beforeMs).toBeGreaterThanOrEqual(7 * DAY_MS);
  expect(after.json.scale).toBe(60);
});

test('held, the clock goes only when it is put forward', async () => {
  const { send } = await startControlled();
  const held = await send('PUT', '/clock', { scale: 0 });
  expect(held).toMatchObject({ status: 200, json: { scale: 0 } });
  await send('PUT', '/throttle', { burst: 1, perSecond: 0.5 });
  expect((await send('GET', '/clock')).json.now).toBe(held.json.now);
  const stepped = await send('POST', '/clock/advance', { by: '1500ms' });
  expect(Date.parse(String(stepped.json.now)) - Date.parse(String(held.json.now))).toBe(1500);
});

test('a network that begins held at an instant stops where its last query has ended, to the millisecond', async () => {
  const startAtMs = Date.parse('2026-01-05T09:00:00+08:00');
  const issuers = { defaults: { latency: { fixed: '20ms' } }, CMB: { latency: { fixed: '1234ms' } } };
  const { network, send } = await startControlled({ issuers }, { timeScale: 0, startAtMs });
  await applyAt(network, ['CMB', 'ICBC']);
  const rested = await send('POST', '/clock/advance', { by: '2d', until: 'rest' });
  expect(rested).toMatchObject({
    status: 200,
    json: { now: '2026-01-05T09:00:01.234+08:00', scale: 0, atRest: true },
  });
  const again = await send('POST', '/clock/advance', { by: '2d', until: 'rest' });
  expect(again.json.now).toBe(rested.json.now);
});

test('what a network was started with is told, so that its people are known', async () => {
  const engine = { interval: '3d', throttle: { burst: 5, perSecond: 2 } };
  const { send } = await startControlled({ engine, population: { people: 77 } }, { seed: 99 });
  await send('PUT', '/throttle', { burst: 1, perSecond: 1 });
  expect(await send('GET', '/network')).toMatchObject({
    status: 200,
    json: { seed: 99, population: { people: 77 }, engine: { intervalMs: 3 * DAY_MS, throttle: { burst: 1 } } },
  });
});

test('the outcome of face verification is set for everybody (R7)', async () => {
  const { send } = await startControlled();
  expect(await send('PUT', '/face', { outcome: 'mismatch' })).toMatchObject({ status: 200 });
  expect((await send('GET', '/face')).json).toEqual({ outcome: 'mismatch' });
});

test('the throttle changes for the next application (R11)', async () => {
  const { send } = await startControlled({ engine: { throttle: { burst: 5, perSecond: 2 } } });
  expect((await send('GET', '/throttle')).json).toEqual({ burst: 5, perSecond: 2 });
  expect(await send('PUT', '/throttle', { burst: 1, perSecond: 0.5 })).toMatchObject({
    status: 200,
    json: { burst: 1, perSecond: 0.5 },
  });
  expect((await send('GET', '/throttle')).json).toEqual({ burst: 1, perSecond: 0.5 });
});

/** Each with a body that would change something, where it takes one. */
const CHANGES = [
  ['PATCH', '/issuers/CMB', { mode: 'poll' }],
  ['POST', '/issuers/CMB/faults', { kind: 'refuse' }],
  ['DELETE', '/issuers/CMB/faults/flaky', undefined],
  ['POST', '/incidents', { kind: 'hang', issuers: 'ALL' }],
  ['POST', '/provider-states/CMB', { state: 'busy', action: 'setup' }],
  ['DELETE', '/incidents/storm', undefined],
  ['PATCH', '/issuers/CMB/faults/flaky', { share: 0 }],
  ['POST', '/heal', undefined],
  ['PUT', '/people/310000199001010010', { cards: [] }],
  ['POST', '/people', { idNumber: '310000199001010010', cards: [] }],
  ['PUT', '/throttle', { burst: 1, perSecond: 1 }],
  ['PUT', '/face', { outcome: 'mismatch' }],
  ['PUT', '/clock', { scale: 60 }],
  ['POST', '/clock/advance', { by: '1d' }],
  ['POST', '/marks', { mark: 'here' }],
  ['POST', '/runs', { kind: 'load', profile: 'smoke', network: 'own' }],
  ['DELETE', '/runs/r1', undefined],
  ['POST', '/oracle', undefined],
  ['DELETE', '/oracle', undefined],
  ['POST', '/verifications', { userId: 'u1', expiresAt: '2026-01-05T09:00:00+08:00' }],
  ['POST', '/reset', undefined],
] as const;
const VIEWS = [
  '/issuers',
  '/issuers/CMB',
  '/incidents',
  '/throttle',
  '/face',
  '/journal',
  '/events',
  '/sms',
  '/people',
  '/personas',
  '/clock',
  '/network',
  '/oracle',
  '/oracle/banks',
  '/overview',
  '/runs',
  '/runs/choices',
  '/ends',
  '/queries',
  '/queries/q1',
  '/messages',
];

const STORY = {
  issuers: {
    defaults: FAST,
    CMB: { latency: { fixed: '1ms' }, faults: [{ kind: 'status', status: 503, name: 'flaky', share: 0.5 }] },
  },
  incidents: [{ kind: 'hang', name: 'storm', issuers: ['ICBC'], share: 0 }],
};

test('a page of another origin, and a foreign name that leads here, are refused everywhere and change nothing', async () => {
  const { send } = await startControlled(STORY, { controlToken: 'let-me-in' });
  const state = async () =>
    JSON.stringify(
      await Promise.all(
        ['/issuers', '/incidents', '/throttle', '/face'].map(async (path) => (await send('GET', path)).json),
      ),
    );
  const before = await state();
  const foreign = [
    { origin: 'http://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { host: 'evil.example:7100' },
    { host: 'lab.example', authorization: 'Bearer let-me-on' },
  ];
  const views = VIEWS.map((path) => ['GET', path, undefined] as const);
  for (const [method, path, body] of [...CHANGES, ...views]) {
    for (const headers of foreign) {
      const answer = await send(method, path, body, headers);
      expect(answer, `${method} ${path} ${JSON.stringify(headers)}`).toMatchObject({
        status: 403,
        json: { code: 'CONTROL_REFUSED' },
      });
    }
  }
  expect(await state()).toBe(before);
});

test('another host needs the control token, and the right one', async () => {
  const { send } = await startControlled({}, { controlToken: 'let-me-in' });
  const asHost = (token: string) =>
    send('PATCH', '/issuers/CMB', { mode: 'poll' }, { host: 'lab.example', authorization: `Bearer ${token}` });
  expect((await asHost('let-me-on')).status).toBe(403);
  expect((await asHost('let-me-in')).status).toBe(200);
  expect((await send('GET', '/clock')).status).toBe(200);
});

const WRONG = [
  ['PATCH', '/issuers/CMB', { latency: { p50: '5s', p99: '1s' }, mod: 'poll' }, ['/latency', '/mod']],
  ['PATCH', '/issuers/CMB', { faults: [{ kind: 'refuse' }, { kind: 'refuse' }] }, ['/faults/1/name']],
  ['PATCH', '/issuers/CMB', { latency: { file: '/etc/passwd' } }, ['/latency/file']],
  ['PATCH', '/issuers/CMB', [], ['']],
  ['POST', '/issuers/CMB/faults', { kind: 'statsu', share: 2 }, ['/kind']],
  ['POST', '/issuers/CMB/faults', { kind: 'status', status: 503, share: 2, form: 1 }, ['/share', '/form']],
  ['POST', '/issuers/CMB/faults', { kind: 'hang', name: 'flaky' }, ['/name']],
  ['POST', '/issuers/CMB/faults', undefined, ['']],
  ['POST', '/incidents', { kind: 'refuse', issuers: ['CMB', 'CBM'] }, ['/issuers/1']],
  ['POST', '/incidents', { kind: 'refuse', name: 'storm', issuers: 'ALL' }, ['/name']],
  ['PUT', '/people/310000199001010010', { cards: [{ bank: 'CMB', type: 'GIFT' }] }, ['/cards/0/type']],
  ['PUT', '/people/310000199001010011', { cards: [] }, [':idNumber']],
  ['PUT', '/people/zhang', { cards: [] }, [':idNumber']],
  ['PUT', '/throttle', { burst: 0 }, ['/burst', '/perSecond']],
  ['PUT', '/face', { outcome: 'maybe' }, ['/outcome']],
  ['PUT', '/clock', { scale: -1 }, ['/scale']],
  ['POST', '/clock/advance', { by: '1d', until: 'lunch' }, ['/until']],
  ['POST', '/marks', { mark: 'a b' }, ['/mark']],
  ['POST', '/verifications', { userId: 'u1', expiresAt: 'soon' }, ['/expiresAt']],
  ['POST', '/verifications', { userId: 'u1', expiresAt: '2026-01-05T09:00:00+08:00' }, ['/userId']],
  ['PUT', '/clock', { scale: 1e9 }, ['/scale']],
  ['POST', '/clock/advance', { by: 'soon' }, ['/by']],
  ['POST', '/clock/advance', { by: '99999d', extra: 1 }, ['/by', '/extra']],
  ['GET', '/journal?issuer=CBM', undefined, ['?issuer']],
  ['GET', '/journal?limit=0&after=-1&queryId=', undefined, ['?queryId', '?after', '?limit']],
  ['GET', '/journal?limit=20001', undefined, ['?limit']],
  ['GET', '/journal?isuer=CMB', undefined, ['?isuer']],
  ['GET', '/journal?search=14231005678', undefined, ['?search']],
  ['GET', '/journal?search=%E7%8E%8B%E4%BC%9F&before=0&seqs=1,,2', undefined, ['?search', '?before', '?seqs']],
  ['GET', '/events?issuer=CBM&queryId=*', undefined, ['?issuer', '?queryId']],
  ['GET', '/queries?status=DONE&limit=10001&after=x&before=0', undefined, ['?status', '?limit', '?after', '?before']],
  ['GET', '/messages?limit=501&mobile=1', undefined, ['?limit', '?mobile']],
] as const;

test('wrong input is 422 with a pointer to each mistake, and nothing of it is applied', async () => {
  const { send } = await startControlled(STORY);
  const before = (await send('GET', '/issuers')).json;
  for (const [method, path, body, pointers] of WRONG) {
    const { status, json } = await send(method, path, body);
    const what = `${method} ${path} ${JSON.stringify(body)}`;
    expect([status, json.code], what).toEqual([422, 'VALIDATION']);
    const errors = json.errors as readonly { readonly pointer: string; readonly message: string }[];
    expect(
      errors.map(({ pointer }) => pointer),
      what,
    ).toEqual(expect.arrayContaining([...pointers]));
    for (const { message } of errors) expect(message, what).toMatch(/^(must|is|would) /);
  }
  expect((await send('GET', '/issuers')).json).toEqual(before);
});

test('a body that is no JSON, too large, or of another type is refused as the app API does it', async () => {
  const { send } = await startControlled();
  expect((await send('PATCH', '/issuers/CMB', '{"mode":')).status).toBe(400);
  expect((await send('PATCH', '/issuers/CMB', '{"mode":"sync","mode":"poll"}')).status).toBe(400);
  expect((await send('PATCH', '/issuers/CMB', `"${'x'.repeat(20_000)}"`)).status).toBe(413);
  expect((await send('PATCH', '/issuers/CMB', '{}', { 'content-type': 'text/plain' })).status).toBe(415);
});

test('what does not exist is 404 with the nearest name, and another method is 405 with what is allowed', async () => {
  const { send } = await startControlled(STORY);
  const unknown = [
    ['GET', '/issuers/CBM', 'did you mean CMB?'],
    ['PATCH', '/issuers/cmb', 'did you mean CMB?'],
    ['DELETE', '/issuers/CMB/faults/flakey', 'did you mean flaky?'],
    ['DELETE', '/incidents/strom', 'did you mean storm?'],
    ['GET', '/isuers', 'did you mean /control/issuers?'],
  ] as const;
  for (const [method, path, hint] of unknown) {
    const { status, json } = await send(method, path);
    expect([status, json.code], path).toEqual([404, 'NOT_FOUND']);
    expect(json.detail, path).toContain(hint);
  }
  const allowed = [
    ['POST', '/issuers', 'GET'],
    ['PUT', '/issuers/CMB', 'GET, PATCH'],
    ['GET', '/issuers/CMB/faults', 'POST'],
    ['GET', '/issuers/CMB/faults/flaky', 'PATCH, DELETE'],
    ['PUT', '/incidents', 'GET, POST'],
    ['GET', '/people/310000199001010010', 'PUT'],
    ['PUT', '/people', 'GET, POST'],
    ['DELETE', '/journal', 'GET'],
    ['POST', '/events', 'GET'],
    ['GET', '/reset', 'POST'],
  ] as const;
  for (const [method, path, allow] of allowed) {
    expect(await send(method, path), path).toMatchObject({ status: 405, headers: { allow } });
  }
});
