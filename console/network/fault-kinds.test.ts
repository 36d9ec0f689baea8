// The table of the forms is the simulator's own, and what the forms begin with is right.
import { expect, test } from 'vitest';
import { BANKS } from '../../core/banks.ts';
import { faultSchema, incidentSchema } from '../../simulator/faults/fault-schema.ts';
import { BREAKAGES, SHAPES } from '../../simulator/faults/kinds.ts';
import { bodyOf } from '../ui/field-form.ts';
import { COMMON_FIELDS, FAULT_KIND_NAMES, fieldsOf, PRESET_NAMES, PRESETS, startOf } from './fault-kinds.ts';
import { FAULT_WORDS } from './fault-words.ts';

/** Forms of a latency that are only written by hand. */
const BY_HAND: Readonly<Record<string, readonly string[]>> = {
  latency: ['p90', 'min', 'max', 'uniform', 'mean', 'recorded'],
};

test('every kind of fault can be chosen, with every key of its own', () => {
  const kinds = { ...BREAKAGES, ...SHAPES };
  expect([...FAULT_KIND_NAMES].toSorted()).toEqual(Object.keys(kinds).toSorted());
  for (const kind of FAULT_KIND_NAMES) {
    const offered = [...fieldsOf(kind).map(({ path }) => path), ...(BY_HAND[kind] ?? [])];
    const own = [...Object.keys(kinds[kind].keys), ...(Object.hasOwn(SHAPES, kind) ? ['as'] : [])];
    expect(offered.toSorted(), kind).toEqual(own.toSorted());
  }
});

test('what a form begins with, and each value that can be chosen, is a right fault', () => {
  for (const kind of FAULT_KIND_NAMES) {
    const fields = [...fieldsOf(kind), ...COMMON_FIELDS];
    const start = startOf(kind);
    const chosen = fieldsOf(kind).flatMap(({ path, choices = [] }) =>
      choices.map((one) => ({ ...start, [path]: one })),
    );
    for (const typed of [start, ...chosen]) {
      if (kind === 'fail-first' && typed.as === 'refuse') continue;
      expect(faultSchema.safeParse({ kind, ...bodyOf(fields, typed) }).error, `${kind} ${JSON.stringify(typed)}`).toBe(
        undefined,
      );
    }
  }
});

test('a preset is a right fault of one bank, and a right incident over all', () => {
  const codes = BANKS.map(({ code }) => code);
  for (const name of PRESET_NAMES) {
    expect(faultSchema.safeParse({ ...PRESETS[name], name }).success, name).toBe(true);
    const isDaily = 'from' in PRESETS[name];
    const ends = isDaily ? {} : { for: '10m' };
    expect(incidentSchema(codes).safeParse({ ...PRESETS[name], name, issuers: 'ALL', ...ends }).success, name).toBe(
      true,
    );
  }
});

test('both languages have a word for every value that can be chosen', () => {
  const values = FAULT_KIND_NAMES.flatMap((kind) => fieldsOf(kind).flatMap(({ choices = [] }) => choices));
  for (const { values: words } of Object.values(FAULT_WORDS)) {
    expect([...new Set(values)].filter((value) => words[value] === undefined)).toEqual([]);
  }
});
