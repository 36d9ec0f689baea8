// One issuer, three doors: for every kind of fault the engine reaches the same decision through sockets, in process and
// through MSW. What callers see otherwise becomes the tables of docs/faults.md (`npm run test:update` rewrites them).
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Clock } from '../core/clock.ts';
import type { CallResult, IssuerClient } from '../core/issuer-client.ts';
import type { IssuerCallRecord } from '../core/journal.ts';
import { nodeDigests } from '../core/node-digests.ts';
import { readBody } from '../core/read-body.ts';
import { developmentKeyOf, keyIdOf, verifyMessage } from '../core/signature.ts';
import { nextTurn, systemClock } from '../core/system-clock.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { createHttpIssuerClient } from '../engine/doors/http-issuer-client.ts';
import { outcomeOf } from '../engine/outcome.ts';
import { afterCall, firstProgress } from '../engine/retry.ts';
import { DEFAULT_SETTINGS } from '../engine/settings.ts';
import { createFetchClient } from '../simulator/doors/fetch-client-fixture.ts';
import { inProcessClient } from '../simulator/doors/in-process.ts';
import { listenIssuer } from '../simulator/doors/issuer-server.ts';
import { issuerHandlers } from '../simulator/doors/msw.ts';
import { BREAKAGES, SHAPES } from '../simulator/faults/kinds.ts';
import { CUSTOMERS, inquiryAbout, testIssuer, ZHANG } from '../simulator/issuer/customers-fixture.ts';
import type { PeopleOnFile } from '../simulator/issuer/issuer.ts';
import { issuerSettingsFrom } from '../simulator/issuer/settings-schema.ts';
import { type FaultRow, faultPage } from './fault-page-fixture.ts';

const ICBC = 'ICBC';
const INQUIRY = inquiryAbout(ZHANG, { inquiryId: 'q1-ICBC-0001' });
/** Long enough for every answer that comes, and all that a call waits which nothing answers. */
const TIMEOUT_MS = 300;
const AT_ONCE = { latency: { fixed: '0ms' } };
const MSW_BASE = 'http://banks.example';

/** Every kind of fault, and how it can be written so that it hits. */
const FAULTS: readonly (readonly [string, object])[] = [
  ['refuse', { kind: 'refuse' }],
  ['reset at accept', { kind: 'reset', at: 'accept' }],
  ['reset at headers', { kind: 'reset' }],
  ['reset at body', { kind: 'reset', at: 'body' }],
  ['close', { kind: 'close' }],
  ['hang', { kind: 'hang' }],
  ['dribble', { kind: 'dribble', bytes: 100, every: '1ms' }],
  ['truncate', { kind: 'truncate' }],
  ['malformed json', { kind: 'malformed' }],
  ['malformed empty', { kind: 'malformed', what: 'empty' }],
  ['malformed html', { kind: 'malformed', what: 'html' }],
  ['malformed utf8', { kind: 'malformed', what: 'utf8' }],
  ['wrong-answer other-inquiry', { kind: 'wrong-answer', what: 'other-inquiry' }],
  ['wrong-answer other-bank', { kind: 'wrong-answer', what: 'other-bank' }],
  ['wrong-answer full-pan', { kind: 'wrong-answer', what: 'full-pan' }],
  ['wrong-answer schema', { kind: 'wrong-answer', what: 'schema' }],
  ['status 503', { kind: 'status', status: 503 }],
  ['status 429', { kind: 'status', status: 429, retryAfter: '7s' }],
  ['status 500', { kind: 'status', status: 500 }],
  ['status 422', { kind: 'status', status: 422 }],
  ['status 418', { kind: 'status', status: 418 }],
  ['maintenance', { kind: 'maintenance' }],
  ['latency', { kind: 'latency', fixed: '5ms' }],
  ['latency beyond patience', { kind: 'latency', fixed: '1h' }],
  ['outage', { kind: 'outage' }],
  ['ramp', { kind: 'ramp', start: 1, until: '1h' }],
  ['burst', { kind: 'burst', goodShare: 1 }],
  ['fail-first', { kind: 'fail-first', n: 1, as: 'close' }],
];

const CALLBACKS: readonly (readonly [string, object, number])[] = [
  ['callback (no fault)', { kind: 'latency', fixed: '0ms' }, 1],
  ['callback lost', { kind: 'callback', what: 'lost' }, 0],
  ['callback duplicate', { kind: 'callback', what: 'duplicate', by: '1ms' }, 2],
  ['callback late', { kind: 'callback', what: 'late', by: '5ms' }, 1],
  // The second send follows the first at once; the third would come a minute later.
  ['callback unsigned', { kind: 'callback', what: 'unsigned' }, 2],
  ['wrong-answer other-bank, called back', { kind: 'wrong-answer', what: 'other-bank' }, 2],
];

interface Door {
  readonly client: IssuerClient;
  /** Where a plain fetch finds the issuer; undefined in process. */
  readonly url?: string;
  /** Runs a call to its end on this door's clock. */
  readonly run: <Value>(call: Promise<Value>) => Promise<Value>;
  readonly close: () => Promise<void>;
}

type OpenDoor = (
  settings: Readonly<Record<string, unknown>>,
  onCall: (record: IssuerCallRecord) => void,
) => Promise<Door>;

/** The real clock runs here: a document that has expired by now would leave nothing to be wrong about. */
const PEOPLE: PeopleOnFile = {
  ...CUSTOMERS,
  holding(idNumber, bank) {
    const holding = CUSTOMERS.holding(idNumber, bank);
    return holding && { ...holding, idExpiresOn: '2099-12-31' };
  },
};

const issuerWith = (settings: object, clock: Clock) =>
  testIssuer({ people: PEOPLE, settings: issuerSettingsFrom(settings, { originMs: clock.now() }) });

const overSockets: OpenDoor = async (settings, onCall) => {
  const issuer = issuerWith(settings, systemClock);
  const common = { clock: systemClock, digests: nodeDigests };
  const door = await listenIssuer({
    ...common,
    issuer,
    port: 0,
    host: '127.0.0.1',
    key: developmentKeyOf(ICBC),
    onCall,
  });
  const issuers = [{ code: ICBC, url: door.url, key: developmentKeyOf(ICBC) }];
  const client = createHttpIssuerClient({ ...common, issuers, connectionsPerIssuer: 1 });
  const close = async () => {
    await client.close();
    await door.close();
  };
  return { client, url: door.url, run: (call) => call, close };
};

const inProcess: OpenDoor = async (settings, onCall) => {
  const clock = new VirtualClock({ settle: nextTurn });
  const issuers = new Map([[ICBC, issuerWith(settings, clock)]]);
  const deliverCallback = async ({ body }: { readonly body: object }) =>
    receiptOf(body) === 204 ? ('accepted' as const) : ('failed' as const);
  const client = inProcessClient({ issuers, clock, onCall, deliverCallback });
  const run = async <Value>(call: Promise<Value>): Promise<Value> => {
    await clock.runUntil(clock.now() + 1000);
    return call;
  };
  return { client, run, close: () => client.close() };
};

const server = setupServer();

const throughMsw: OpenDoor = async (settings, onCall) => {
  const end = new AbortController();
  server.listen({ onUnhandledFrame: 'bypass' });
  server.use(
    ...issuerHandlers({
      issuers: { [ICBC]: settings },
      baseUrl: MSW_BASE,
      people: PEOPLE,
      onCall,
      signal: end.signal,
    }),
  );
  const url = `${MSW_BASE}/${ICBC}`;
  const client = createFetchClient({ baseUrlOf: () => url, clock: systemClock });
  const close = async () => {
    await client.close();
    end.abort();
    server.resetHandlers();
    server.close();
  };
  return { client, url, run: (call) => call, close };
};

/** Answers as the engine does: 204, 400 to what breaks the contract, 401 to what has no signature. */
const receiptOf = (body: object): number => ('issuer' in body && body.issuer === ICBC ? 204 : 400);
const receiver = createServer((request: IncomingMessage, response: ServerResponse) => {
  void readBody(request, 65_536).then((read) => {
    const body = read.ok ? read.value : new Uint8Array();
    const header = (name: string) => [request.headers[name]].flat()[0];
    const headers = {
      'signature-input': header('signature-input'),
      signature: header('signature'),
      'content-digest': header('content-digest'),
    };
    const parts = { method: 'POST' as const, path: String(request.url), body };
    const key = { keyId: keyIdOf(ICBC), key: developmentKeyOf(ICBC) };
    const problem = verifyMessage(parts, headers, key, systemClock.now() / 1000, nodeDigests);
    response.statusCode = problem === undefined ? receiptOf(JSON.parse(Buffer.from(body).toString())) : 401;
    response.end();
  });
});
beforeAll(() => new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => receiver.close(resolve)));

/** What the engine makes of it: the outcome, and what it does next. */
const decisionOf = (result: CallResult): string => {
  const outcome = outcomeOf(result, { bank: ICBC, inquiryId: INQUIRY.inquiryId, operation: 'ask' });
  const context = { bank: ICBC, nowMs: 0, settings: DEFAULT_SETTINGS.retry, chance: 0.5 };
  const next = afterCall(firstProgress(0), outcome, context);
  const does = next.state === 'DONE' ? next.outcome.disposition : `asks again after ${next.nextAtMs / 1000} s`;
  // The code of a failure is what is seen, not what is decided: every failure is an unknown outcome.
  const reason = result.kind === 'reply' && 'reason' in outcome ? ` (${outcome.reason})` : '';
  return `${outcome.kind}${reason}: ${does}`;
};

const decideThrough = async (openDoor: OpenDoor, fault: object): Promise<string> => {
  const door = await openDoor({ ...AT_ONCE, faults: [fault] }, () => undefined);
  const result = await door.run(door.client.ask(ICBC, INQUIRY, { timeoutMs: TIMEOUT_MS }));
  await door.close();
  return decisionOf(result);
};

/** What a plain fetch sees, unsigned where that is enough to see it: status, how much of the body, the error. */
const seenBy = async (openDoor: OpenDoor, fault: object): Promise<string> => {
  const door = await openDoor({ ...AT_ONCE, faults: [fault] }, () => undefined);
  const seen = await seeThrough(createFetchClient({ baseUrlOf: () => door.url ?? '', clock: systemClock }), door);
  await door.close();
  return seen;
};

const seeThrough = async (client: IssuerClient, door: Door): Promise<string> => {
  const fetched = globalThis.fetch;
  let words = '';
  globalThis.fetch = async (...args) => {
    try {
      const response = await fetched(...args);
      words = `${response.status} with content-length ${response.headers.get('content-length')}`;
      return response;
    } catch (error) {
      words = `${(error as Error).name}`;
      throw error;
    }
  };
  const result = await door.run(client.ask(ICBC, INQUIRY, { timeoutMs: TIMEOUT_MS }));
  globalThis.fetch = fetched;
  return result.kind === 'reply'
    ? words.replace(/ with .*/, '')
    : `${words === '' ? '' : `${words}, `}${result.failure.code}`;
};

/** What became of so many callbacks of one inquiry, in the issuer's words. */
const calledBackThrough = async (openDoor: OpenDoor, fault: object, sends: number): Promise<string> => {
  const told: string[] = [];
  let onAll: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    onAll = resolve;
  });
  const door = await openDoor({ ...AT_ONCE, mode: 'callback', faults: [fault] }, ({ operation, did }) => {
    if (operation === 'callback' && told.length < sends) told.push(did);
    if (told.length === sends) onAll();
  });
  const { port } = receiver.address() as AddressInfo;
  const inquiry = { ...INQUIRY, callbackUrl: `http://127.0.0.1:${port}/v1/issuer-callbacks/ICBC` };
  await door.run(door.client.ask(ICBC, inquiry, { timeoutMs: TIMEOUT_MS }));
  await door.run(all);
  await door.close();
  return told.join(', ') || 'nothing';
};

test('the cases cover every kind of fault', () => {
  const covered = [...FAULTS, ...CALLBACKS].map(([, fault]) => 'kind' in fault && fault.kind);
  expect(new Set(covered)).toEqual(new Set([...Object.keys(BREAKAGES), ...Object.keys(SHAPES)]));
});

test('for every fault the engine decides the same through every door, and the page tells what is seen', async () => {
  const rows: FaultRow[] = [];
  for (const [title, fault] of FAULTS) {
    const decision = await decideThrough(overSockets, fault);
    expect(`${title}: ${await decideThrough(inProcess, fault)}`).toBe(`${title}: ${decision}`);
    expect(`${title}: ${await decideThrough(throughMsw, fault)}`).toBe(`${title}: ${decision}`);
    rows.push({ title, decision, socket: await seenBy(overSockets, fault), msw: await seenBy(throughMsw, fault) });
  }
  for (const [title, fault, sends] of CALLBACKS) {
    const told = await calledBackThrough(overSockets, fault, sends);
    expect(`${title}: ${await calledBackThrough(inProcess, fault, sends)}`).toBe(`${title}: ${told}`);
    expect(`${title}: ${await calledBackThrough(throughMsw, fault, sends)}`).toBe(`${title}: ${told}`);
    rows.push({ title, decision: told, socket: told, msw: told });
  }
  await expect(faultPage(rows)).toMatchFileSnapshot('../docs/faults.md');
});
