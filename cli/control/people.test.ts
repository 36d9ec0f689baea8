// Synthetic people over the control API, as somebody who sits before the console finds and makes them.
import { expect, test } from 'vitest';
import { changedPersonSchema, foundPersonSchema, personasSchema } from '../../console/wire/people.ts';
import { PERSONA_NAMES } from '../../simulator/people/personas.ts';
import { AppClient } from '../app-client.ts';
import { enter } from '../customer.ts';
import { applyAt, startControlled } from './control-fixture.ts';

test('the personas are told, each with its promise', async () => {
  const { send } = await startControlled();
  const { personas } = personasSchema.parse((await send('GET', '/personas')).json);
  expect(personas.map(({ name }) => name)).toEqual(PERSONA_NAMES);
  for (const { promise } of personas) expect(promise).not.toBe('');
});

test('the first of a persona whom the app does not know is found, and anybody by their index', async () => {
  const { network, send } = await startControlled();
  const find = async (question: string) => foundPersonSchema.parse((await send('GET', `/people?${question}`)).json);
  const first = await find('persona=ordinary');
  expect(first).toMatchObject({ index: 0, persona: 'ordinary', registered: false });
  const person = network.people.find(first.idNumber);
  expect(first).toMatchObject({ name: person?.name, mobile: person?.mobile, boundCard: person?.boundCard });
  await applyAt(network);
  expect(await find('persona=ordinary')).toMatchObject({ index: 1, registered: false });
  expect(await find('persona=ordinary&index=0')).toMatchObject({ index: 0, registered: true });
  expect((await find('index=7')).idNumber).toBe(network.people.at(7));
});

test('somebody of any region is found, also of one that is not open', async () => {
  const { send } = await startControlled();
  const find = async (region: string) => foundPersonSchema.parse((await send('GET', `/people?region=${region}`)).json);
  expect(await find('11')).toMatchObject({ region: '11', regionName: '北京' });
  const closed = await find('44');
  expect(closed).toMatchObject({ region: '44', persona: 'region-closed' });
  expect(closed.mobile.slice(3, 5)).toBe('44');
});

test('a question that nobody can answer says what would be right', async () => {
  const { send } = await startControlled();
  for (const [question, pointer] of [
    ['persona=ordinery', '?persona'],
    ['region=99', '?region'],
    ['index=-1', '?index'],
    ['index=99999999', '?index'],
    ['persona=ordinary&index=9999999', '?index'],
    ['idNumber=1', '?idNumber'],
  ] as const) {
    const { status, json } = await send('GET', `/people?${question}`);
    expect([status, json.code], question).toEqual([422, 'VALIDATION']);
    expect(json.errors, question).toMatchObject([{ pointer }]);
  }
});

test('a person is changed with the ID number in the body, and answered masked', async () => {
  const { network, send } = await startControlled();
  const idNumber = network.people.at(3);
  const card = { bank: 'CMB', type: 'DEBIT', first4: '6225', last4: '1234' };
  const { status, json } = await send('POST', '/people', { idNumber, cards: [card] });
  expect(status).toBe(200);
  const { boundCard, banks } = changedPersonSchema.parse(json);
  expect(boundCard).toEqual({ bank: 'CMB', last4: '1234' });
  expect(banks).toMatchObject([{ bank: 'CMB', cards: [{ cardType: 'DEBIT', panFirst4: '6225', panLast4: '1234' }] }]);
  expect(JSON.stringify(json)).not.toContain(idNumber);
  const twice = { idNumber, cards: [card, card], idExpiresOn: { ICBC: '2020-01-01' } };
  const pointersOf = async (body: object) =>
    ((await send('POST', '/people', body)).json.errors as readonly { readonly pointer: string }[]).map(
      ({ pointer }) => pointer,
    );
  expect(await pointersOf(twice)).toEqual(['/idExpiresOn/ICBC', '/cards/1']);
  expect(await pointersOf({ idNumber: '310000199001010011', cards: [] })).toEqual(['/idNumber']);
  expect(await pointersOf({ cards: [] })).toEqual(['/idNumber']);
});

test('the simulated phone is found by its user, without its number', async () => {
  const { network, send } = await startControlled();
  const person = network.people.find(network.people.at(0));
  if (person === undefined) throw new Error('the first person does not exist');
  const app = new AppClient(network.url);
  await enter(app, person);
  const { userId } = await app.signIn({ mobile: person.mobile, paymentPassword: '135246' });
  await app.requestCode();
  const byUser = await send('GET', `/sms?userId=${userId}`);
  expect(byUser).toMatchObject({ status: 200, json: { messages: [{ text: expect.stringContaining('验证码') }] } });
  expect(byUser.json).toEqual((await send('GET', `/sms?mobile=${person.mobile}`)).json);
  expect(await send('GET', '/sms?userId=nobody')).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
  expect(await send('GET', `/sms?userId=${userId}&mobile=${person.mobile}`)).toMatchObject({ status: 422 });
});
