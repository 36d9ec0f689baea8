// The pact over real sockets, by Pact's own verifier: a right endpoint, wrong ones, and trouble of every kind.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { BANKS } from '../../core/banks.ts';
import { SteerableClock } from '../../core/steerable-clock.ts';
import { systemClock } from '../../core/system-clock.ts';
import { CONTRACT_CUSTOMERS } from '../customers.ts';
import type { CheckResult } from '../verification.ts';
import { listenForCallbacks } from './callback-listener.ts';
import { readPact } from './pact-interactions.ts';
import { holdToPact, type PactPartOptions } from './pact-part.ts';
import { isChosen } from './selection.ts';
import { refusingUrl, serve, serveSockets } from './servers-fixture.ts';
import { openStated } from './stated-fixture.ts';
import { verifyEndpoint } from './verify-endpoint.ts';

const KEY = 'dev-key-ICBC';
const ALL = 'pact/all-interactions';
const DEBIT = 'pact/an-inquiry-about-the-customer-one-debit-card';
const MIXED = 'pact/an-inquiry-about-the-customer-mixed';
const THROTTLED = 'pact/an-inquiry-while-the-bank-is-throttling';
const LATER = 'pact/an-inquiry-that-is-answered-later';
const CALLED_BACK = 'pact/the-result-of-an-inquiry-called-back';
const REFUSED_LATER = 'pact/the-refusal-of-an-inquiry-under-another-name-called-back';
const NOT_CHOSEN = { kind: 'left-out', why: 'not chosen' } as const;

interface HoldOptions extends Partial<PactPartOptions> {
  readonly url: string;
  /** Default: all of the pact. */
  readonly only?: readonly string[];
}

/** Without any check before it, so that the pact meets what is wrong. */
const hold = async ({ only = ['pact'], ...options }: HoldOptions): Promise<ReadonlyMap<string, CheckResult>> => {
  const results = await holdToPact({
    issuer: 'ICBC',
    key: KEY,
    stateUrl: undefined,
    timeoutMs: 20_000,
    clock: systemClock,
    openBox: undefined,
    signal: undefined,
    onExchange: () => undefined,
    onBegin: () => undefined,
    obstacleTo: ({ name }) => (isChosen(name, only) ? undefined : NOT_CHOSEN),
    ...options,
  });
  return new Map(results.map((one) => [one.name, one]));
};

/** What is said of a check: `held`, or with what it found, or whose fault it is and why. */
const saidOf = (results: ReadonlyMap<string, CheckResult>, name: string): string => {
  const verdict = results.get(name)?.verdict;
  if (verdict?.kind === 'broken') {
    return `broken: ${verdict.findings.map(({ expected, got }) => `${expected} <> ${got}`).join('; ')}`;
  }
  if (verdict?.kind === 'not-run') return `${verdict.blame}: ${verdict.why}`;
  return verdict?.kind ?? 'no such result';
};

const kindsOf = (results: ReadonlyMap<string, CheckResult>): readonly string[] =>
  [...new Set([...results.values()].map(({ verdict }) => verdict.kind))].sort();

interface Body {
  respCode?: string;
  readonly cards?: readonly Record<string, unknown>[];
  readonly unsupported?: readonly unknown[];
}

interface Answer {
  status: number;
  readonly headers: Headers;
  readonly body: Body;
}

const forward = async (url: string, request: IncomingMessage): Promise<Answer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { host: _host, connection: _connection, ...headers } = request.headers;
  const answer = await fetch(url + request.url, {
    method: request.method ?? '',
    headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
    ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
  });
  return { status: answer.status, headers: new Headers(answer.headers), body: (await answer.json()) as Body };
};

/** The right endpoint behind one that changes its answers; it may take the socket and do as it likes. */
const openChanged = async (change: (answer: Answer, socket: Socket) => unknown) => {
  const right = await openStated();
  const asked: string[] = [];
  const url = await serve(async (request, response) => {
    asked.push(`${request.method} ${request.headers['user-agent']}`);
    const answer = await forward(right.url, request);
    if (change(answer, request.socket) === 'no answer') return;
    answer.headers.delete('content-length');
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(JSON.stringify(answer.body));
  });
  return { ...right, url, asked };
};

const openRight = async (issuer = 'ICBC') => {
  const clock = new SteerableClock({ base: systemClock, scale: 10, settle: async () => undefined });
  const listener = await listenForCallbacks({
    issuer,
    key: `dev-key-${issuer}`,
    clock,
    host: '127.0.0.1',
    port: 0,
    publicUrl: undefined,
  });
  onTestFinished(async () => {
    await listener.close();
    clock.stop();
  });
  const endpoint = await openStated({ bank: issuer, clock });
  return { ...endpoint, clock, openBox: listener.openBox, timeoutMs: 600_000 };
};

test('a right endpoint keeps each interaction of its pact, callbacks among them, and every one was run', async () => {
  const right = await openRight();
  const results = await hold(right);
  expect(results.size).toBe(50);
  expect(kindsOf(results)).toEqual(['held']);
  // Its inquiries are new ones each time: the same endpoint on the same day passes again.
  expect(kindsOf(await hold({ ...right, only: ['pact/an-inquiry-about-*', 'pact/all-*'] }))).toEqual([
    'held',
    'left-out',
  ]);
});

test('Pact asks each thing once, as the network does and under no name of its own', async () => {
  const { asked, ...changed } = await openChanged(() => undefined);
  const only = ['pact/*-while-the-bank-is-*'];
  expect(kindsOf(await hold({ ...changed, only }))).toEqual(['held', 'left-out']);
  expect([...asked].sort()).toEqual([...Array(3).fill('GET undefined'), ...Array(3).fill('POST undefined')]);
});

const eachCard = (change: (card: Record<string, unknown>) => void) => (answer: Answer) => {
  for (const card of answer.body.cards ?? []) change(card);
};

const WRONG: readonly (readonly [string, Parameters<typeof openChanged>[0], string, string])[] = [
  [
    'kinds of cards in lower case',
    eachCard((card) => (card.cardType = String(card.cardType).toLowerCase())),
    DEBIT,
    'broken: /cards/0/cardType: "DEBIT" <> /cards/0/cardType: "debit"',
  ],
  [
    'the last four digits as a number',
    eachCard((card) => (card.panLast4 = Number(card.panLast4))),
    DEBIT,
    'broken: /cards/0/panLast4: "1001" <> /cards/0/panLast4: 1001',
  ],
  [
    'too many requests without Retry-After',
    ({ headers }) => headers.delete('retry-after'),
    THROTTLED,
    'broken: retry-after: 7 <> no retry-after',
  ],
  [
    '200 where it is accepted only',
    (answer) => Object.assign(answer, { status: answer.status === 202 ? 200 : answer.status }),
    LATER,
    'broken: 202 <> 200 / 05',
  ],
  [
    'another bank in its answer',
    ({ body }) => Object.assign(body, { issuer: 'ABC' }),
    DEBIT,
    'broken: /issuer: "ICBC" <> /issuer: "ABC"',
  ],
  [
    'null where nothing is unsupported',
    ({ body }) => body.unsupported?.length === 0 && Object.assign(body, { unsupported: null }),
    DEBIT,
    'broken: /unsupported: an array, as [] <> /unsupported: null',
  ],
  [
    'no members but what it likes',
    ({ body }) => {
      for (const name of ['inquiryId', 'issuer', 'cards', 'unsupported']) Reflect.deleteProperty(body, name);
    },
    DEBIT,
    'broken: the body with cards, inquiryId, issuer, respCode, respMsg, unsupported <> the body with respCode, respMsg',
  ],
  [
    'a page in place of JSON',
    ({ headers }) => headers.set('content-type', 'text/html'),
    DEBIT,
    'broken: content-type: application/json <> content-type: text/html',
  ],
];

for (const [what, change, name, said] of WRONG) {
  test(`an endpoint that sends ${what} is told so, and that all was run`, async () => {
    const results = await hold({ ...(await openChanged(change)), only: [name, ALL] });
    expect(saidOf(results, name)).toBe(said);
    expect(saidOf(results, ALL)).toBe('held');
  });
}

test('a redirect is told as what it is, and nobody follows it', async () => {
  let followed = 0;
  const elsewhere = await serve((_request, response) => {
    followed++;
    response.end();
  });
  const url = await serve((_request, response) => response.writeHead(307, { location: elsewhere }).end());
  const name = 'pact/an-inquiry-with-an-empty-name';
  expect(saidOf(await hold({ url, only: [name] }), name)).toBe('broken: 400 <> 307 with no body');
  expect(followed).toBe(0);
});

test('an answer that no server of ours could pass on is the fault of the bank', async () => {
  const name = 'pact/an-inquiry-with-an-empty-name';
  const answering = (text: string) => serveSockets((socket) => socket.once('data', () => socket.end(text)));
  const strange = await answering('HTTP/1.1 099 Strange\r\ncontent-length: 2\r\n\r\n{}');
  expect(saidOf(await hold({ url: strange, only: [name] }), name)).toBe('broken: 400 <> 99 with no respCode');
  const json = 'content-type: application/json\r\ncontent-length: 5';
  const half = await answering(`HTTP/1.1 400 Bad Request\r\n${json}\r\n\r\n{"a":`);
  expect(saidOf(await hold({ url: half, only: [name] }), name)).toMatch(/^broken: the body: .* <> no JSON$/);
});

test('what a finding says and shows of a customer is masked, whatever the endpoint repeats', async () => {
  const { idNumber = '', mobile = '', name = '' } = CONTRACT_CUSTOMERS.mixed ?? {};
  const changed = await openChanged(({ body }) => Object.assign(body, { issuer: `${idNumber} ${mobile} ${name}` }));
  const results = await hold({ ...changed, only: [MIXED] });
  expect(saidOf(results, MIXED)).toMatch(/^broken: \/issuer: "ICBC" <> \/issuer: "[^"]*\*/);
  const shown = JSON.stringify([...results.values()]);
  for (const secret of [idNumber, mobile, name, KEY]) expect(shown).not.toContain(secret);
  // A long value is cut, here in the middle of the ID number: its first half is not shown either.
  const long = await openChanged(({ body }) => Object.assign(body, { issuer: 'x'.repeat(380) + idNumber }));
  const cut = JSON.stringify([...(await hold({ ...long, only: [MIXED] })).values()]);
  expect(cut).toContain('xxx');
  expect(cut).not.toContain(idNumber.slice(0, 10));
});

test('a state that the state URL refuses is the fault of the bank, and of its interactions alone', async () => {
  const right = await openStated();
  const stateUrl = await serve(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const isRefused = JSON.parse(text).state === 'throttling';
    const status = isRefused ? 500 : (await fetch(right.stateUrl, { method: 'POST', body: text })).status;
    response.writeHead(status).end();
  });
  const results = await hold({ ...right, stateUrl, only: [DEBIT, 'pact/*-throttling', ALL] });
  const said = 'bank: the state "throttling" was not set up: the state URL answered 500';
  expect(saidOf(results, THROTTLED)).toBe(said);
  expect(saidOf(results, 'pact/a-status-call-while-the-bank-is-throttling')).toBe(said);
  expect(saidOf(results, DEBIT)).toBe('held');
});

test('a state that is not ended is no pass, though all was as it should be in it', async () => {
  const right = await openStated();
  const stateUrl = await serve(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    if (JSON.parse(text).action === 'teardown') response.writeHead(404).end();
    else response.writeHead((await fetch(right.stateUrl, { method: 'POST', body: text })).status).end();
  });
  const results = await hold({ ...right, stateUrl, only: [DEBIT] });
  expect(saidOf(results, DEBIT)).toBe('bank: the state "a customer" was not ended: the state URL answered 404');
});

test('an endpoint that resets is told so at each interaction', async () => {
  const changed = await openChanged((_answer, socket) => {
    socket.resetAndDestroy();
    return 'no answer';
  });
  const results = await hold({ ...changed, only: [DEBIT, THROTTLED] });
  const reset = 'no answer: the connection was reset, or closed without an answer (ECONNRESET)';
  expect(saidOf(results, DEBIT)).toBe(`broken: 200 / 00 <> ${reset}`);
  expect(saidOf(results, THROTTLED)).toBe(`broken: 429 / 37 <> ${reset}`);
});

test('an endpoint that hangs is given up on after three, and the rest is not run', async () => {
  const changed = await openChanged(() => 'no answer');
  const results = [...(await hold({ ...changed, only: ['pact/an-inquiry-with-*'], timeoutMs: 200 }))]
    .filter(([, { verdict }]) => verdict.kind !== 'left-out')
    .map(([name], _at, all) => saidOf(new Map(all), name));
  const inVain = 'broken: 400 / 10 <> no answer: connected, but no complete answer in time (ETIMEDOUT)';
  expect(results).toEqual([...Array(3).fill(inVain), 'bank: no answer in time to any call of 3 interactions before']);
});

test('an endpoint that is not there is the fault of the environment, at every interaction', async () => {
  const verification = await verifyEndpoint({
    issuer: 'ICBC',
    url: await refusingUrl(),
    key: KEY,
    timeoutMs: 5000,
    only: ['pact'],
  });
  const results = new Map(verification.checks.map((one) => [one.name, one]));
  expect(saidOf(results, ALL)).toMatch(/^environment: nobody to talk to/);
  expect(saidOf(results, 'pact/an-inquiry-with-an-empty-name')).toMatch(/^environment: nobody to talk to/);
});

test('without a state URL what needs a state is left out and says so, and the others are run', async () => {
  const { url } = await openStated();
  const { checks } = await verifyEndpoint({ issuer: 'ICBC', url, key: KEY, timeoutMs: 5000, only: ['pact'] });
  const ofPact = checks.filter(({ name }) => name.startsWith('pact/'));
  const named = (kind: string) => ofPact.filter(({ verdict }) => verdict.kind === kind).map(({ name }) => name);
  expect(named('held')).toEqual([
    'pact/a-status-call-for-an-id-that-is-outside-the-pattern-of-ids',
    'pact/an-inquiry-with-a-wrong-check-character-in-the-id-number',
    'pact/an-inquiry-with-a-consentid-that-is-too-short',
    'pact/an-inquiry-with-a-callbackurl-that-is-no-http-address',
    'pact/an-inquiry-with-an-empty-name',
    ALL,
  ]);
  expect(named('left-out')).toHaveLength(44);
  const left = ofPact.find(({ name }) => name === DEBIT);
  expect(left?.verdict).toMatchObject({ kind: 'left-out', why: 'needs provider states: --state-url' });
});

test('a callback with other cards than the pact says is found; one that never comes, too; a refusal at once is none', async () => {
  const right = await openRight();
  const only = [CALLED_BACK, REFUSED_LATER];
  const changed = await hold({ ...right, only, stateUrl: await spoiledStates(right.stateUrl) });
  expect(saidOf(changed, CALLED_BACK)).toBe('broken: /cards/0/panLast4: "3001" <> /cards/0/panLast4: "9999"');
  const silent = await hold({ ...right, only, openBox: deafBox });
  expect(saidOf(silent, CALLED_BACK)).toBe('broken: a callback within 5 s <> none');
  const atOnce = await openChanged((answer) => {
    if (answer.status !== 202) return;
    answer.status = 422;
    answer.body.respCode = '66';
  });
  const refused = await hold({ ...atOnce, only, openBox: deafBox });
  expect(refused.get(REFUSED_LATER)?.verdict).toMatchObject({ kind: 'left-out', why: /refuses at once/ });
  expect(saidOf(refused, CALLED_BACK)).toBe('broken: 202 / 05 <> 422 / 66');
});

/** Passes states on, each with another card. */
const spoiledStates = (stateUrl: string): Promise<string> =>
  serve(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const body = text.replaceAll('"panLast4":"3001"', '"panLast4":"9999"');
    response.writeHead((await fetch(stateUrl, { method: 'POST', body })).status).end();
  });

/** A box where nothing arrives. */
const deafBox = () => ({
  url: 'http://127.0.0.1:9/callbacks',
  answerWith: () => undefined,
  received: () => [],
  waitFor: async () => false,
});

/** A file of its own for as long as the test takes. */
const fileWith = async (name: string, text: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'banknet-pact-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, name);
  await writeFile(file, text);
  await chmod(file, 0o700);
  return file;
};

const PACT = readPact('ICBC');
const pactWith = async (change: (interactions: unknown[]) => unknown[]): Promise<URL> => {
  const interactions = change(PACT?.interactions.map(({ written }) => written) ?? []);
  return pathToFileURL(await fileWith('pact.json', JSON.stringify({ ...PACT?.rest, interactions })));
};

test('a pact with another number of interactions than this version has is no pass', async () => {
  const right = await openStated();
  const only = ['pact/an-inquiry-with-*', ALL];
  const fewer = await hold({ ...right, only, pactFile: await pactWith((all) => all.slice(1)) });
  expect(saidOf(fewer, ALL)).toBe(
    'environment: the pact has 48 interactions where there are 49 (an inquiry about the customer no-cards)',
  );
  const more = await hold({ ...right, only, pactFile: await pactWith((all) => [...all, ...all.slice(0, 1)]) });
  expect(saidOf(more, ALL)).toBe('environment: the pact has 50 interactions where there are 49');
});

/** A program in place of Pact's verifier; `report` is where its report has to go. */
const binaryThat = (does: string): Promise<string> =>
  fileWith(
    'pact.cjs',
    `#!${process.execPath}\nconst report = process.argv[process.argv.indexOf('--json') + 1];\n${does}\n`,
  );

test('a verifier of Pact that runs fewer, is content without asking, or fails is no pass', async () => {
  const right = await openStated();
  const only = ['pact/an-inquiry-with-*', ALL];
  const reporting = (report: object) => binaryThat(`require('fs').writeFileSync(report, '${JSON.stringify(report)}')`);
  const name = 'pact/an-inquiry-with-an-empty-name';
  const none = await reporting({ result: true, interactionResults: [], errors: [] });
  const ranNone = await hold({ ...right, only, findBinary: () => none });
  expect(saidOf(ranNone, name)).toBe('environment: Pact has not run it');
  expect(saidOf(ranNone, ALL)).toMatch(/^environment: the run of Pact has 0 interactions where there are 4/);
  const interactionResults = PACT?.interactions.map(({ id }) => ({ interactionKey: id, result: 'OK' }));
  const lying = await reporting({ result: true, interactionResults, errors: [] });
  const ranLying = await hold({ ...right, only, findBinary: () => lying });
  expect(saidOf(ranLying, name)).toBe('environment: Pact has sent nothing');
  const failing = await binaryThat('process.exit(101)');
  const failed = "environment: Pact's verifier ended with exit code 101 and has reported nothing";
  expect(saidOf(await hold({ ...right, only, findBinary: () => failing }), name)).toBe(failed);
  const other = await reporting({ hello: 'world' });
  expect(saidOf(await hold({ ...right, only, findBinary: () => other }), name)).toMatch(/does not know/);
});

test('where there is no verifier of Pact every interaction is not run, and it says what to do', async () => {
  const { url, stateUrl } = await openStated();
  const results = await hold({ url, stateUrl, findBinary: () => undefined });
  expect(kindsOf(results)).toEqual(['not-run']);
  expect(saidOf(results, DEBIT)).toMatch(/^environment: there is no verifier of Pact for \w+ \w+ in this installation/);
  const gone = await hold({ url, stateUrl, findBinary: () => '/nowhere/pact' });
  expect(saidOf(gone, DEBIT)).toMatch(/^environment: Pact's verifier could not be run \(ENOENT\)/);
});

test('an interruption ends the verifier of Pact by its id, and what was not over is not run', async () => {
  const { url, stateUrl } = await openStated();
  const stop = new AbortController();
  let pid = 0;
  const told = await serve((request, response) => {
    pid = Number(request.url?.slice(1));
    response.end();
    stop.abort();
  });
  const binary = await binaryThat(`fetch('${told}/' + process.pid); setInterval(() => undefined, 1000);`);
  const results = await hold({ url, stateUrl, findBinary: () => binary, signal: stop.signal });
  expect(saidOf(results, DEBIT)).toBe('environment: it was interrupted');
  expect(pid).toBeGreaterThan(0);
  expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
});

test('interactions have the same names at every bank, each its own', () => {
  const names = BANKS.map(({ code }) => readPact(code)?.interactions.map(({ name }) => name) ?? []);
  for (const ofBank of names) expect(ofBank).toEqual(names[0]);
  expect(new Set(names[0]).size).toBe(49);
});
