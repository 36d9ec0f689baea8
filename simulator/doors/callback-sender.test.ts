// Callbacks on real sockets: signed anew each time, and only a 2xx is an answer (issuer-api.yaml, "Callback").
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { nodeDigests } from '../../core/node-digests.ts';
import { developmentKeyOf, verifyMessage } from '../../core/signature.ts';
import { systemClock } from '../../core/system-clock.ts';
import { customerOf, expectInDocument, inquiryAbout, testIssuer, ZHANG } from '../issuer/customers-fixture.ts';
import type { CallbackOrder } from '../issuer/delivery.ts';
import { createCallbackSender } from './callback-sender.ts';
import { callDoor } from './calls-fixture.ts';
import { closeServer, listen } from './http-server.ts';
import { listenIssuer } from './issuer-server.ts';

const ORDER = {
  afterMs: 0,
  issuer: 'ICBC',
  inquiryId: 'q-00000001',
  body: {
    inquiryId: 'q-00000001',
    issuer: 'ICBC',
    respCode: '66',
    respMsg: '持卡人身份信息或手机号输入不正确，验证失败',
  },
} as const;

interface Received {
  readonly request: IncomingMessage;
  readonly body: string;
}

/** A receiver of callbacks that answers as told. */
const receiver = async (answer: (response: ServerResponse, received: Received) => void) => {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => answer(response, { request, body }));
  });
  const { port } = await listen(server, 0, '127.0.0.1');
  onTestFinished(() => closeServer(server));
  return `http://127.0.0.1:${port}`;
};

const sender = (now: () => number = systemClock.now) => {
  const made = createCallbackSender({ keyOf: developmentKeyOf, clock: { ...systemClock, now }, digests: nodeDigests });
  onTestFinished(() => made.close());
  return made;
};

const order = (url: string): CallbackOrder => ({ ...ORDER, url });
const NEVER = new AbortController().signal;

const problemOf = ({ request, body }: Received, nowMs: number): string | undefined => {
  const [path = '', query] = (request.url ?? '').split('?');
  const credentials = { keyId: 'network-ICBC', key: 'dev-key-ICBC' };
  const parts = { method: request.method ?? '', path, query: query === undefined ? undefined : `?${query}`, body };
  const { signature, ...headers } = request.headers;
  const texts = { 'signature-input': String(headers['signature-input']), signature: String(signature) };
  return verifyMessage(
    parts,
    { ...texts, 'content-digest': String(headers['content-digest']) },
    credentials,
    nowMs / 1000,
    nodeDigests,
  );
};

test('a callback carries the message, signed with the issuer’s network key, its query covered', async () => {
  const received: Received[] = [];
  const url = await receiver((response, got) => {
    received.push(got);
    response.writeHead(204).end();
  });
  const nowMs = 1_790_000_000_000;
  expect(await sender(() => nowMs).send(order(`${url}/v1/cb/ICBC?token=a%20b&x=1`), NEVER)).toBe('accepted');
  const [got] = received;
  expect(got?.request.url).toBe('/v1/cb/ICBC?token=a%20b&x=1');
  expect(got?.request.headers['content-type']).toMatch(/^application\/json/);
  expect(JSON.parse(got?.body ?? '')).toEqual(ORDER.body);
  expect(got && problemOf(got, nowMs)).toBeUndefined();
  expect(got && problemOf({ ...got, body: `${got.body} ` }, nowMs)).toMatch(/Digest/);
});

test('each send is signed anew', async () => {
  const inputs: unknown[] = [];
  const url = await receiver((response, { request }) => {
    inputs.push(request.headers['signature-input']);
    response.end();
  });
  let nowMs = 1_790_000_000_000;
  const { send } = sender(() => nowMs);
  await send(order(url), NEVER);
  nowMs += 60_000;
  await send(order(url), NEVER);
  expect(inputs).toEqual([
    expect.stringContaining('created=1790000000'),
    expect.stringContaining('created=1790000060'),
  ]);
});

test('only a 2xx is an answer: a redirect is not followed and has failed', async () => {
  let status = 0;
  let calls = 0;
  const url = await receiver((response) => {
    calls++;
    response.writeHead(status, { location: '/elsewhere' }).end('x');
  });
  const { send } = sender();
  const results: unknown[] = [];
  for (status of [200, 202, 204, 299, 301, 302, 307, 400, 404, 500, 503]) {
    results.push(`${status} ${await send(order(url), NEVER)}`);
  }
  expect(results).toEqual([
    ...['200 accepted', '202 accepted', '204 accepted', '299 accepted'],
    ...['301 failed', '302 failed', '307 failed', '400 failed', '404 failed', '500 failed', '503 failed'],
  ]);
  expect(calls).toBe(11);
});

test('a receiver that is not there, resets, or is given up on has failed', async () => {
  const { send } = sender();
  const gone = await receiver((response) => response.destroy());
  expect(await send(order(gone), NEVER)).toBe('failed');
  expect(await send(order('http://127.0.0.1:1/'), NEVER)).toBe('failed');
  const giveUp = new AbortController();
  const silent = await receiver(() => giveUp.abort());
  expect(await send(order(silent), giveUp.signal)).toBe('failed');
});

test('an issuer in callback mode brings its answer to the callbackUrl (R4)', async () => {
  const { promise, resolve } = Promise.withResolvers<Received>();
  const callbackUrl = await receiver((response, got) => {
    response.writeHead(200).end();
    resolve(got);
  });
  const issuer = testIssuer({ settings: { latency: { fixedMs: 0 }, mode: 'callback' } });
  const common = { host: '127.0.0.1', port: 0, key: developmentKeyOf('ICBC'), digests: nodeDigests };
  const door = await listenIssuer({ ...common, issuer, clock: systemClock });
  onTestFinished(() => door.close());
  const inquiry = inquiryAbout(ZHANG, {
    callbackUrl: `${callbackUrl}/cb`,
    customer: { ...customerOf(ZHANG), name: '张' },
  });
  expect((await callDoor(door.url, { body: JSON.stringify(inquiry) })).status).toBe(202);
  const got = await promise;
  const body: unknown = JSON.parse(got.body);
  expectInDocument(422, body);
  expect(body).toEqual(ORDER.body);
  expect(problemOf(got, systemClock.now())).toBeUndefined();
});
