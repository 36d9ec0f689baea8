// Progress on a terminal: what is drawn, and that it is drawn over.
import { expect, test } from 'vitest';
import { PLAIN } from './painter.ts';
import { screenProgress } from './progress.ts';

const drawn = (columns: number, steps: readonly (readonly [string, Readonly<Record<string, unknown>>])[]): string => {
  let text = '';
  const progress = screenProgress({ columns, paint: PLAIN, write: (more) => (text += more) });
  for (const [name, data] of steps) progress.event(name, data);
  return text;
};

const banks = ['ICBC', 'ABC', 'BOCOM'].map((bank) => ({ bank, disposition: 'PENDING' }));

test('every bank has its cell, and no line is wider than the terminal', () => {
  const text = drawn(30, [['state', { status: 'RUNNING', banks }]]);
  expect(text).toBe('\r· ICBC        · ABC         \x1b[K\n\r· BOCOM       \x1b[K\n');
});

test('a bank that is asked again shows how often, and the block is drawn over in place', () => {
  const text = drawn(80, [
    ['state', { banks }],
    ['call', { bank: 'ABC', attempt: 1, outcome: 'unknown' }],
    ['call', { bank: 'ABC', attempt: 2, outcome: 'delivered' }],
    ['bank', { bank: 'ABC', disposition: 'DELIVERED' }],
    ['bank', { bank: 'BOCOM', disposition: 'TIMEOUT' }],
    ['end', { status: 'READY' }],
  ]);
  const last = text.split('\x1b[1A').at(-1);
  expect(last).toBe('\r· ICBC        ✓ ABC ×2      ✗ BOCOM       \x1b[K\n');
  expect(text.split('\x1b[1A')).toHaveLength(5);
});

test('a step of an unknown name, or of no bank, changes nothing', () => {
  expect(drawn(80, [['news', { bank: 'ABC' }]])).toBe('');
});
