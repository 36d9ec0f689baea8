// The verifier against a right endpoint and against trouble of every kind: whose fault it is said to be, in what words.
import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { SELF_SIGNED_CERTIFICATE, TEST_TLS_KEY } from '../../engine/doors/tls-fixture.ts';
import type { Check } from '../check.ts';
import { BASICS_CHECKS } from '../checks/basics.ts';
import { type CheckResult, hasHeld, isEnvironmentsFault, type Verification } from '../verification.ts';
import { openSimulated, refusingUrl, serve, serveSockets, serveTls } from './servers-fixture.ts';
import { type VerifyOptions, verifyEndpoint } from './verify-endpoint.ts';

const verify = (url: string, more: Partial<VerifyOptions> = {}): Promise<Verification> =>
  verifyEndpoint({ issuer: 'ICBC', url, key: 'dev-key-ICBC', timeoutMs: 5000, checks: BASICS_CHECKS, ...more });

const resultOf = ({ checks }: Verification, name: string): CheckResult => {
  const result = checks.find((one) => one.name === name);
  if (result === undefined) throw new Error(`there is no result ${name}`);
  return result;
};

/** `held`, or the kind with all that it says. */
const saidOf = (verification: Verification, name: string): string => {
  const { verdict } = resultOf(verification, name);
  if (verdict.kind === 'held') return verdict.kind;
  if (verdict.kind === 'broken') return `broken: ${verdict.findings.map(({ got }) => got).join('; ')}`;
  return verdict.kind === 'not-run' ? `${verdict.blame}: ${verdict.why}` : `left out: ${verdict.why}`;
};

const kindsOf = ({ checks }: Verification): ReadonlySet<string> => new Set(checks.map(({ verdict }) => verdict.kind));

test('a right endpoint without a state URL holds; what needs states is left out and says so', async () => {
  const verification = await verify(await openSimulated(), { endpointVersion: '1.2' });
  expect([...kindsOf(verification)].sort()).toEqual(['held', 'left-out']);
  expect(hasHeld(verification)).toBe(true);
  expect(saidOf(verification, 'basics/nobody-has-no-cards')).toBe('left out: needs provider states: --state-url');
  expect(saidOf(verification, 'every-answer/schema')).toBe('held');
  expect(verification).toMatchObject({ issuer: 'ICBC', hasStates: false, endpointVersion: '1.2' });
  expect(verification.pactHash).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.stringify(verification)).not.toContain('dev-key');
});

test('a state is set up and ended around its check, and once before all', async () => {
  const told: string[] = [];
  const stateUrl = await serve(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { state, action, params } = JSON.parse(text);
    told.push(`${action} ${state} ${Object.keys(params)}`);
    response.end();
  });
  const verification = await verify(await openSimulated(), { stateUrl });
  expect(hasHeld(verification)).toBe(true);
  const round = ['setup no such customer name,idNumber,mobile', 'teardown no such customer name,idNumber,mobile'];
  expect(told).toEqual([...round, ...round]);
});

const UNREACHABLE: readonly (readonly [string, () => Promise<string>, RegExp])[] = [
  [
    'whose name is unknown',
    async () => 'http://bank.invalid',
    /its name (is unknown \(ENOTFOUND\)|cannot be looked up)/,
  ],
  ['where nobody listens', refusingUrl, /the connection was refused \(ECONNREFUSED\); does it run, and on this port\?/],
  [
    'with a certificate signed by itself',
    () => serveTls(TEST_TLS_KEY, SELF_SIGNED_CERTIFICATE),
    /\(DEPTH_ZERO_SELF_SIGNED_CERT\); its certificate or its TLS is not accepted/,
  ],
  [
    'that speaks no TLS where https is asked',
    async () => (await serve((_request, response) => void response.end())).replace('http:', 'https:'),
    /\(EPROTO\); what is there speaks no TLS/,
  ],
];

for (const [what, open, words] of UNREACHABLE) {
  test(`an endpoint ${what} is the environment's affair, said once`, async () => {
    const verification = await verify(await open());
    expect(isEnvironmentsFault(verification)).toBe(true);
    expect(hasHeld(verification)).toBe(false);
    expect(saidOf(verification, 'reach/endpoint')).toMatch(words);
    expect(saidOf(verification, 'basics/nobody')).toBe('environment: nobody to talk to: see reach/endpoint');
    expect([...kindsOf(verification)].sort()).toEqual(['left-out', 'not-run']);
  });
}

const endless: RequestListener = (_request, response) => {
  const block = Buffer.alloc(65_536, 'x');
  const more = (): void => {
    if (response.destroyed) return;
    if (response.write(block)) setImmediate(more);
    else response.once('drain', more);
  };
  more();
};

const UNANSWERING: readonly (readonly [string, () => Promise<string>, string])[] = [
  [
    'that hangs',
    () => serveSockets(() => undefined),
    'no answer: connected, but no complete answer in time (ETIMEDOUT)',
  ],
  [
    'that resets',
    () => serveSockets((socket) => void socket.once('data', () => socket.resetAndDestroy())),
    'no answer: the connection was reset, or closed without an answer (ECONNRESET)',
  ],
  [
    'that sends without end',
    () => serve(endless),
    'no answer: an answer of more than 1 MiB, of which no more was read (TOO_LARGE)',
  ],
  [
    'that redirects',
    () =>
      serve((_request, response) =>
        response.writeHead(302, { location: 'https://user:secret@bank.example/new?token=secret' }).end(),
      ),
    '302 to https://bank.example/new, which is not followed',
  ],
];

for (const [what, open, words] of UNANSWERING) {
  test(`an endpoint ${what} is the bank's affair, said once`, async () => {
    const verification = await verify(await open(), { timeoutMs: 300 });
    expect(saidOf(verification, 'reach/endpoint')).toBe(`broken: ${words}`);
    expect([hasHeld(verification), isEnvironmentsFault(verification)]).toEqual([false, false]);
    expect(saidOf(verification, 'basics/nobody')).toBe('bank: nobody to talk to: see reach/endpoint');
    expect(JSON.stringify(verification)).not.toContain('secret');
  });
}

const STATE_TROUBLE: readonly (readonly [string, () => Promise<string>, RegExp])[] = [
  ['answers 500', () => serve((_request, response) => void response.writeHead(500).end()), /^bank: .* answered 500$/],
  ['answers 404', () => serve((_request, response) => void response.writeHead(404).end()), /^bank: .* answered 404$/],
  [
    'redirects',
    () => serve((_request, response) => void response.writeHead(307, { location: '/x' }).end()),
    /^bank: .* answered 307$/,
  ],
  ['hangs', () => serveSockets(() => undefined), /^bank: .*no complete answer in time \(ETIMEDOUT\)$/],
  ['refuses the connection', refusingUrl, /^environment: .*\(ECONNREFUSED\); does it run, and on this port\?$/],
  ['has an unknown name', async () => 'http://bank.invalid/states', /^environment: .*(ENOTFOUND|EAI_AGAIN)/],
];

for (const [what, open, words] of STATE_TROUBLE) {
  test(`a state URL that ${what} is said once, and what needs no state is held all the same`, async () => {
    const verification = await verify(await openSimulated(), { stateUrl: await open(), timeoutMs: 300 });
    const said = saidOf(verification, 'reach/states');
    expect(said).toMatch(words);
    expect(said).toContain('the state "no such customer" was not set up');
    expect(isEnvironmentsFault(verification)).toBe(said.startsWith('environment'));
    expect(saidOf(verification, 'basics/nobody-has-no-cards')).toMatch(/: no states: see reach\/states$/);
    expect(saidOf(verification, 'basics/unknown-inquiry')).toBe('held');
    expect(hasHeld(verification)).toBe(false);
  });
}

const check = (name: string, run: Check['run'], more: Partial<Check> = {}): Check => ({
  name,
  title: name,
  source: 'R0',
  needs: [],
  run,
  ...more,
});

test('a state that cannot be ended is told by a check that would have held', async () => {
  let ends = 0;
  const stateUrl = await serve(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const isEnd = JSON.parse(text).action === 'teardown';
    response.writeHead(isEnd && ends++ > 0 ? 500 : 204).end();
  });
  const verification = await verify(await openSimulated(), { stateUrl });
  expect(saidOf(verification, 'basics/nobody-has-no-cards')).toBe(
    'bank: the state "no such customer" was not ended: the state URL answered 500',
  );
});

test('a check that throws or does not end is not run; the next one runs', async () => {
  const verification = await verify(await openSimulated(), {
    checks: [
      check('own/throws', () => Promise.reject(new Error('oops'))),
      check('own/endless', ({ sleep }) => sleep(3_600_000).then(() => []), { limitMs: 30 }),
      check('own/held', async () => []),
    ],
  });
  expect(saidOf(verification, 'own/throws')).toContain('a bug in this check, please report it (Error: oops)');
  expect(saidOf(verification, 'own/endless')).toBe('bank: it was not done within 0.03 s');
  expect(saidOf(verification, 'own/held')).toBe('held');
});

test('an endpoint that falls silent later is given up after three checks', async () => {
  let calls = 0;
  const url = await serve((_request, response) => void (calls++ === 0 && response.end('{}')));
  const asks = check('own/asks', async ({ ask }) => {
    await ask({});
    return [];
  });
  const verification = await verify(url, {
    timeoutMs: 300,
    checks: [1, 2, 3, 4].map((nth) => ({ ...asks, name: `own/${nth}` })),
  });
  expect(saidOf(verification, 'own/4')).toBe('bank: no answer in time to any call of 3 checks before');
  expect(calls).toBe(4);
});

test('an interruption ends the check that runs, gives its state back and leaves the rest', async () => {
  const ending = new AbortController();
  const told: string[] = [];
  const stateUrl = await serve(async (request, response) => {
    for await (const chunk of request) told.push(JSON.parse(String(chunk)).action);
    response.end();
  });
  const verification = await verify(await openSimulated(), {
    stateUrl,
    signal: ending.signal,
    checks: [
      check(
        'own/waits',
        async (endpoint) => {
          await endpoint.given('closed', {});
          ending.abort();
          await endpoint.sleep(3_600_000);
          return [];
        },
        { needs: ['states'] },
      ),
      check('own/next', async () => []),
    ],
  });
  expect(saidOf(verification, 'own/waits')).toBe('environment: it was interrupted');
  expect(saidOf(verification, 'own/next')).toBe('environment: interrupted');
  expect(told).toEqual(['setup', 'teardown', 'setup', 'teardown']);
});

test('only what is asked for runs, the rest is left out; of every answer it tells what came of those', async () => {
  const url = await openSimulated();
  const one = await verify(url, { only: ['basics/unknown*'] });
  expect(saidOf(one, 'basics/unknown-inquiry')).toBe('held');
  expect(saidOf(one, 'basics/nobody')).toBe('left out: not asked for (--only)');
  expect(saidOf(one, 'every-answer/schema')).toBe('left out: not asked for (--only)');
  const answers = await verify(url, { only: ['every-answer'] });
  expect(saidOf(answers, 'every-answer/schema')).toBe('held');
  expect(saidOf(answers, 'basics/nobody')).toBe('left out: not asked for (--only)');
});

test('what every answer shows is told once, also where the check that asked has held', async () => {
  const url = await serve((request, response) => {
    const isPost = request.method === 'POST';
    response.writeHead(isPost ? 200 : 404, { 'content-type': 'application/json' });
    const found = { inquiryId: 'another-id', issuer: 'CMB', respCode: '00', respMsg: '', cards: [], unsupported: [] };
    response.end(JSON.stringify(isPost ? found : { respCode: '34', respMsg: '6222020000001234567' }));
  });
  const verification = await verify(url);
  expect(saidOf(verification, 'basics/nobody')).toBe('held');
  expect(saidOf(verification, 'every-answer/issuer')).toBe('broken: issuer "CMB"');
  expect(saidOf(verification, 'every-answer/inquiry-id')).toBe('broken: another inquiryId');
  expect(saidOf(verification, 'every-answer/masking')).toBe('broken: a run of 13 digits or more in the body');
  expect(JSON.stringify(verification)).not.toContain('6222020000001234567');
});

test('a callback comes into its box with whether its signature holds', async () => {
  const url = await serve((_request, response) => void response.end('{}'));
  const verification = await verify(url, {
    checks: [
      check(
        'own/callback',
        async (endpoint) => {
          const box = await endpoint.openCallbackBox();
          box.answerWith((nth) => (nth === 1 ? 503 : 204));
          const statuses: number[] = [];
          for (const body of ['{"n":1}', '{"n":2}']) {
            const answer = await fetch(box.url, { method: 'POST', body });
            statuses.push(answer.status);
          }
          expect(await box.waitFor(2, 5000)).toBe(true);
          expect(await box.waitFor(3, 1)).toBe(false);
          expect(statuses).toEqual([503, 204]);
          expect(box.received().map(({ text, signatureProblem }) => [text, signatureProblem])).toEqual([
            ['{"n":1}', 'Signature-Input is missing'],
            ['{"n":2}', 'Signature-Input is missing'],
          ]);
          return [];
        },
        { needs: ['callbacks'] },
      ),
    ],
  });
  expect(saidOf(verification, 'own/callback')).toBe('held');
});
