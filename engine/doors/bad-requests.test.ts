// Whatever an app sends: no failure inside, no crash, no request without an answer, and a good user goes on after it.
// Generated methods, paths, headers and bodies, among them near-valid changes of valid ones, and raw bytes.
import { createServer, request as httpRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMemoryStore } from '../store/memory.ts';
import { START_MS, userIdOf } from '../store/suite-fixtures.ts';
import { throttledEngine } from '../throttle-fixture.ts';
import { bareApp, mountAppApi } from './app-api.ts';
import { mountFallbacks } from './fallbacks.ts';

const ANSWER_WITHIN_MS = 10_000;

const startApi = async () => {
  const store = createMemoryStore();
  const network = throttledEngine(store, { burst: 10, perSecond: 1 });
  await network.enrol(1, 2);
  await store.saveSession({ tokenHash: 'good', userId: userIdOf(1), expiresAtMs: START_MS + 1e9 });
  await store.saveLogin({ userId: userIdOf(1), region: '31', atMs: START_MS - 1 });
  const faults: unknown[] = [];
  const app = bareApp();
  mountAppApi(app, network.engine);
  mountFallbacks(app, network.engine, (error) => faults.push(error));
  const server = createServer({ headersTimeout: 1000, requestTimeout: 2000, connectionsCheckingInterval: 100 }, app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { ...network, faults, server, port: (server.address() as AddressInfo).port };
};
let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => {
  api.server.closeAllConnections();
  api.server.close();
});

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const answerTo = ({ method, path, body, ...sentBy }: Sent) =>
  new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
    const headers = { ...sentBy.headers, 'content-length': body.length };
    const sent = httpRequest(
      { port: api.port, method, path, headers, timeout: ANSWER_WITHIN_MS, agent: false },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        // The progress of a query is a stream without end: its beginning is the answer.
        if (/event-stream/.test(response.headers['content-type'] ?? '')) {
          response.destroy();
          resolve({ status: response.statusCode ?? 0, text });
        }
      },
    );
    sent.on('timeout', () => reject(new Error(`no answer to ${method} ${path} within ${ANSWER_WITHIN_MS} ms`)));
    sent.on('error', reject);
    sent.end(body);
  });

/** A valid body of each call, to be changed. */
const VALID: Readonly<Record<string, object>> = {
  '/v1/users': {
    name: '王芳',
    idNumber: '310000199001010010',
    mobile: '14231000001',
    paymentPassword: '135246',
    boundCard: { bank: 'ICBC', last4: '0001' },
    region: '31',
  },
  '/v1/sessions': { mobile: '14231000001', paymentPassword: '135246' },
  '/v1/sms-codes': { purpose: 'QUERY' },
  '/v1/verifications': { consent: { version: '1', accepted: true }, face: { sample: 'match' }, smsCode: '000000' },
  '/v1/queries': { verificationId: 'verification-1', banks: ['ICBC', 'CMB'] },
  '/v1/queries/q1/report': { paymentPassword: '135246' },
};
const PATHS = [...Object.keys(VALID), '/v1/banks', '/v1/queries/q1', '/v1/queries/q1/events', '/v1', '/', '/control'];

/** JSON with one of its values replaced by anything, or a member added. */
const changed = (value: object): fc.Arbitrary<object> => {
  const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(null, '', '\u0000', '\ud800', '__proto__', -0, 1e308, [], {}));
  const key = fc.oneof(fc.constantFrom(...Object.keys(value), '__proto__', 'constructor', 'toString'), fc.string());
  return fc.tuple(key, odd).map(([name, other]) =>
    Object.defineProperty({ ...value }, name, {
      value: other,
      enumerable: true,
    }),
  );
};

const bodyFor = (path: string): fc.Arbitrary<Buffer> => {
  const valid = VALID[path] ?? {};
  const text = (json: unknown) => Buffer.from(JSON.stringify(json));
  return fc.oneof(
    { weight: 4, arbitrary: changed(valid).map(text) },
    { weight: 1, arbitrary: fc.constant(text(valid)) },
    { weight: 2, arbitrary: fc.json().map((json) => Buffer.from(json)) },
    { weight: 2, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.nat(40_000).map((depth) => Buffer.from('['.repeat(depth))) },
    {
      weight: 2,
      // Cut short, or with a byte changed.
      arbitrary: fc.tuple(fc.nat(), fc.nat(255)).map(([at, byte]) => {
        const bytes = text(valid);
        bytes[at % bytes.length] = byte;
        return byte % 2 === 0 ? bytes : bytes.subarray(0, at % bytes.length);
      }),
    },
  );
};

const headerValue = fc.string({
  unit: fc.integer({ min: 33, max: 254 }).map((code) => String.fromCharCode(code === 127 ? 255 : code)),
});
const headers = fc
  .record(
    {
      authorization: fc.oneof(
        fc.constant('Bearer good'),
        headerValue.map((value) => `Bearer ${value}`),
        headerValue,
      ),
      'content-type': fc.oneof(fc.constant('application/json'), headerValue),
      'content-encoding': fc.constantFrom('gzip', 'identity', 'br'),
      'idempotency-key': fc.oneof(headerValue, fc.constant('k'.repeat(500))),
      traceparent: headerValue,
      accept: headerValue,
      'x-forwarded-for': headerValue,
      expect: fc.constantFrom('100-continue', 'x'),
      range: headerValue,
      cookie: headerValue,
    },
    { requiredKeys: [] },
  )
  .map((some) => ({ authorization: 'Bearer good', 'content-type': 'application/json', ...some }));

const path = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...PATHS) },
  { weight: 2, arbitrary: fc.webPath().map((some) => `/v1${some}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('/v1/queries/%', '/v1/queries/%00', '/v1//queries', '/v1/queries/..%2f', '*'),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...PATHS), fc.webQueryParameters()).map((parts) => parts.join('?')),
  },
);
const method = fc.oneof(
  { weight: 5, arbitrary: fc.constant('POST') },
  { weight: 2, arbitrary: fc.constant('GET') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND', 'M-SEARCH', 'QUERY'),
  },
);

const sentSomehow: fc.Arbitrary<Sent> = path.chain((where) =>
  fc.record({ method, path: fc.constant(where), headers, body: bodyFor(where.split('?')[0] ?? '') }),
);

/** A good user still gets what is theirs. */
const stillServes = async (): Promise<void> => {
  const own = { method: 'GET', path: '/v1/queries', headers: { authorization: 'Bearer good' }, body: Buffer.alloc(0) };
  expect((await answerTo(own)).status).toBe(200);
};

test('any method, path, headers and body get an answer that is no failure inside', async () => {
  await fc.assert(
    fc.asyncProperty(sentSomehow, async (sent) => {
      const { status, text } = await answerTo(sent);
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThan(500);
      expect(api.faults.splice(0)).toEqual([]);
      // Every refusal of the API is a problem answer with a code. HEAD has no body; Node answers Expect by itself.
      const isBare = sent.method === 'HEAD' || status === 417;
      if (status >= 400 && !isBare) expect(JSON.parse(text)).toMatchObject({ status, code: expect.any(String) });
    }),
    { numRuns: 1500 },
  );
  await stillServes();
});

test('raw bytes on a connection, whatever they are, end that connection at most', async () => {
  const head = fc.constantFrom(
    'GET /v1/banks HTTP/1.1\r\n',
    'POST /v1/queries HTTP/1.1\r\nhost: x\r\n',
    'POST /v1/users HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n',
    'POST /v1/users HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\ncontent-length: 6\r\n\r\n',
    'GET /v1/banks HTTP/9.9\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '',
  );
  const bytes = fc
    .tuple(head, fc.uint8Array({ maxLength: 300 }))
    .map(([text, rest]) => Buffer.concat([Buffer.from(text), rest]));
  await fc.assert(
    fc.asyncProperty(bytes, async (sent) => {
      const answer = await new Promise<string>((resolve) => {
        let text = '';
        const socket = connect(api.port, '127.0.0.1', () => socket.end(sent));
        socket.on('data', (chunk) => (text += chunk));
        socket.on('error', () => resolve(text));
        socket.on('close', () => resolve(text));
      });
      expect(answer).not.toMatch(/^HTTP\/1\.1 5/);
      expect(api.faults.splice(0)).toEqual([]);
    }),
    { numRuns: 200 },
  );
  await stillServes();
});
