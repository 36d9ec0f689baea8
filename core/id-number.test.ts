// Resident identity numbers (GB 11643).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysInMonth, hasValidCheckCharacter, idNumberCheckCharacter, readIdNumber } from './id-number.ts';

/** A number with its right check character. */
const numbered = (first17: string): string => first17 + idNumberCheckCharacter(first17);
const born = (birth: string): string => numbered(`310000${birth}001`);

const first17 = fc
  .tuple(fc.constantFrom('31', '11', '65'), fc.nat({ max: 36_000 }), fc.nat({ max: 999 }))
  .map(([province, days, sequence]) => {
    const birth = new Date(Date.UTC(1920, 0, 1) + days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
    return { province, birth, sequence, text: `${province}0000${birth}${String(sequence).padStart(3, '0')}` };
  });

test('the examples of the standard have the check characters that it gives them', () => {
  expect(['11010519491231002', '44052418800101001'].map(idNumberCheckCharacter)).toEqual(['X', '4']);
  expect(hasValidCheckCharacter('11010519491231002X')).toBe(true);
});

test('a number says where, when and who', () => {
  expect(readIdNumber('11010519491231002X')).toEqual({
    provinceCode: '11',
    addressCode: '110105',
    birth: { year: 1949, month: 12, day: 31 },
    sequence: 2,
    sex: 'FEMALE',
  });
  fc.assert(
    fc.property(first17, ({ province, birth, sequence, text }) => {
      expect(readIdNumber(numbered(text))).toEqual({
        provinceCode: province,
        addressCode: `${province}0000`,
        birth: { year: Number(birth.slice(0, 4)), month: Number(birth.slice(4, 6)), day: Number(birth.slice(6)) },
        sequence,
        sex: sequence % 2 === 1 ? 'MALE' : 'FEMALE',
      });
    }),
  );
});

test('one wrong digit, or two neighbours exchanged, is always found', () => {
  fc.assert(
    fc.property(first17, fc.nat({ max: 16 }), fc.integer({ min: 1, max: 9 }), ({ text }, at, by) => {
      const idNumber = numbered(text);
      const wrong = (Number(idNumber[at]) + by) % 10;
      expect(hasValidCheckCharacter(idNumber.slice(0, at) + wrong + idNumber.slice(at + 1))).toBe(false);
      const exchanged = idNumber.slice(0, at) + idNumber.slice(at + 1, at + 2) + idNumber[at] + idNumber.slice(at + 2);
      expect(hasValidCheckCharacter(exchanged)).toBe(exchanged === idNumber);
    }),
  );
});

test('what is not 17 digits and a check character is refused', () => {
  const texts = [
    '',
    '11010519491231002x',
    '11010519491231002',
    '11010519491231002XX',
    ' 11010519491231002X',
    '11010519491231002X\n',
    '１1010519491231002X',
    'X1010519491231002X',
  ];
  expect(texts.filter(hasValidCheckCharacter)).toEqual([]);
  expect(texts.map(readIdNumber)).toEqual(texts.map(() => undefined));
});

test('a birth date that is in no calendar is refused, its check character right or not', () => {
  const wrong = ['19900230', '19000229', '21000229', '19901301', '19900001', '19900100', '19900431', '17991231'];
  for (const birth of wrong) {
    expect(hasValidCheckCharacter(born(birth))).toBe(true);
    expect(readIdNumber(born(birth))).toBeUndefined();
  }
  const right = ['20000229', '20240229', '19900131', '18000101'];
  expect(right.map((birth) => readIdNumber(born(birth)) !== undefined)).toEqual(right.map(() => true));
});

test('months have as many days as the platform’s calendar says', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1800, max: 2400 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
      expect(daysInMonth(year, month)).toBe(new Date(Date.UTC(year, month, 0)).getUTCDate());
    }),
  );
});
