// The form of an inquiry (issuer-api.yaml, "Form"): what is 10, what is 13, and where the fault is.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { customerOf, inquiryAbout, ZHANG } from './customers-fixture.ts';
import { inquiryOf, readBody } from './inquiry-form.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const RIGHT = inquiryAbout(ZHANG);
const CUSTOMER = customerOf(ZHANG);

/** `10 /pointer: message` per error, or `ok`. */
const judge = (body: Uint8Array, headers: Parameters<typeof readBody>[1] = JSON_TYPE): string | string[] => {
  const inquiry = inquiryOf(readBody(body, headers));
  if (inquiry.ok) return 'ok';
  const code = inquiry.failure.onlyMissing ? '13' : '10';
  return inquiry.failure.errors.map(({ pointer, message }) => `${code} ${pointer}: ${message}`);
};
const judgeValue = (value: unknown): string | string[] => judge(bytes(JSON.stringify(value)));
const judgeCustomer = (change: object): string | string[] =>
  judgeValue({ ...RIGHT, customer: { ...CUSTOMER, ...change } });

test('a right inquiry is taken, with and without callbackUrl', () => {
  expect(judgeValue(RIGHT)).toBe('ok');
  expect(judgeValue({ ...RIGHT, callbackUrl: 'https://network.example/cb?x=1' })).toBe('ok');
});

test('only members missing is 13, each named at its own place', () => {
  expect(judgeValue({})).toEqual([
    '13 /inquiryId: is missing',
    '13 /consentId: is missing',
    '13 /customer: is missing',
  ]);
  expect(judgeValue({ ...RIGHT, customer: {} })).toEqual([
    '13 /customer/name: is missing',
    '13 /customer/idType: is missing',
    '13 /customer/idNumber: is missing',
    '13 /customer/mobile: is missing',
  ]);
});

test('every single required member that is missing is 13', () => {
  for (const name of ['inquiryId', 'consentId', 'customer']) {
    expect(judgeValue({ ...RIGHT, [name]: undefined })).toEqual([`13 /${name}: is missing`]);
  }
  for (const name of ['name', 'idType', 'idNumber', 'mobile']) {
    expect(judgeCustomer({ [name]: undefined })).toEqual([`13 /customer/${name}: is missing`]);
  }
});

test('null, an empty text or another type for any member is 10 and not 13', () => {
  const wrong = [null, '', 7, true, [], {}];
  for (const value of wrong) {
    for (const name of ['inquiryId', 'consentId', 'callbackUrl']) {
      expect(judgeValue({ ...RIGHT, [name]: value }), `${name} ${value}`).toEqual([
        expect.stringMatching(`^10 /${name}: `),
      ]);
    }
    for (const name of ['name', 'idType', 'idNumber', 'mobile']) {
      expect(judgeCustomer({ [name]: value }), `${name} ${value}`).toEqual([
        expect.stringMatching(`^10 /customer/${name}: `),
      ]);
    }
  }
});

test('missing and wrong together is 10, with both named', () => {
  expect(judgeValue({ ...RIGHT, consentId: undefined, inquiryId: 'short' })).toEqual([
    '10 /inquiryId: must be 8 to 64 letters, digits or hyphens',
    '10 /consentId: is missing',
  ]);
});

test('an unknown member is named, its name escaped as a pointer', () => {
  expect(judgeValue({ ...RIGHT, 'a/b~': 1 })).toEqual(['10 /a~1b~0: is not a member of this message']);
  expect(judgeCustomer({ email: 'x' })).toEqual(['10 /customer/email: is not a member of this message']);
  const polluted = JSON.stringify(RIGHT).replace('{', '{"__proto__":{"consentId":"consent-1"},');
  expect(judge(bytes(polluted))).toEqual(['10 /__proto__: is not a member of this message']);
});

test('a repeated member is named', () => {
  const text = JSON.stringify(RIGHT);
  expect(judge(bytes(text.replace('{', '{"inquiryId":"q-00000001",')))).toEqual([
    '10 /inquiryId: is given more than once',
  ]);
  expect(judge(bytes(text.replace('"name"', '"n\\u0061me":"x","name"')))).toEqual([
    '10 /customer/name: is given more than once',
  ]);
});

test('a wrong check character is 10; birth date and region are not checked', () => {
  const { idNumber } = CUSTOMER;
  const wrong = idNumber.slice(0, 17) + (idNumber.endsWith('X') ? '0' : 'X');
  expect(judgeCustomer({ idNumber: wrong })).toEqual(['10 /customer/idNumber: has a wrong check character (GB 11643)']);
  expect(judgeCustomer({ idNumber: idNumber.toLowerCase().replace(/.$/, 'x') })).toEqual([
    '10 /customer/idNumber: must be 17 digits and a check character (GB 11643)',
  ]);
  expect(judgeCustomer({ idNumber: '000000000000000001' })).toBe('ok');
});

test('another idType than 01 is 10', () => {
  expect(judgeCustomer({ idType: '02' })).toEqual(['10 /customer/idType: must be 01, the resident identity card']);
});

test('a document that is no object is 10 at its root', () => {
  for (const value of [null, [], 'x', 1, true]) expect(judgeValue(value)).toEqual(['10 : must be an object']);
});

test('no body, no JSON, a byte order mark or bytes that are not UTF-8 are 10', () => {
  expect(judge(bytes(''))).toEqual(['10 : there is no body']);
  expect(judge(bytes('  '))).toEqual(['10 : is not JSON']);
  expect(judge(bytes(JSON.stringify(RIGHT).slice(0, -1)))).toEqual(['10 : is not JSON']);
  expect(judge(bytes(`\ufeff${JSON.stringify(RIGHT)}`))).toEqual(['10 : must not start with a byte order mark']);
  expect(judge(new Uint8Array([0x7b, 0xff, 0x7d]))).toEqual(['10 : is not UTF-8']);
  expect(judge(new Uint8Array([0xed, 0xa0, 0x80]))).toEqual(['10 : is not UTF-8']);
  expect(judge(Buffer.from(JSON.stringify(RIGHT), 'utf16le'))).toEqual(['10 : is not JSON']);
});

test('application/json is taken, with any parameter but another charset', () => {
  const right = bytes(JSON.stringify(RIGHT));
  const types = [
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'APPLICATION/JSON',
    'application/json; v=1',
  ];
  for (const type of types) expect(judge(right, { 'content-type': type }), type).toBe('ok');
  for (const type of [
    undefined,
    '',
    'text/plain',
    'application/json; charset=gbk',
    'application/jsonx',
    'application/problem+json',
  ]) {
    expect(judge(right, { 'content-type': type }), type).toEqual([
      '10 : must have the content type application/json, in UTF-8',
    ]);
  }
});

test('a content coding is refused', () => {
  const right = bytes(JSON.stringify(RIGHT));
  expect(judge(right, { ...JSON_TYPE, 'content-encoding': 'gzip' })).toEqual([
    '10 : has a content coding: send it as it is',
  ]);
  expect(judge(right, { ...JSON_TYPE, 'content-encoding': 'identity' })).toBe('ok');
});

test('no error repeats a value, whatever was sent', () => {
  const value = fc.string({ minLength: 12, unit: 'binary-ascii' }).map((text) => `~~${text}~~`);
  fc.assert(
    fc.property(value, value, value, (name, idNumber, mobile) => {
      const judged = JSON.stringify(
        judgeValue({ ...RIGHT, inquiryId: name, customer: { name, idType: name, idNumber, mobile } }),
      );
      for (const text of [name, idNumber, mobile]) expect(judged).not.toContain(JSON.stringify(text).slice(1, -1));
    }),
  );
});

test('no bytes at all make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (body) => {
      expect(judge(body)).not.toBe('ok');
    }),
  );
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(judge(bytes(text))).not.toBe('ok');
    }),
  );
});
