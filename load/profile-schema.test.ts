// What a profile may say, what it comes to, and that every mistake is told with what would be right.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { exampleProfile } from './profile-fixture.ts';
import { profileJsonSchema, readProfile } from './profile-schema.ts';

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(profileJsonSchema());
const placesOf = (data: unknown): readonly string[] =>
  validate(data) ? [] : (validate.errors ?? []).map(({ instancePath }) => instancePath);
const read = (change: object = {}) => readProfile({ ...exampleProfile(), ...change });
const profileWith = (change: object) => {
  const result = read(change);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
};
const incident = (change: object) => ({
  at: '1s',
  for: '5s',
  issuers: ['CMB'],
  fault: { kind: 'latency', p50: '2s' },
  ...change,
});
const yamlFiles = (folder: string): readonly unknown[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file): unknown => parse(readFileSync(join(folder, file), 'utf8')));

test('the published file is the schema of this program', async () => {
  await expect(`${JSON.stringify(profileJsonSchema(), undefined, 2)}\n`).toMatchFileSnapshot(
    '../load-profile.schema.json',
  );
});

test('the example and the profiles of the package are right to the schema and to the program', () => {
  const ours = yamlFiles(join(import.meta.dirname, 'profiles'));
  for (const data of [exampleProfile(), ...ours]) {
    expect(placesOf(data)).toEqual([]);
    expect(readProfile(data)).toMatchObject({ ok: true });
  }
});

test('a ramp begins at the rate before it, and the first one at nothing', () => {
  expect(profileWith({}).arrivals).toEqual({
    model: 'open',
    segments: [
      { fromPerSecond: 50, toPerSecond: 50, forMs: 20_000 },
      { fromPerSecond: 50, toPerSecond: 300, forMs: 20_000 },
      { fromPerSecond: 300, toPerSecond: 300, forMs: 30_000 },
    ],
  });
  expect(
    profileWith({
      arrivals: [
        { to: 10, over: '30s' },
        { to: 0, over: '5s' },
      ],
      incidents: [],
    }).arrivals,
  ).toEqual({
    model: 'open',
    segments: [
      { fromPerSecond: 0, toPerSecond: 10, forMs: 30_000 },
      { fromPerSecond: 10, toPerSecond: 0, forMs: 5000 },
    ],
  });
});

test('so many users are a closed model, and a search begins at its lowest rate', () => {
  expect(profileWith({ arrivals: { users: 200, for: '40s' } }).arrivals).toEqual({
    model: 'closed',
    users: 200,
    forMs: 40_000,
  });
  const search = profileWith({ arrivals: undefined, incidents: [], capacity: { from: 50, to: 800, for: '10s' } });
  expect(search.capacity).toEqual({ fromPerSecond: 50, toPerSecond: 800, forMs: 10_000 });
  expect(search.arrivals).toEqual({
    model: 'open',
    segments: [{ fromPerSecond: 50, toPerSecond: 50, forMs: 10_000 }],
  });
});

test('an incident becomes what the control API takes at its moment', () => {
  const [one] = profileWith({}).incidents;
  expect(one).toMatchObject({
    atMs: 30_000,
    forMs: 10_000,
    incident: { value: { name: 'latency', issuers: ['CMB', 'ICBC'], forMs: 10_000 } },
  });
  expect(one?.incident.given).toEqual({ kind: 'latency', p50: '2s', issuers: ['CMB', 'ICBC'], for: '10s' });
});

test('two incidents of one kind without names are told apart', () => {
  const { incidents } = profileWith({ incidents: [incident({}), incident({ at: '10s' }), incident({ at: '20s' })] });
  expect(incidents.map((one) => one.incident.value.name)).toEqual(['latency', 'latency-2', 'latency-3']);
  expect(incidents[1]?.incident.given).toMatchObject({ name: 'latency-2' });
});

test('what is left out has its default', () => {
  const least = readProfile({ name: 'least', arrivals: [{ perSecond: 1, for: '1s' }] });
  expect(least).toMatchObject({
    ok: true,
    value: { seed: 42, warmUpMs: 2000, drainMs: 30_000, people: 100_000, banks: 'ALL', incidents: [], thresholds: [] },
  });
});

test.each([
  ['a key that is none', { arivals: [] }, '/arivals', 'is an unknown key; did you mean arrivals?'],
  ['nobody who comes', { arrivals: undefined, incidents: [] }, '', 'must have arrivals'],
  ['a rate of nothing', { arrivals: [{ perSecond: 0, for: '1m' }] }, '/arrivals', 'must let somebody come'],
  ['a rate without a unit of time', { arrivals: [{ perSecond: 5, for: 20 }] }, '/arrivals/0/for', 'must be a duration'],
  ['a rate below nothing', { arrivals: [{ perSecond: -1, for: '1m' }] }, '/arrivals/0/perSecond', 'from 0 to 100000'],
  ['half a ramp', { arrivals: [{ to: 5, for: '1m' }] }, '/arrivals/0/for', 'is an unknown key'],
  ['arrivals that are none', { arrivals: 5 }, '/arrivals', 'must be a list such as [{ perSecond: 50, for: 20s }'],
  ['a threshold of no figure', { thresholds: ['aply.p99 < 1s'] }, '/thresholds/0', 'did you mean apply.p99?'],
  ['a bank that is none', { banks: ['CBM'] }, '/banks/0', 'did you mean CMB?'],
  [
    'a fault that is none',
    { incidents: [incident({ fault: { kind: 'latncy' } })] },
    '/incidents/0/fault/kind',
    'latency',
  ],
  [
    'a fault with a time of its own',
    { incidents: [incident({ fault: { kind: 'latency', p50: '2s', for: '3s' } })] },
    '/incidents/0/fault/for',
    'at and for of the incident say when',
  ],
  ['an incident after the end', { incidents: [incident({ at: '70s' })] }, '/incidents/0/at', 'must be before the end'],
  [
    'two incidents at once that contradict each other',
    { incidents: [500, 503].map((status) => incident({ fault: { kind: 'status', status } })) },
    '/incidents/1',
    'CMB',
  ],
  [
    'two incidents of one name',
    { incidents: ['1s', '20s'].map((at) => incident({ at, fault: { kind: 'refuse', name: 'down' } })) },
    '/incidents/1',
    'name',
  ],
  ['fewer people than come', { people: 10 }, '/people', 'must be at least 13550, as many as come'],
  [
    'a search beside arrivals',
    { capacity: { from: 1, to: 5, for: '1s' } },
    '/capacity',
    'must not stand beside arrivals',
  ],
  [
    'a search without thresholds',
    { arrivals: undefined, incidents: [], thresholds: [], capacity: { from: 1, to: 5, for: '1s' } },
    '/capacity',
    'must have thresholds beside it',
  ],
  [
    'a search downwards',
    { arrivals: undefined, incidents: [], capacity: { from: 5, to: 5, for: '1s' } },
    '/capacity/to',
    'must be above from, which is 5',
  ],
  ['a name with a path in it', { name: '../x' }, '/name', 'must be 1 to 64 letters'],
])('%s is told where it stands, with what would be right', (_what, change, pointer, message) => {
  const result = read(change);
  const told = result.ok ? [] : result.failure;
  expect(told).toContainEqual({ pointer, message: expect.stringContaining(message) });
});

test('people may come again and again where the interval is nothing', () => {
  expect(read({ people: 10, engine: { interval: '0s' } })).toMatchObject({ ok: true });
});

test('every mistake is told at once', () => {
  const result = read({ name: 5, arrivals: [{ perSecond: 'x', for: '1x' }], thresholds: ['a < 1', 'lost == no'] });
  expect(result.ok ? [] : result.failure.map(({ pointer }) => pointer)).toEqual([
    '/name',
    '/arrivals/0/perSecond',
    '/arrivals/0/for',
    '/thresholds/0',
    '/thresholds/1',
  ]);
});
