// A real bank in place of a simulated one: an https address with a path of its own, and what goes wrong on the way.
import { createServer as createPlainServer, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { nodeDigests } from '../../core/node-digests.ts';
import { verifyMessage } from '../../core/signature.ts';
import { systemClock } from '../../core/system-clock.ts';
import { outcomeOf } from '../outcome.ts';
import { createHttpIssuerClient } from './http-issuer-client.ts';
import { EXPIRED_CERTIFICATE, SELF_SIGNED_CERTIFICATE, TEST_TLS_KEY } from './tls-fixture.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const portOf = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    closers.push(() => new Promise((done) => server.close(done)));
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

const bankBehind = async (cert: string, listener: RequestListener = (_request, response) => response.end('{}')) =>
  `https://127.0.0.1:${await portOf(createServer({ key: TEST_TLS_KEY, cert }, listener))}`;

/** What a user of a bank with a certificate authority of its own does with NODE_EXTRA_CA_CERTS. */
const trust = (certificate: string): void => {
  const before = getCACertificates('default');
  closers.push(() => setDefaultCACertificates(before));
  setDefaultCACertificates([...before, certificate]);
};

const statusFrom = async (url: string) => {
  const client = createHttpIssuerClient({
    issuers: [{ code: 'CMB', url, key: 'a-key' }],
    clock: systemClock,
    digests: nodeDigests,
    connectionsPerIssuer: 1,
  });
  const result = await client.status('CMB', 'inquiry-0001', { timeoutMs: 5000 });
  await client.close();
  return result;
};

test('a bank on https below a path is asked there, and the signature covers the whole path', async () => {
  const seen: (string | undefined)[] = [];
  const url = await bankBehind(SELF_SIGNED_CERTIFICATE, ({ method = '', url: path = '', headers }, response) => {
    const signature = { 'signature-input': String(headers['signature-input']), signature: String(headers.signature) };
    const credentials = { keyId: 'network-CMB', key: 'a-key' };
    seen.push(path, verifyMessage({ method, path }, signature, credentials, systemClock.now() / 1000, nodeDigests));
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"respCode":"34","respMsg":""}');
  });
  trust(SELF_SIGNED_CERTIFICATE);
  expect(await statusFrom(`${url}/sandbox/cmb/`)).toMatchObject({ kind: 'reply', reply: { status: 404 } });
  expect(seen).toEqual(['/sandbox/cmb/v1/card-inquiries/inquiry-0001', undefined]);
});

const UNREACHABLE: readonly (readonly [string, string, () => Promise<string>])[] = [
  ['a certificate that nobody vouches for', 'DEPTH_ZERO_SELF_SIGNED_CERT', () => bankBehind(SELF_SIGNED_CERTIFICATE)],
  [
    'a certificate that has expired',
    'CERT_HAS_EXPIRED',
    () => {
      trust(EXPIRED_CERTIFICATE);
      return bankBehind(EXPIRED_CERTIFICATE);
    },
  ],
  [
    'a server without TLS',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    async () => `https://127.0.0.1:${await portOf(createPlainServer())}`,
  ],
  // A label of more than 63 letters is in no name server, and none has to be asked.
  ['an unknown host', 'ENOTFOUND', async () => `https://${'a'.repeat(64)}.invalid`],
];

for (const [what, code, open] of UNREACHABLE) {
  test(`${what} makes a bank unreachable for ${code}, which the engine tries again`, async () => {
    const result = await statusFrom(`${await open()}/base`);
    expect(result).toEqual({ kind: 'no-reply', failure: { kind: 'unreachable', code } });
    const asked = { bank: 'CMB', inquiryId: 'inquiry-0001', operation: 'status' } as const;
    expect(outcomeOf(result, asked)).toEqual({ kind: 'unknown', reason: code });
  });
}
