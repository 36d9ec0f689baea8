// The name that a misspelt one most likely means.
import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

test('a letter too many, too few or another, and two swapped, still name what was meant', () => {
  const names = ['ICBC', 'CMB', 'CMBC', 'PSBC', 'truncate'];
  const meant = { CBM: 'CMB', cmb: 'CMB', PSCB: 'PSBC', ICB: 'ICBC', truncat: 'truncate', trnucated: 'truncate' };
  for (const [given, name] of Object.entries(meant)) expect(nearestName(given, names), given).toBe(name);
});

test('what is another word, or no word at all, is near nothing', () => {
  for (const given of ['sandwich', '', 'x'.repeat(100)]) expect(nearestName(given, ['CMB', 'refuse'])).toBeUndefined();
});
