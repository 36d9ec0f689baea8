// `GET /openapi.json` of a live network: both APIs, where they are.
import { expect, test } from 'vitest';
import { startTestNetwork } from './network-fixture.ts';

test('a network serves the document of both its APIs, with its own addresses', async () => {
  const network = await startTestNetwork({});
  const response = await fetch(`${network.url}/openapi.json`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  const document = (await response.json()) as {
    readonly paths: Readonly<Record<string, { readonly servers: unknown }>>;
  };
  expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: network.url }] });
  expect(Object.keys(document.paths)).toContain('/v1/queries/{queryId}/report');
  const servers = document.paths['/v1/card-inquiries']?.servers;
  expect(servers).toEqual(network.issuers.map(({ code, url }) => ({ url, description: code })));
});
