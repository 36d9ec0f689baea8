// Strict JSON (issuer-api.yaml, "Form"): a repeated member, a byte order mark, too deep nesting.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonPointer, MAX_JSON_DEPTH, parseJson } from './json.ts';

const failureOf = (text: string) => {
  const parsed = parseJson(text);
  return parsed.ok ? undefined : parsed.failure;
};

test('every JSON value is parsed as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 2), (value, space) => {
      const text = JSON.stringify(value, null, space);
      expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
    }),
  );
});

test('braces, colons and escapes inside texts are no structure', () => {
  const value = { 'a":{': '\\', b: '\\"', ':': ['{"c":1,"c":2}', '\\\\"'] };
  expect(parseJson(JSON.stringify(value))).toEqual({ ok: true, value });
});

test('no text that is no JSON is taken, and the message does not quote it', () => {
  for (const text of [
    '',
    ' ',
    '{',
    '{"a":}',
    "{'a':1}",
    '{"a":1,}',
    '[1,]',
    'NaN',
    '"a\nb"',
    '{"a":1}x',
    '01',
    '王小明',
  ]) {
    expect(failureOf(text), text).toEqual({ pointer: '', message: 'is not JSON' });
  }
});

test('a repeated member is named by its pointer, wherever it stands', () => {
  expect(failureOf('{"a":1,"a":1}')).toEqual({ pointer: '/a', message: 'is given more than once' });
  expect(failureOf('{"c":{"x":1,"y":{},"x":2}}')?.pointer).toBe('/c/x');
  expect(failureOf('[{"a":1},{"b":1,"b" : 1}]')?.pointer).toBe('/1/b');
  expect(failureOf('{"a/b":1,"~":{"":1,"":2}}')?.pointer).toBe('/~0/');
  expect(failureOf(`{"a":1,"a"${' '.repeat(200)}:1}`)?.message).toMatch(/more than once/);
});

test('two spellings of one name are one name', () => {
  expect(failureOf('{"name":1,"n\\u0061me":2}')?.pointer).toBe('/name');
});

test('the same name in different objects is no repetition', () => {
  expect(parseJson('{"a":{"a":[{"a":1},{"a":1}]}}').ok).toBe(true);
});

test('a member __proto__ is a member like others', () => {
  const parsed = parseJson('{"__proto__":{"a":1}}');
  expect(parsed.ok && Object.keys(parsed.value as object)).toEqual(['__proto__']);
  expect(failureOf('{"__proto__":1,"__proto__":2}')?.pointer).toBe('/__proto__');
});

test('repeating any member of any object is found', () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1, noNullPrototype: true });
  fc.assert(
    fc.property(object, fc.nat(), (value, pick) => {
      const names = Object.keys(value);
      const name = names[pick % names.length] ?? '';
      const text = `${JSON.stringify(value).slice(0, -1)},${JSON.stringify(name)}:0}`;
      expect(failureOf(text)).toEqual({ pointer: jsonPointer([name]), message: 'is given more than once' });
    }),
  );
});

test('a byte order mark is refused', () => {
  expect(failureOf('\ufeff{}')).toEqual({ pointer: '', message: 'must not start with a byte order mark' });
});

test('nesting has a bound, far below what a parser can take', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  expect(parseJson(nested(MAX_JSON_DEPTH)).ok).toBe(true);
  expect(failureOf(nested(MAX_JSON_DEPTH + 1))?.message).toMatch(/deeper than 32/);
  expect(failureOf('['.repeat(1_000_000))?.message).toMatch(/deeper than 32/);
});

test('a pointer escapes ~ and / (RFC 6901)', () => {
  expect(jsonPointer(['a/b', 0, '~1'])).toBe('/a~1b/0/~01');
  expect(jsonPointer([])).toBe('');
});
