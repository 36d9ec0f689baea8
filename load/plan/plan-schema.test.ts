// What a plan may say, what it comes to, and that every mistake is told with what would be right.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { arrivalTotals } from '../arrivals.ts';
import { curveMs } from './plan.ts';
import { smallPlan, smallPlanText } from './plan-fixture.ts';
import { planJsonSchema, readPlan, withUsers } from './plan-schema.ts';

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(planJsonSchema());
const placesOf = (data: unknown): readonly string[] =>
  validate(data) ? [] : (validate.errors ?? []).map(({ instancePath }) => instancePath);
const mistakesWith = (change: object) => {
  const read = readPlan({ ...smallPlanText(), ...change });
  return read.ok ? [] : read.failure;
};

test('the published file is the schema of this program', async () => {
  await expect(`${JSON.stringify(planJsonSchema(), undefined, 2)}\n`).toMatchFileSnapshot(
    '../../load-plan.schema.json',
  );
});

test('the plans of the package are right to the schema and to the program', () => {
  const folder = join(import.meta.dirname, '../plans');
  for (const file of readdirSync(folder)) {
    const data: unknown = parse(readFileSync(join(folder, file), 'utf8'));
    expect(placesOf(data)).toEqual([]);
    expect(readPlan(data)).toMatchObject({ ok: true });
  }
});

test('a curve is a shape: as many come as the plan says, in a day unless told otherwise', () => {
  const plan = smallPlan({ users: 1200, curve: [1, 3, 0, 2] });
  expect(curveMs(plan)).toBe(86_400_000);
  expect(plan.segments.map(({ fromPerSecond }) => fromPerSecond * 21_600)).toEqual([200, 600, 0, 400].map(near));
  expect(arrivalTotals(plan.segments).arrivals).toBe(1200);
  const ramp = smallPlan({
    users: 900,
    curve: [
      { to: 5, over: '10s' },
      { perSecond: 5, for: '10s' },
    ],
  });
  expect(arrivalTotals(ramp.segments)).toMatchObject({ arrivals: 900, durationMs: 20_000, highestPerSecond: 60 });
  expect(arrivalTotals(withUsers(ramp, 90).segments)).toMatchObject({ arrivals: 90, highestPerSecond: 6 });
});

const near = (value: number): unknown => expect.closeTo(value, 6);

test('banks are in the order of the network, with their settings, faults and incidents in place', () => {
  const plan = smallPlan({
    startAt: '2026-03-01T08:00:00+08:00',
    issuers: { defaults: { latency: { fixed: '10ms' } }, CMB: { rateLimit: { perSecond: 5 } } },
    incidents: [{ name: 'flood', issuers: ['CMB', 'ABC'], kind: 'outage', from: '1m', for: '2m' }],
  });
  expect(plan.banks).toEqual(['ICBC', 'PSBC', 'CMB']);
  expect(plan.issuers.get('CMB')).toMatchObject({
    latency: { fixedMs: 10 },
    rateLimit: { perSecond: 5, burst: 5 },
    faults: [{ kind: 'outage', window: { fromMs: plan.startAtMs + 60_000, untilMs: plan.startAtMs + 180_000 } }],
  });
  expect(plan.incidents).toEqual([{ name: 'flood', atMs: 60_000, forMs: 120_000, issuers: ['CMB'] }]);
});

test.each([
  ['nobody who comes', { curve: [0, 0] }, '/curve', 'must let somebody come'],
  ['a curve that is none', { curve: 'steep' }, '/curve', 'must be a list of numbers'],
  ['a part below nothing', { curve: [1, -1] }, '/curve/1', 'must be a number from 0'],
  ['two lengths', { over: '24h' }, '/over', 'must not stand beside stretches'],
  ['a fraction of a person', { users: 1.5 }, '/users', 'must be a whole number'],
  ['a misspelt key', { user: 3 }, '/user', 'did you mean users?'],
  ['a misspelt key of the engine', { engine: { deadlin: '2h' } }, '/engine/deadlin', 'did you mean deadline?'],
  ['a bank that is none', { banks: ['CBM'] }, '/banks/0', 'did you mean'],
  ['a share of all and more', { returns: { share: 2, after: '1m' } }, '/returns/share', 'must be a share'],
  [
    'a fault of which there is no mean',
    { issuers: { CMB: { faults: [{ kind: 'fail-first', n: 2 }] } } },
    '/issuers/CMB/faults',
    'must be of another kind',
  ],
  [
    'an incident against a fault',
    {
      issuers: { CMB: { faults: [{ name: 'a', kind: 'refuse', from: '0s', until: '9s' }] } },
      incidents: [{ name: 'b', issuers: ['CMB'], kind: 'hang', from: '1s', until: '5s' }],
    },
    '/incidents/0',
    'contradicts a',
  ],
])('%s is told with its place', (_what, change, pointer, words) => {
  const mistakes = mistakesWith(change);
  expect(mistakes.map((one) => one.pointer)).toContain(pointer);
  expect(mistakes.map(({ message }) => message).join('\n')).toContain(words);
});
