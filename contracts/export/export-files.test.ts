// What a team gets that has nothing of this program: each file holds together with the others and with the contract.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { BANKS } from '../../core/banks.ts';
import { appDocument } from '../app-api/app-document.ts';
import { CONTRACT_CUSTOMERS, expectedAnswer } from '../customers.ts';
import { STATE_NAMES, STATES, type StateName } from '../states/states.ts';
import { exportFiles } from './export-files.ts';
import { DENSEST_CUSTOMER, FIRST_CUSTOMER } from './export-readme.ts';
import { MESSAGES } from './message-schemas.ts';

const files = exportFiles({ banknetSchema: { title: 'b' }, scenarioSchema: { title: 's' }, people: { people: [] } });
const json = (path: string) => JSON.parse(files[path] ?? '');

const validatorOf = (name: string) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(json(`schemas/${name}.schema.json`));
};

test('the same program gives the same bytes, and every file that the README names is there', () => {
  expect(
    exportFiles({ banknetSchema: { title: 'b' }, scenarioSchema: { title: 's' }, people: { people: [] } }),
  ).toEqual(files);
  const named = [...(files['README.md'] ?? '').matchAll(/^\| .*?`.*$/gm)].flatMap(([row]) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, path = '']) => path),
  );
  expect(named.length).toBeGreaterThan(10);
  const paths = [...Object.keys(files), 'banknet-export.json'];
  const isThere = (path: string): boolean =>
    paths.some((one) => one.startsWith(path) || new RegExp(`^${path.replaceAll('*', '.*')}$`).test(one));
  expect(named.filter((path) => !isThere(path))).toEqual([]);
  expect(CONTRACT_CUSTOMERS).toHaveProperty([FIRST_CUSTOMER]);
  expect(CONTRACT_CUSTOMERS).toHaveProperty([DENSEST_CUSTOMER]);
});

test('there is a pact for each bank and one for the app, and the documents are those of the contract', () => {
  const pacts = Object.keys(files).filter((path) => path.startsWith('pacts/'));
  expect(pacts).toHaveLength(BANKS.length + 1);
  for (const { code } of BANKS) expect(json(`pacts/banknet-engine-${code}.json`).provider.name).toBe(code);
  expect(files['openapi/issuer-api.yaml']).toBe(readFileSync(new URL('../issuer-api.yaml', import.meta.url), 'utf8'));
  expect(parse(files['openapi/app-api.yaml'] ?? '')).toEqual(JSON.parse(JSON.stringify(appDocument())));
});

test('every customer has the truth about them, in messages that follow the schemas', () => {
  const inquiry = validatorOf('InquiryRequest');
  const result = validatorOf('InquiryResult');
  const customers = json('customers.json');
  expect(customers).toHaveLength(Object.keys(CONTRACT_CUSTOMERS).length);
  for (const one of customers) {
    expect([one.name, inquiry(one.inquiry), inquiry.errors]).toEqual([one.name, true, null]);
    const answer = { inquiryId: one.inquiry.inquiryId, issuer: 'ICBC', respCode: '00', respMsg: '', ...one.answer };
    expect([one.name, result(answer), result.errors]).toEqual([one.name, true, null]);
    expect(one.answer).toEqual(expectedAnswer(one.customer));
  }
});

test('the schemas stand alone and refuse what the contract refuses', () => {
  for (const name of MESSAGES) expect(validatorOf(name)({})).toBe(false);
  const refusal = validatorOf('Refusal');
  expect([refusal({ respCode: '66', respMsg: '' }), refusal({ respCode: '67', respMsg: '' })]).toEqual([true, false]);
  const result = { inquiryId: 'inquiry-1', issuer: 'ICBC', respCode: '00', respMsg: '', unsupported: [] };
  const card = { cardType: 'DEBIT', panFirst4: '6217' };
  const withLast4 = (panLast4: unknown) => validatorOf('InquiryResult')({ ...result, cards: [{ ...card, panLast4 }] });
  expect([withLast4('0042'), withLast4(42)]).toEqual([true, false]);
});

test('every state is described, and its example is of its form', () => {
  const { states } = json('states.json');
  expect(states.map(({ state }: { readonly state: string }) => state)).toEqual(STATE_NAMES);
  const ajv = new Ajv2020({ strict: false });
  for (const { state, does, params, example } of states) {
    expect(does).toMatch(/\.$/);
    expect([state, ajv.validate(params, example.params)]).toEqual([state, true]);
    expect(() => STATES[state as StateName].effectOf(example.params)).not.toThrow();
  }
});

test('no file has a path of a machine, or a card number beyond its ends', () => {
  for (const [path, text] of Object.entries(files)) {
    expect([path, /\/(home|root|work|tmp|Users)\//.test(text)]).toEqual([path, false]);
    expect([path, /(?<!\d)62\d{14,17}(?!\d)/.test(text)]).toEqual([path, false]);
  }
});
