// The state URL of the issuers of a running network, in this process and in workers, as a verifier uses it.
import { expect, test } from 'vitest';
import { CONTRACT_CUSTOMERS, expectedAnswer } from '../../contracts/customers.ts';
import { hasHeld } from '../../contracts/verification.ts';
import { verifyEndpoint } from '../../contracts/verify/verify-endpoint.ts';
import type { IssuerCode } from '../../core/banks.ts';
import { INQUIRIES_PATH } from '../../core/issuer-client.ts';
import { developmentKeyOf } from '../../core/signature.ts';
import { callDoor } from '../../simulator/doors/calls-fixture.ts';
import type { Network } from '../network.ts';
import { FAST, startControlled } from './control-fixture.ts';

const MIXED = CONTRACT_CUSTOMERS.mixed;
const MOST = CONTRACT_CUSTOMERS['most-cards'];
const RUNNING = { inquiryId: 'inquiry-1' };

const urlOf = (network: Network, issuer: IssuerCode): string =>
  network.issuers.find(({ code }) => code === issuer)?.url ?? '';

const statusAt = async (network: Network, issuer: IssuerCode, inquiryId: string): Promise<number> =>
  (await callDoor(urlOf(network, issuer), { issuer, method: 'GET', path: `${INQUIRIES_PATH}/${inquiryId}` })).status;

for (const workers of [1, 2]) {
  test(`a state holds at its issuer alone, until its teardown or a reset (--workers ${workers})`, async () => {
    const { network, send } = await startControlled({}, { workers });
    const change = (code: string, state: string, params: object | undefined, action: string) =>
      send('POST', `/provider-states/${code}`, { state, params, action });
    expect(await change('CMB', 'inquiry running', RUNNING, 'setup')).toMatchObject({ status: 200, json: {} });
    await change('ICBC', 'busy', undefined, 'setup');
    expect(await statusAt(network, 'CMB', 'inquiry-1')).toBe(202);
    expect(await statusAt(network, 'ICBC', 'inquiry-1')).toBe(503);
    expect(await statusAt(network, 'ABC', 'inquiry-1')).toBe(404);
    expect((await change('CMB', 'inquiry running', RUNNING, 'teardown')).status).toBe(200);
    expect(await statusAt(network, 'CMB', 'inquiry-1')).toBe(404);
    expect((await send('POST', '/reset')).status).toBe(204);
    expect(await statusAt(network, 'ICBC', 'inquiry-1')).toBe(404);
  });

  test(`contract verify holds an issuer of a running network to the contract (--workers ${workers})`, async () => {
    const { network } = await startControlled({}, { workers });
    const verification = await verifyEndpoint({
      issuer: 'CMB',
      url: urlOf(network, 'CMB'),
      stateUrl: `${network.url}/control/provider-states/CMB`,
      key: developmentKeyOf('CMB'),
      timeoutMs: 10_000,
      only: ['reach', 'basics'],
    });
    expect(
      verification.checks.filter(({ verdict }) => verdict.kind === 'broken' || verdict.kind === 'not-run'),
    ).toEqual([]);
    expect(hasHeld(verification)).toBe(true);
  });
}

test('the longest state that there is has its place, and the customer is answered with all 200 cards', async () => {
  const { network, send } = await startControlled();
  if (MOST === undefined) throw new Error('the customer does not exist');
  const { name, idNumber, mobile } = MOST;
  const setUp = { state: 'a customer', params: { customer: MOST }, action: 'setup' };
  expect((await send('POST', '/provider-states/CMB', setUp)).status).toBe(200);
  const inquiry = {
    inquiryId: 'inquiry-1',
    consentId: 'consent-1',
    customer: { name, idType: '01', idNumber, mobile },
  };
  const answer = await callDoor(urlOf(network, 'CMB'), { issuer: 'CMB', body: JSON.stringify(inquiry) });
  expect(answer).toMatchObject({ status: 200, body: expectedAnswer(MOST) });
});

test('an unknown state is 500, wrong params are 400 with what is wrong, and a value is never repeated', async () => {
  const { send } = await startControlled();
  const unknown = await send('POST', '/provider-states/CMB', { state: 'bussy', action: 'setup' });
  expect(unknown).toMatchObject({
    status: 500,
    json: { code: 'UNKNOWN_PROVIDER_STATE', detail: expect.stringContaining('did you mean busy?') },
  });
  const customer = { ...MIXED, mobile: 'never-repeated' };
  const wrong = await send('POST', '/provider-states/CMB', {
    state: 'a customer',
    params: { customer },
    action: 'setup',
  });
  expect(wrong).toMatchObject({
    status: 400,
    json: {
      code: 'WRONG_PROVIDER_STATE',
      detail: expect.stringContaining('/params/customer/mobile must be 11 digits'),
    },
  });
  expect(JSON.stringify(wrong.json)).not.toContain('never-repeated');
  for (const body of [undefined, '{', {}]) expect((await send('POST', '/provider-states/CMB', body)).status).toBe(400);
  expect((await send('GET', '/provider-states/CMB')).status).toBe(405);
});

test('no issuer of that name is 404, and a real bank has a state URL of its own: 409', async () => {
  const { send } = await startControlled({ issuers: { defaults: FAST, HXB: { url: 'http://127.0.0.1:9' } } });
  const setUp = { state: 'busy', action: 'setup' };
  const unknown = await send('POST', '/provider-states/CBM', setUp);
  expect(unknown).toMatchObject({ status: 404, json: { detail: expect.stringContaining('did you mean') } });
  expect(await send('POST', '/provider-states/HXB', setUp)).toMatchObject({ status: 409, json: { code: 'REAL_BANK' } });
});
