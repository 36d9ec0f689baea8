// Where faults are shaded: as given, as switched on by a step until it is healed, and each night of its own.
import { expect, test } from 'vitest';
import { faultSchema } from '../../simulator/faults/fault-schema.ts';
import { settingsSchema } from '../../simulator/issuer/settings-schema.ts';
import { passedResult } from '../report/scenario-report-fixture.ts';
import type { Action } from '../story/scenario.ts';
import { faultSpansOf } from './fault-spans.ts';

const HOUR_MS = 3_600_000;

const spansIn = (actions: readonly (readonly [number, Action])[], faults: readonly object[] = []) => {
  const result = passedResult();
  const { startMs, scenario } = result;
  const steps = actions.map(([atMs, action], index) => ({ index, atMs, action, repeat: 1, overMs: 0, expect: {} }));
  const played = steps.map(({ index, atMs }) => ({
    index,
    atMs: startMs + atMs,
    what: '',
    answer: '',
    mismatches: [],
  }));
  const issuers = new Map([
    ['CMB', settingsSchema.parse({ faults })],
    ['ICBC', {}],
  ]);
  const given = { ...scenario.given, control: { issuers, incidents: [] } };
  return faultSpansOf({ ...result, scenario: { ...scenario, given, steps }, steps: played }).map((span) => ({
    ...span,
    fromMs: (span.fromMs - startMs) / HOUR_MS,
    untilMs: (span.untilMs - startMs) / HOUR_MS,
  }));
};

const HANG = { kind: 'hang', for: '5h' };
const fault = (given: object): Action => ({
  kind: 'fault',
  issuers: 'ALL',
  fault: { given, value: faultSchema.parse(given) },
});
const heal = (issuers: 'ALL' | string[], name?: string): Action => ({ kind: 'heal', issuers, name });

test('given faults and incidents are in force as they say', () => {
  expect(faultSpansOf(passedResult()).map(({ bank, what }) => [bank, what])).toEqual([
    ['CMB', 'outage'],
    ['ICBC', 'hang'],
  ]);
});

test('a fault of a step begins with it and ends where it is healed, there and nowhere else', () => {
  const spans = spansIn([
    [HOUR_MS, fault(HANG)],
    [2 * HOUR_MS, heal(['CMB'])],
  ]);
  expect(spans).toMatchObject([
    { bank: 'CMB', fromMs: 1, untilMs: 2 },
    { bank: 'ICBC', fromMs: 1, untilMs: 6 },
  ]);
});

test('healing by another name changes nothing', () => {
  const spans = spansIn([
    [HOUR_MS, fault(HANG)],
    [2 * HOUR_MS, heal('ALL', 'other')],
  ]);
  expect(spans.map(({ untilMs }) => untilMs)).toEqual([6, 6]);
});

test('maintenance is shaded each night, over midnight', () => {
  const spans = spansIn([], [{ kind: 'maintenance', from: '23:30', until: '00:30', share: 0.5 }]);
  // The story begins at 09:00 and lasts nine days.
  expect(spans).toHaveLength(9);
  expect(spans[0]).toMatchObject({ what: 'maintenance, share 0.5', fromMs: 14.5, untilMs: 15.5 });
});
