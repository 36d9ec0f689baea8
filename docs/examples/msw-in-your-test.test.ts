// Issuers in your own test, without sockets: two banks behind MSW, one of them broken for one test.
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  createPeople,
  developmentKeyOf,
  issuerHandlers,
  keyIdOf,
  portableDigests,
  signMessage,
} from '../../simulator/doors/msw.ts';

const people = createPeople({ seed: 42 });
const baseUrl = 'http://banks.test';
const fast = { latency: { fixed: '5ms' } };

const server = setupServer(...issuerHandlers({ issuers: { ICBC: fast, CMB: fast }, baseUrl, people }));
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

/** Stands for the code that you test: one signed inquiry about somebody who has cards at every bank. */
const askBank = async (bank: string): Promise<Response> => {
  const person = people.find(people.persona('many-cards'));
  const customer = { name: person?.name, idType: '01', idNumber: person?.idNumber, mobile: person?.mobile };
  const body = JSON.stringify({ inquiryId: 'inquiry-0001', consentId: 'consent-0001', customer });
  const url = new URL(`${baseUrl}/${bank}/v1/card-inquiries`);
  const signature = signMessage(
    { method: 'POST', path: url.pathname, body },
    { keyId: keyIdOf(bank), key: developmentKeyOf(bank) },
    Math.floor(Date.now() / 1000),
    portableDigests,
  );
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...signature }, body });
};

test('a bank answers with what it has on file', async () => {
  const answer = await askBank('CMB');
  expect(answer.status).toBe(200);
  const cards = expect.arrayContaining([expect.objectContaining({ cardType: 'DEBIT' })]);
  expect(await answer.json()).toMatchObject({ issuer: 'CMB', respCode: '00', cards });
});

test('a bank that refuses connections looks like one', async () => {
  const broken = { ...fast, faults: [{ kind: 'refuse' }] };
  server.use(...issuerHandlers({ issuers: { CMB: broken }, baseUrl, people }));
  await expect(askBank('CMB')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  expect((await askBank('ICBC')).status).toBe(200);
});
