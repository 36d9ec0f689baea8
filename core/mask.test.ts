// The only forms in which personal numbers are seen (R2, R26).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMaskedPan, maskCode, maskIdNumber, maskMobile, maskName, maskPan } from './mask.ts';

test('each kind has its one masked form', () => {
  expect(maskPan('6225880123456789')).toEqual({ panFirst4: '6225', panLast4: '6789' });
  expect(formatMaskedPan('6225', '6789')).toBe('6225 **** 6789');
  expect(maskMobile('14231005678')).toBe('142****5678');
  expect(maskIdNumber('11010519491231002X')).toBe('110***********002X');
  expect(maskCode('验证码012345，5分钟内有效')).toBe('验证码******，5分钟内有效');
  expect(['王', '王伟', '欧阳修远', '𠮷田', ''].map(maskName)).toEqual(['王', '王*', '欧***', '𠮷*', '']);
});

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));

test('no digit in between is seen (I9)', () => {
  fc.assert(
    fc.property(digits(4), digits(11), digits(4), (first, middle, last) => {
      expect(maskPan(first + middle + last)).toEqual({ panFirst4: first, panLast4: last });
      expect(maskIdNumber(first.slice(1) + middle + last)).toBe(`${first.slice(1)}***********${last}`);
      expect(maskMobile(`1${first.slice(2)}${middle.slice(0, 4)}${last}`)).toBe(`1${first.slice(2)}****${last}`);
    }),
  );
});
