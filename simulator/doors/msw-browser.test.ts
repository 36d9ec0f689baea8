// Issuers through MSW in a browser: a page in a real Chromium starts the worker and calls them. In Node: msw.test.ts.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { nodeDigests } from '../../core/node-digests.ts';
import { createRandom } from '../../core/random.ts';
import { verifyMessage } from '../../core/signature.ts';
import { systemClock } from '../../core/system-clock.ts';
import { customerOf } from '../issuer/customers-fixture.ts';
import { createIssuer } from '../issuer/issuer.ts';
import { createPeople } from '../people/people.ts';
import { CHROMIUM_READY_WITHIN_MS, openChromium } from './chromium-fixture.ts';
import { closeServer, listen, urlOf } from './http-server.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openChromium();
}, CHROMIUM_READY_WITHIN_MS);
afterAll(() => browser.close());

/** All that a file needs, for a browser, as one module. */
const bundleOf = async (file: string) => {
  const bundle = await rolldown({ input: join(import.meta.dirname, file), platform: 'browser' });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  return output;
};

interface Called {
  readonly headers: IncomingHttpHeaders & Partial<Record<'signature-input' | 'signature' | 'content-digest', string>>;
  readonly body: string;
}

/** The page, the worker's script, and a receiver of callbacks. */
const servePage = async (script: string) => {
  const worker = readFileSync(createRequire(import.meta.url).resolve('msw/mockServiceWorker.js'), 'utf8');
  const files: Readonly<Record<string, readonly [type: string, content: string]>> = {
    '/': ['text/html', '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>'],
    '/page.js': ['text/javascript', script],
    '/mockServiceWorker.js': ['text/javascript', worker],
  };
  const { promise: called, resolve } = Promise.withResolvers<Called>();
  const server = createServer(async (request, response) => {
    if (request.url === '/called') {
      let body = '';
      for await (const chunk of request.setEncoding('utf8')) body += chunk;
      response.writeHead(204).end();
      resolve({ headers: request.headers, body });
      return;
    }
    const [type, content] = files[request.url ?? ''] ?? ['text/plain', ''];
    response.writeHead(content === '' ? 404 : 200, { 'content-type': type }).end(content);
  });
  const url = urlOf(await listen(server, 0, '127.0.0.1'));
  onTestFinished(() => closeServer(server));
  return { url, called };
};

test('the door has nothing of Node in it: its bundle imports no module', async () => {
  const chunks = await bundleOf('msw.ts');
  expect(chunks.map((chunk) => (chunk.type === 'chunk' ? [...chunk.imports, ...chunk.dynamicImports] : chunk))).toEqual(
    [[]],
  );
});

test('a page sees issuers that answer, refuse and break', async () => {
  const [page] = await bundleOf('msw-page-fixture.ts');
  const { url, called } = await servePage(page.code);
  const tab = await browser.newPage();
  onTestFinished(() => tab.close());
  const problems: unknown[] = [];
  tab.on('pageerror', (error) => problems.push(error));
  await tab.goto(url);
  const seen: unknown = await tab.evaluate(`seeAll(${JSON.stringify(url)})`);
  expect(seen).toMatchObject({
    ICBC: { status: 200, respCode: '00', pieces: 1 },
    ABC: { status: 200, respCode: '00', pieces: 1 },
    forged: { status: 401, respCode: '11' },
    BOC: { status: 503, respCode: '06', retryAfter: '7' },
    // A cut body shows its half, and then an error without a reason; why it was cut is not to be seen.
    CCB: { status: 200, contentLength: '296', pieces: 1, sizeBytes: 148, error: 'TypeError: network error' },
    BOCOM: { status: 200, contentLength: '107', pieces: 1, sizeBytes: 53, error: 'TypeError: network error' },
    // Refused, reset and closed look alike, as they do to every page.
    PSBC: FAILED,
    CITIC: FAILED,
    CEB: FAILED,
    CMB: { status: 200, respCode: '00', pieces: 4, sizeBytes: 199 },
    SPDB: { status: 200 },
    HXB: { status: 202, respCode: '05' },
    CMBC: { error: 'AbortError: signal is aborted without reason' },
    'client ABC': { kind: 'reply', reply: { status: 200, body: answerOfAbc() } },
    'client PSBC': UNREACHABLE,
    'client CCB': UNREACHABLE,
  });
  expect(problems).toEqual([]);
  const { headers, body } = await called;
  const texts = {
    'signature-input': headers['signature-input'],
    signature: headers.signature,
    'content-digest': headers['content-digest'],
  };
  const credentials = { keyId: 'network-HXB', key: 'dev-key-HXB' };
  const parts = { method: 'POST', path: '/called', body };
  expect(verifyMessage(parts, texts, credentials, systemClock.now() / 1000, nodeDigests)).toBeUndefined();
});

const FAILED = { error: 'TypeError: Failed to fetch', cause: undefined };
const UNREACHABLE = { kind: 'no-reply', failure: { kind: 'unreachable', code: 'TypeError' } };

/** What ABC answers about the same person without any door. */
const answerOfAbc = (): object => {
  const people = createPeople({ seed: 42 });
  const identity = people.identity(people.at(0));
  if (identity === undefined) throw new Error('the population has nobody');
  const settings = { latency: { fixedMs: 0 }, mode: 'sync' } as const;
  const issuer = createIssuer({ bank: 'ABC', people, settings, random: createRandom(42) });
  const inquiry = { inquiryId: 'in-a-page-1', consentId: 'consent-1', customer: customerOf(identity) };
  const { act } = issuer.post({ kind: 'parsed', inquiry }, systemClock.now());
  return act.kind === 'respond' ? act.body : act;
};
