// What is typed becomes what the network reads, and its complaints find their fields.
import { expect, test } from 'vitest';
import type { Problem } from '../live/control.ts';
import { bodyOf, complaintAbout, otherComplaints, percentOf, readTyped, shareOf } from './field-form.ts';

test('a value is sent as the network wants it, and one that makes no sense as it was typed', () => {
  expect(
    (
      [
        ['duration', '80'],
        ['duration', ' 1.5s '],
        ['duration', 'fast'],
        ['number', '503'],
        ['number', '50x'],
        ['share', '0.3'],
        ['share', '30%'],
        ['share', '12.5 ％'],
        ['share', '1/20'],
        ['text', '23:30'],
      ] as const
    ).map(([kind, typed]) => readTyped(kind, typed)),
  ).toEqual(['80ms', '1.5s', 'fast', 503, '50x', 0.3, 0.3, 0.125, '1/20', '23:30']);
});

test('members have their place in the body, and what is empty is left out', () => {
  const fields = [
    { path: 'servers', kind: 'number' },
    { path: 'service/p50', kind: 'duration' },
    { path: 'service/p99', kind: 'duration' },
    { path: 'name', kind: 'text' },
  ] as const;
  expect(bodyOf(fields, { servers: '8', 'service/p50': '30', 'service/p99': '120ms', name: ' ' })).toEqual({
    servers: 8,
    service: { p50: '30ms', p99: '120ms' },
  });
});

test('each complaint stands at its field, and none is lost', () => {
  const problem: Problem = {
    code: 'VALIDATION',
    detail: 'all of it',
    errors: [
      { pointer: '/capacity/service', message: 'must be {p50, p99}' },
      { pointer: '/capacity/servers', message: 'must be whole' },
      { pointer: '/capacity', message: 'must be keys' },
    ],
    more: {},
  };
  const fields = [
    { path: 'servers', kind: 'number' },
    { path: 'service', kind: 'duration' },
  ] as const;
  expect(complaintAbout(problem, 'servers', '/capacity')).toBe('must be whole');
  expect(complaintAbout(problem, 'service', '/capacity')).toBe('must be {p50, p99}');
  expect(complaintAbout(problem, 'queue', '/capacity')).toBeUndefined();
  expect(otherComplaints(problem, fields, '/capacity')).toEqual(['/capacity must be keys']);
  expect(otherComplaints({ ...problem, errors: [] }, fields)).toEqual(['all of it']);
  expect(otherComplaints(undefined, fields)).toEqual([]);
});

test('shares are read as they are written', () => {
  expect([undefined, 0.3, '1/20', '0.5'].map(shareOf)).toEqual([1, 0.3, 0.05, 0.5]);
  expect([0.3, 1 / 16, 1, 0.05].map(percentOf)).toEqual(['30%', '6.25%', '100%', '5%']);
});
