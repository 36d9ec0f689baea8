// The published JSON Schema: it is what the program accepts, and an editor with it finds the usual mistakes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from './config.ts';
import { configJsonSchema } from './config-json-schema.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(configJsonSchema());
const placesOf = (text: string): readonly string[] =>
  validate(parse(text)) ? [] : (validate.errors ?? []).map(({ instancePath }) => instancePath);

test('the published file is the schema of this program', async () => {
  await expect(`${JSON.stringify(configJsonSchema(), undefined, 2)}\n`).toMatchFileSnapshot('../banknet.schema.json');
});

test('the examples are right to the schema and to the program', () => {
  const inReadme = [...read('README.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  expect(inReadme.length).toBeGreaterThan(0);
  for (const text of [
    ...inReadme,
    read('docs/examples/banknet.yaml'),
    'issuers: { CMB: { latency: { file: a.hgrm } } }',
  ]) {
    expect(placesOf(text), text).toEqual([]);
  }
  for (const text of [...inReadme, read('docs/examples/banknet.yaml')]) parseConfig(text, 'banknet.yaml');
});

test.each([
  ['a misspelt key', 'issuers: { CMB: { latenci: { fixed: 1ms } } }', '/issuers/CMB'],
  ['a bank that is none', 'issuers: { CBM: {} }', '/issuers'],
  [
    'a share of 2',
    'issuers: { CMB: { faults: [{ kind: status, status: 503, share: 2 }] } }',
    '/issuers/CMB/faults/0/share',
  ],
  ['a fault without its status', 'issuers: { CMB: { faults: [{ kind: status }] } }', '/issuers/CMB/faults/0'],
  ['a duration without a unit', 'engine: { deadline: 24 }', '/engine/deadline'],
  ['an unknown mode', 'issuers: { defaults: { mode: slow } }', '/issuers/defaults/mode'],
  ['a key that is written out', 'issuers: { HXB: { url: "https://hxb.example", key: secret } }', '/issuers/HXB/key'],
])('%s is wrong to the schema as to the program', (_what, text, place) => {
  expect(placesOf(text)).toContain(place);
  expect(() => parseConfig(text, 'banknet.yaml')).toThrow('banknet.yaml:1:');
});
