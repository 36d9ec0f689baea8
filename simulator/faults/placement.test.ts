// Faults in their place: moments and windows, incidents spread over their issuers, contradictions found.
import { expect, test } from 'vitest';
import { mistakesIn } from '../../core/fields.ts';
import { DEFAULT_START_MS } from '../../core/virtual-clock.ts';
import { faultSchema, faultsSchema, incidentSchema } from './fault-schema.ts';
import { faultsOf } from './faults-fixture.ts';
import { BREAKAGES, SHAPES } from './kinds.ts';
import { placeIncident } from './placement.ts';

const START_MS = DEFAULT_START_MS;
const CODES = ['ICBC', 'ABC', 'BOC'];

const mistakes = (given: unknown): readonly string[] => {
  const parsed = faultsSchema.safeParse(given);
  return parsed.success ? [] : mistakesIn(parsed.error.issues).map(({ pointer, message }) => `${pointer} ${message}`);
};

/** The smallest fault of each kind. */
const NEEDED: Readonly<Record<string, object>> = {
  status: { status: 503 },
  'wrong-answer': { what: 'schema' },
  callback: { what: 'lost' },
  latency: { fixed: '1s' },
  ramp: { until: '1h' },
  'fail-first': { n: 1 },
};

test('every kind of the table can be written, alone and with a window, a share and a name', () => {
  for (const kind of [...Object.keys(BREAKAGES), ...Object.keys(SHAPES)]) {
    const given = { kind, ...NEEDED[kind] };
    expect(mistakes([given])).toEqual([]);
    expect(mistakes([{ ...given, name: 'mine', share: '1/3', from: '1m', until: '2h' }])).toEqual([]);
    expect(mistakes([{ ...given, shaer: 1 }])).toEqual(['/0/shaer is an unknown key; did you mean share?']);
  }
});

test('an unknown key of the breakage inside a shape is a mistake like any other', () => {
  const as = { kind: 'status', status: 503, retryAftre: '2s' };
  expect(mistakes([{ kind: 'fail-first', n: 1, as }])).toEqual([
    '/0/as/retryAftre is an unknown key; did you mean retryAfter?',
  ]);
});

test('moments are offsets, times of day and instants', () => {
  const windowOf = (from: string, until: string) => faultsOf([{ kind: 'hang', from, until }])[0]?.window;
  expect(windowOf('90s', '2h')).toEqual({ fromMs: START_MS + 90_000, untilMs: START_MS + 7_200_000 });
  expect(windowOf('08:00', '23:30:15')).toEqual({ daily: { fromMs: 28_800_000, untilMs: 84_615_000 } });
  expect(windowOf('2026-01-05T23:30:00+08:00', '2026-01-06T00:30:00+08:00')).toEqual({
    fromMs: Date.UTC(2026, 0, 5, 15, 30),
    untilMs: Date.UTC(2026, 0, 5, 16, 30),
  });
});

test.each([
  [{ from: '10s', until: '10s' }, '/0/until must be later than from'],
  [{ from: '23:30', until: '23:30' }, '/0/until must not be the same time of day as from'],
  [{ from: '23:30' }, '/0/until must be a time of day where from is one, and the other way round'],
  [{ from: '23:30', until: '1h' }, '/0/until must be a time of day where from is one, and the other way round'],
  [
    { from: '1h', until: '2030-01-05T00:00:00Z' },
    '/0/until must be an offset where from is one, and an instant where from is one',
  ],
  [{ for: '30s', until: '1h' }, '/0/for must not stand beside until: one of them says when it ends'],
  [
    { from: '24:00', until: '1h' },
    expect.stringMatching(/^\/0\/from must be an offset up to 3650d such as 30m, a time of day/),
  ],
  [{ share: 1.01 }, '/0/share must be a share from 0 to 1, such as 0.05 or 1/20'],
  [{ name: 'a b' }, expect.stringMatching(/^\/0\/name must be 1 to 64 letters/)],
])('%j is told what would be right', (more, expected) => {
  expect(mistakes([{ kind: 'hang', ...more }])).toEqual([expected]);
});

test('two faults that both decide about every call at the same time contradict each other', () => {
  const hang = { kind: 'hang' };
  expect(mistakes([hang, { kind: 'close' }])).toEqual([
    '/1/kind contradicts hang: both decide the outcome of every call at the same time; give one a share, or another time',
  ]);
  expect(mistakes([{ kind: 'outage' }, { kind: 'status', status: 500 }])).toHaveLength(1);
  expect(mistakes([{ kind: 'dribble' }, { kind: 'truncate' }])).toHaveLength(1);
  expect(
    mistakes([
      { kind: 'maintenance', from: '23:00', until: '01:00' },
      { ...hang, from: '00:30', until: '02:00' },
    ]),
  ).toHaveLength(1);
  expect(
    mistakes([
      { kind: 'maintenance', from: '23:00', until: '01:00' },
      { ...hang, from: '1h', until: '30h' },
    ]),
  ).toHaveLength(1);
  // A share, another time, or another matter: both may be meant.
  expect(mistakes([hang, { kind: 'close', share: 0.5 }])).toEqual([]);
  expect(
    mistakes([
      { ...hang, until: '1h' },
      { kind: 'close', from: '1h' },
    ]),
  ).toEqual([]);
  expect(mistakes([{ kind: 'latency', fixed: '1s' }, { kind: 'truncate' }, { kind: 'malformed' }])).toEqual([]);
  expect(mistakes([hang, { kind: 'ramp', until: '1h', as: 'close' }])).toEqual([]);
});

test('an incident is written once and hits its issuers one after the other', () => {
  const schema = incidentSchema(CODES);
  const given = { kind: 'outage', issuers: 'ALL', from: '1m', until: '5m', stagger: '10s', recovery: '20s' };
  const placed = placeIncident(schema.parse(given), CODES, START_MS);
  expect([...placed].map(([code, { window }]) => [code, window])).toEqual([
    ['ICBC', { fromMs: START_MS + 60_000, untilMs: START_MS + 300_000 }],
    ['ABC', { fromMs: START_MS + 70_000, untilMs: START_MS + 320_000 }],
    ['BOC', { fromMs: START_MS + 80_000, untilMs: START_MS + 340_000 }],
  ]);
  const two = placeIncident(
    schema.parse({ kind: 'hang', issuers: ['BOC', 'ICBC'], stagger: '1s', for: '30s' }),
    CODES,
    START_MS,
  );
  expect([...two].map(([code, { window }]) => [code, window])).toEqual([
    ['BOC', { fromMs: START_MS, untilMs: START_MS + 30_000 }],
    ['ICBC', { fromMs: START_MS + 1000, untilMs: START_MS + 30_000 }],
  ]);
});

test('an incident over nobody, somebody twice, or that recovers before it hits is refused', () => {
  const wrong = (more: object): readonly string[] => {
    const parsed = incidentSchema(CODES).safeParse({ kind: 'hang', ...more });
    return parsed.success ? [] : mistakesIn(parsed.error.issues).map(({ pointer, message }) => `${pointer} ${message}`);
  };
  expect(wrong({})).toEqual(['/issuers must be ALL or a list of issuers']);
  expect(wrong({ issuers: [] })).toEqual(['/issuers must name at least one issuer']);
  expect(wrong({ issuers: ['ABC', 'ABC'] })).toEqual(['/issuers must not name an issuer twice']);
  expect(wrong({ issuers: ['ABCC'] })).toEqual(['/issuers/0 must be one of ICBC, ABC, BOC; did you mean ABC?']);
  expect(wrong({ issuers: 'ALL', for: '10s', stagger: '5s' })).toEqual([
    '/stagger must let every issuer fail before it recovers: the last one would not; make it shorter, or recovery longer',
  ]);
});

test('a number is no fault, and neither is a fault without a kind', () => {
  for (const given of [1, null, 'hang', {}, { name: 'x' }, []]) {
    const parsed = faultSchema.safeParse(given);
    expect(parsed.success).toBe(false);
    expect(parsed.success || mistakesIn(parsed.error.issues)).toEqual([
      { pointer: '', message: expect.stringMatching(/^must be keys with values, with kind: one of refuse, /) },
    ]);
  }
});
