// The published JSON Schema of scenario files: it is what the program accepts, and an editor with it finds mistakes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { exampleScenario } from '../scenario-fixture.ts';
import { readScenario, scenarioJsonSchema } from './scenario-schema.ts';

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(scenarioJsonSchema());
const placesOf = (data: unknown): readonly string[] =>
  validate(data) ? [] : (validate.errors ?? []).map(({ instancePath }) => instancePath);

test('the published file is the schema of this program', async () => {
  await expect(`${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`).toMatchFileSnapshot(
    '../../scenario.schema.json',
  );
});

test('the example, and every YAML of the README, is right to the schema and to the program', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const inReadme = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => parse(text));
  expect(inReadme.length).toBeGreaterThan(0);
  for (const data of [exampleScenario(), ...inReadme]) {
    expect(placesOf(data)).toEqual([]);
    expect(readScenario(data)).toMatchObject({ ok: true });
  }
});

test.each([
  ['a misspelt action', { steps: [{ at: '0s', aply: { person: 'li', banks: 'ALL' } }] }, '/steps/0'],
  ['a moment without a unit', { steps: [{ at: 5, heal: {} }] }, '/steps/0/at'],
  [
    'an expectation that no action has',
    { steps: [{ at: '0s', heal: {}, expect: { accepted: true } }] },
    '/steps/0/expect',
  ],
  ['a code that is none', { steps: [{ at: '0s', register: { person: 'li' }, expect: { refused: 'NO' } }] }, '/steps/0'],
  ['a rule too many', { rules: ['R28'] }, '/rules/0'],
  ['a bank that is none', { finally: { attempts: { CBM: 1 } } }, '/finally/attempts'],
  ['an event that is none', { finally: { events: { throtled: 1 } } }, '/finally/events'],
])('%s is wrong to the schema as to the program', (_what, change, place) => {
  const data = { ...exampleScenario(), ...change };
  expect(placesOf(data).some((found) => found.startsWith(place))).toBe(true);
  expect(readScenario(data).ok).toBe(false);
});
