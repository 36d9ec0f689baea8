// Every provider state over real sockets, as a verifier brings an endpoint into it and out of it again.
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import type { MemberError } from '../../core/failures.ts';
import { INQUIRIES_PATH } from '../../core/issuer-client.ts';
import { nextTurn } from '../../core/system-clock.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { callDoor } from '../../simulator/doors/calls-fixture.ts';
import { closeServer, listen, urlOf } from '../../simulator/doors/http-server.ts';
import { answerOf } from '../../simulator/people/ground-truth.ts';
import { createPeople } from '../../simulator/people/people.ts';
import { CONTRACT_CUSTOMERS, type ContractCustomer, expectedAnswer } from '../customers.ts';
import { openSimulatedEndpoint, type SimulatedEndpointOptions } from './simulated-endpoint.ts';
import { createStateDesk, MAX_HELD_STATES } from './state-desk.ts';

const START_MS = Date.UTC(2026, 0, 5, 1);

const customer = (name: string): ContractCustomer => {
  const found = CONTRACT_CUSTOMERS[name];
  if (found === undefined) throw new Error(`there is no customer ${name}`);
  return found;
};
const MIXED = customer('mixed');
const OTHER = customer('one-debit-card');
const detailsOf = ({ name, idNumber, mobile }: ContractCustomer) => ({ name, idNumber, mobile });

/** An endpoint on a clock that stands still, and what a verifier does with it. */
const open = async (options: Partial<SimulatedEndpointOptions> = {}) => {
  const clock = new VirtualClock({ startMs: START_MS, settle: nextTurn });
  const endpoint = await openSimulatedEndpoint({ issuer: 'CMB', clock, ...options });
  onTestFinished(() => endpoint.close());
  const tell = async (body: unknown) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(endpoint.stateUrl, { method: 'POST', body: text });
    return { status: answer.status, json: (await answer.json()) as { readonly errors?: readonly MemberError[] } };
  };
  const state = async (action: string, name: string, params?: object) =>
    (await tell({ action, state: name, params })).status;
  const call = (rest: Parameters<typeof callDoor>[1]) =>
    callDoor(endpoint.url, { issuer: 'CMB', createdS: Math.floor(clock.now() / 1000), ...rest });
  return {
    clock,
    tell,
    setUp: (name: string, params?: object) => state('setup', name, params),
    tearDown: (name: string, params?: object) => state('teardown', name, params),
    ask: (inquiryId: string, who: object, more: object = {}) =>
      call({
        body: JSON.stringify({ inquiryId, consentId: 'consent-1', customer: { idType: '01', ...who }, ...more }),
      }),
    status: (inquiryId: string) => call({ method: 'GET', path: `${INQUIRIES_PATH}/${inquiryId}` }),
  };
};

for (const [name, one] of Object.entries(CONTRACT_CUSTOMERS)) {
  test(`"a customer" ${name} is answered with what R3 says, and nobody else under that ID number`, async () => {
    const { setUp, tearDown, ask, status } = await open();
    const who = detailsOf(one);
    expect(await setUp('a customer', { customer: one })).toBe(200);
    expect(await ask('inquiry-1', who)).toMatchObject({ status: 200, body: expectedAnswer(one) });
    expect(await status('inquiry-1')).toMatchObject({ status: 200, body: expectedAnswer(one) });
    const otherName = await ask('inquiry-2', { ...who, name: '别人' });
    expect(otherName).toMatchObject({ status: 422, body: { respCode: '66' } });
    const otherMobile = await ask('inquiry-3', { ...who, mobile: '14200999999' });
    expect(otherMobile).toMatchObject({ status: 422, body: { respCode: '66' } });
    expect(await tearDown('a customer', { customer: one })).toBe(200);
    expect(await ask('inquiry-4', { ...who, name: '别人' })).toMatchObject({ status: 200, body: { cards: [] } });
    // What was answered stays answered, and a repeat is no new inquiry.
    expect(await ask('inquiry-1', who)).toMatchObject({ status: 200, body: expectedAnswer(one) });
  });
}

test('"no such customer" is somebody whom the bank does not have, whoever had that ID number before', async () => {
  const { setUp, tearDown, ask } = await open();
  const who = detailsOf(MIXED);
  await setUp('a customer', { customer: MIXED });
  expect(await setUp('no such customer', who)).toBe(200);
  expect(await ask('inquiry-1', who)).toMatchObject({ status: 200, body: { cards: [], unsupported: [] } });
  expect(await tearDown('no such customer', who)).toBe(200);
  expect(await ask('inquiry-2', who)).toMatchObject({ status: 200, body: expectedAnswer(MIXED) });
});

test('"customer details differ": whatever is asked about this ID number is refused', async () => {
  const { setUp, tearDown, ask } = await open();
  const who = detailsOf(MIXED);
  expect(await setUp('customer details differ', who)).toBe(200);
  for (const [at, asked] of [who, { ...who, name: '别人' }, { ...who, mobile: '14200999999' }].entries()) {
    expect(await ask(`inquiry-${at}`, asked)).toMatchObject({ status: 422, body: { respCode: '66' } });
  }
  expect(await ask('inquiry-9', detailsOf(OTHER))).toMatchObject({ status: 200 });
  expect(await tearDown('customer details differ', who)).toBe(200);
  expect(await ask('inquiry-8', who)).toMatchObject({ status: 200, body: { cards: [] } });
});

const TURNED_AWAY = [
  ['throttling', { retryAfterSeconds: 7 }, 429, '37', '7'],
  ['closed', { retryAfterSeconds: 0 }, 503, '02', '0'],
  ['busy', undefined, 503, '06', undefined],
] as const;

for (const [name, params, status, respCode, retryAfter] of TURNED_AWAY) {
  test(`"${name}": every signed call gets ${status}/${respCode} until the teardown, whatever else holds`, async () => {
    const { setUp, tearDown, ask, status: get } = await open();
    await setUp(name, params);
    await setUp('a customer', { customer: MIXED });
    await setUp('inquiry running', { inquiryId: 'inquiry-2' });
    const calls = [
      await ask('inquiry-1', detailsOf(MIXED)),
      await ask('inquiry-1', {}),
      await get('inquiry-1'),
      await get('inquiry-2'),
    ];
    for (const answer of calls) {
      expect(answer).toMatchObject({ status, body: { respCode } });
      expect(answer.headers['retry-after']).toBe(retryAfter);
    }
    expect(await tearDown(name, params)).toBe(200);
    expect((await get('inquiry-1')).status).toBe(404);
    expect(await ask('inquiry-1', detailsOf(MIXED))).toMatchObject({ status: 200, body: expectedAnswer(MIXED) });
    expect((await get('inquiry-2')).status).toBe(202);
  });
}

test('"answers later": 202 first, and the answer 1 to 5 s later by GET', async () => {
  const { setUp, tearDown, ask, status, clock } = await open();
  const who = detailsOf(MIXED);
  expect(await setUp('answers later', { customer: MIXED })).toBe(200);
  expect(await ask('inquiry-1', who)).toMatchObject({ status: 202, body: { respCode: '05' } });
  await clock.runUntil(START_MS + 1000);
  expect(await status('inquiry-1')).toMatchObject({ status: 202, body: { respCode: '05' } });
  expect(await tearDown('answers later', { customer: MIXED })).toBe(200);
  expect(await ask('inquiry-1', who)).toMatchObject({ status: 202 });
  await clock.runUntil(START_MS + 5000);
  expect(await status('inquiry-1')).toMatchObject({ status: 200, body: expectedAnswer(MIXED) });
  expect(await ask('inquiry-1', who)).toMatchObject({ status: 200, body: expectedAnswer(MIXED) });
  expect(await ask('inquiry-1', who, { consentId: 'consent-2' })).toMatchObject({ status: 409 });
  expect(await ask('inquiry-2', who)).toMatchObject({ status: 200, body: { cards: [] } });
});

/** Takes callbacks; `next` resolves with the body of the next one. */
const receiver = async () => {
  let onBody = (_body: unknown): void => undefined;
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    response.writeHead(204).end();
    onBody(JSON.parse(text));
  });
  const url = `${urlOf(await listen(server, 0, '127.0.0.1'))}/callbacks`;
  onTestFinished(() => closeServer(server));
  const next = () =>
    new Promise<unknown>((resolve) => {
      onBody = resolve;
    });
  return { url, next };
};

for (const mode of ['sync', 'poll', 'callback'] as const) {
  test(`"answers later" calls back 1 to 5 s later also where the bank's own way is ${mode}`, async () => {
    const { setUp, ask, status, clock } = await open({ settings: { mode, latency: { fixed: '1h' } } });
    const { url, next } = await receiver();
    await setUp('answers later', { customer: MIXED });
    const asked = await ask('inquiry-1', detailsOf(MIXED), { callbackUrl: url });
    expect(asked).toMatchObject({ status: 202 });
    const called = next();
    await clock.runUntil(START_MS + 5000);
    const result = { inquiryId: 'inquiry-1', issuer: 'CMB', respCode: '00', ...expectedAnswer(MIXED) };
    expect(await called).toMatchObject(result);
    expect(await status('inquiry-1')).toMatchObject({ status: 200, body: result });
  });
}

for (const mode of ['poll', 'callback'] as const) {
  test(`a state about a person is answered at once also where the bank's own way is ${mode}`, async () => {
    const { setUp, tearDown, ask, status } = await open({ settings: { mode, latency: { fixed: '1h' } } });
    const who = detailsOf(MIXED);
    await setUp('a customer', { customer: MIXED });
    expect(await ask('inquiry-1', who)).toMatchObject({ status: 200, body: expectedAnswer(MIXED) });
    expect((await ask('inquiry-2', { ...who, name: '别人' })).status).toBe(422);
    await setUp('no such customer', who);
    expect(await ask('inquiry-3', who)).toMatchObject({ status: 200, body: { cards: [], unsupported: [] } });
    await setUp('customer details differ', who);
    expect((await ask('inquiry-4', who)).status).toBe(422);
    for (const [name, params] of [
      ['customer details differ', who],
      ['no such customer', who],
      ['a customer', { customer: MIXED }],
    ] as const)
      await tearDown(name, params);
    expect(await status('inquiry-1')).toMatchObject({ status: 200, body: expectedAnswer(MIXED) });
    expect((await ask('inquiry-5', who)).status).toBe(202);
    expect((await ask('inquiry-1', { ...who, mobile: '14200999999' })).status).toBe(409);
  });
}

test('"inquiry running": GET and POST of that id give 202/05, and no other id does', async () => {
  const { setUp, tearDown, ask, status } = await open();
  const params = { inquiryId: 'inquiry-1' };
  expect(await setUp('inquiry running', params)).toBe(200);
  const running = { status: 202, body: { inquiryId: 'inquiry-1', issuer: 'CMB', respCode: '05' } };
  expect(await status('inquiry-1')).toMatchObject(running);
  expect(await ask('inquiry-1', detailsOf(MIXED))).toMatchObject(running);
  expect((await ask('inquiry-1', {})).status).toBe(400);
  expect((await status('inquiry-2')).status).toBe(404);
  expect(await tearDown('inquiry running', params)).toBe(200);
  expect((await status('inquiry-1')).status).toBe(404);
});

test('"inquiry answered": GET and the same POST get the answer, another body 409/12', async () => {
  const { setUp, tearDown, ask, status } = await open({ settings: { mode: 'poll', latency: { fixed: '1h' } } });
  const params = { inquiryId: 'inquiry-1', consentId: 'consent-1', customer: MIXED };
  const who = detailsOf(MIXED);
  expect(await setUp('inquiry answered', params)).toBe(200);
  const result = { inquiryId: 'inquiry-1', issuer: 'CMB', respCode: '00', ...expectedAnswer(MIXED) };
  expect(await status('inquiry-1')).toMatchObject({ status: 200, body: result });
  expect(await ask('inquiry-1', who)).toMatchObject({ status: 200, body: result });
  for (const more of [{ consentId: 'consent-2' }, { callbackUrl: 'https://engine.invalid/callbacks' }]) {
    const other = await ask('inquiry-1', who, more);
    expect(other).toMatchObject({ status: 409, body: { inquiryId: 'inquiry-1', issuer: 'CMB', respCode: '12' } });
  }
  expect((await ask('inquiry-1', { ...who, mobile: '14200999999' })).status).toBe(409);
  expect(await ask('inquiry-1', who)).toMatchObject({ status: 200, body: result });
  expect(await tearDown('inquiry answered', params)).toBe(200);
  expect((await status('inquiry-1')).status).toBe(404);
});

test('"inquiry unknown": GET gives 404/34 until the inquiry is made', async () => {
  const { setUp, tearDown, ask, status } = await open();
  const params = { inquiryId: 'inquiry-1' };
  await ask('inquiry-1', detailsOf(MIXED));
  expect(await setUp('inquiry unknown', params)).toBe(200);
  expect(await status('inquiry-1')).toMatchObject({ status: 404, body: { respCode: '34' } });
  expect((await ask('inquiry-1', detailsOf(MIXED))).status).toBe(200);
  expect((await status('inquiry-1')).status).toBe(200);
  expect(await tearDown('inquiry unknown', params)).toBe(200);
});

test('states add up, the later wins, and each ends with its own teardown', async () => {
  const { setUp, tearDown, ask, status } = await open();
  const [who, params] = [detailsOf(MIXED), { inquiryId: 'inquiry-1' }];
  await setUp('a customer', { customer: MIXED });
  await setUp('a customer', { customer: OTHER });
  await setUp('a customer', { customer: { ...MIXED, idExpired: true } });
  expect(await ask('inquiry-2', who)).toMatchObject({ body: { unsupported: [{ reason: 'ID_EXPIRED', count: 4 }] } });
  expect(await ask('inquiry-3', detailsOf(OTHER))).toMatchObject({ body: expectedAnswer(OTHER) });
  // The params of a teardown are those of its setup, in whatever order they are written.
  const { cards, ...rest } = MIXED;
  await tearDown('a customer', { customer: { cards, ...rest, idExpired: true } });
  expect(await ask('inquiry-4', who)).toMatchObject({ body: expectedAnswer(MIXED) });
  await setUp('inquiry unknown', params);
  await setUp('inquiry running', params);
  await setUp('inquiry answered', { ...params, consentId: 'consent-1', customer: OTHER });
  expect((await status('inquiry-1')).status).toBe(200);
  await tearDown('inquiry answered', { ...params, consentId: 'consent-1', customer: OTHER });
  expect((await status('inquiry-1')).status).toBe(202);
  await tearDown('inquiry running', params);
  expect((await status('inquiry-1')).status).toBe(404);
  await setUp('throttling', { retryAfterSeconds: 1 });
  await setUp('busy');
  expect((await status('inquiry-1')).status).toBe(503);
  await tearDown('busy');
  expect((await status('inquiry-1')).status).toBe(429);
});

test('a state that is set up twice ends with one teardown, and ending what does not hold is no mistake', async () => {
  const { setUp, tearDown, status } = await open();
  await setUp('busy');
  await setUp('busy', {});
  expect(await tearDown('busy')).toBe(200);
  expect((await status('inquiry-1')).status).toBe(404);
  expect(await tearDown('busy')).toBe(200);
});

const CARD = { ...OTHER.cards[0] };

const WRONG_PARAMS: readonly (readonly [string, object, string])[] = [
  ['a customer', {}, '/params/customer'],
  ['a customer', { customer: { ...MIXED, idExpired: 'no' } }, '/params/customer/idExpired'],
  ['a customer', { customer: { ...MIXED, idNumber: '310000198802145000' } }, '/params/customer/idNumber'],
  ['a customer', { customer: { ...MIXED, name: '' } }, '/params/customer/name'],
  ['a customer', { customer: { ...OTHER, cards: [{ ...CARD, panLast4: 1001 }] } }, '/params/customer/cards/0/panLast4'],
  [
    'a customer',
    { customer: { ...OTHER, cards: [{ ...CARD, cardType: 'CREDIT' }] } },
    '/params/customer/cards/0/accountClass',
  ],
  ['a customer', { customer: { ...OTHER, cards: [{ ...CARD, pan: '1' }] } }, '/params/customer/cards/0/pan'],
  ['answers later', { customer: { ...MIXED, cards: Array(201).fill(CARD) } }, '/params/customer/cards'],
  ['no such customer', { ...detailsOf(MIXED), mobile: '123' }, '/params/mobile'],
  ['customer details differ', { customer: detailsOf(MIXED) }, '/params/name'],
  ['throttling', {}, '/params/retryAfterSeconds'],
  ['throttling', { retryAfterSeconds: '7' }, '/params/retryAfterSeconds'],
  ['closed', { retryAfterSeconds: 1.5 }, '/params/retryAfterSeconds'],
  ['closed', { retryAfterSeconds: -1 }, '/params/retryAfterSeconds'],
  ['busy', { retryAfterSeconds: 1 }, '/params/retryAfterSeconds'],
  ['inquiry running', { inquiryId: 'short' }, '/params/inquiryId'],
  ['inquiry answered', { inquiryId: 'inquiry-1', customer: MIXED }, '/params/consentId'],
  ['inquiry unknown', {}, '/params/inquiryId'],
];

for (const [state, params, pointer] of WRONG_PARAMS) {
  test(`"${state}" with a wrong ${pointer} is 400, names it, repeats no value and changes nothing`, async () => {
    const { tell, status } = await open();
    for (const action of ['setup', 'teardown']) {
      const answer = await tell({ state, params, action });
      expect(answer.status, action).toBe(400);
      expect(answer.json.errors?.map((error) => error.pointer)).toContain(pointer);
      expect(JSON.stringify(answer.json)).not.toContain(MIXED.idNumber.slice(0, 17));
    }
    expect((await status('inquiry-1')).status).toBe(404);
  });
}

test('an unknown state is 500 and told which there are; what is no state change at all is 400', async () => {
  const { tell } = await open();
  const unknown = await tell({ state: 'a custommer', params: {}, action: 'setup' });
  expect(unknown).toMatchObject({ status: 500, json: { detail: expect.stringContaining('did you mean a customer?') } });
  const inherited = await tell({ state: 'toString', action: 'setup' });
  expect(inherited.status).toBe(500);
  for (const body of [
    '',
    '{',
    '[]',
    'null',
    { state: 'busy' },
    { state: 'busy', action: 'begin' },
    { action: 'setup' },
  ]) {
    expect((await tell(body)).status, JSON.stringify(body)).toBe(400);
  }
  expect((await tell({ state: 'busy', params: { x: 'x'.repeat(200_000) }, action: 'setup' })).status).toBe(400);
});

test('so many states hold at most, and when one has ended another may begin', async () => {
  const desk = createStateDesk();
  const change = (at: number, action: string) =>
    desk.change({ state: 'inquiry running', params: { inquiryId: `inquiry-${at}` }, action }).kind;
  for (let at = 0; at < MAX_HELD_STATES; at++) expect(change(at, 'setup')).toBe('done');
  expect([change(0, 'setup'), change(MAX_HELD_STATES, 'setup')]).toEqual(['done', 'full']);
  expect([change(0, 'teardown'), change(MAX_HELD_STATES, 'setup')]).toEqual(['done', 'done']);
});

test('a bank with its own people answers about them, as it does without any state', async () => {
  const people = createPeople({ seed: 42 });
  const person = people.find(people.persona('many-cards'));
  if (person === undefined) throw new Error('the persona does not exist');
  const { setUp, tearDown, ask } = await open({ people });
  const { cards, unsupported } = answerOf(people.holding(person.idNumber, 'CMB'), '2026-01-05');
  expect(await ask('inquiry-1', detailsOf({ ...MIXED, ...person }))).toMatchObject({ body: { cards, unsupported } });
  await setUp('no such customer', detailsOf({ ...MIXED, ...person }));
  expect(await ask('inquiry-2', detailsOf({ ...MIXED, ...person }))).toMatchObject({ body: { cards: [] } });
  await tearDown('no such customer', detailsOf({ ...MIXED, ...person }));
  expect(await ask('inquiry-3', detailsOf({ ...MIXED, ...person }))).toMatchObject({ body: { cards, unsupported } });
});
