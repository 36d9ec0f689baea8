// `GET /openapi.json`: what the app and the issuers of this network can be asked, as one OpenAPI document with their
// addresses. Anybody may read it; it is made when it is first asked for, so that a start does not wait for it.
import type { Express } from 'express';
import type { NetworkAddresses } from '../contracts/app-api/network-document.ts';

export const mountOpenApi = (app: Express, addresses: NetworkAddresses): void => {
  let made: Promise<string> | undefined;
  app.get('/openapi.json', async (_request, response) => {
    made ??= documentText(addresses);
    response.type('application/json').send(await made);
  });
};

const documentText = async (addresses: NetworkAddresses): Promise<string> => {
  const { networkDocument } = await import('../contracts/app-api/network-document.ts');
  return `${JSON.stringify(networkDocument(addresses), undefined, 2)}\n`;
};
