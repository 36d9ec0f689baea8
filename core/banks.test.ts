// The issuers of the network as data (R1).
import { expect, test } from 'vitest';
import { BANKS } from './banks.ts';
import { ISSUER_CODE_PATTERN } from './messages.ts';

test('there are sixteen issuers in the network’s order (R1)', () => {
  expect(BANKS.map(({ code }) => code).join(' ')).toBe(
    'ICBC ABC BOC CCB BOCOM PSBC CITIC CEB CMB SPDB CMBC HXB PAB CIB CGB CZB',
  );
});

test('each has a code that goes over the wire, its names, and a telephone', () => {
  for (const bank of BANKS) {
    expect(bank.code).toMatch(ISSUER_CODE_PATTERN);
    expect(bank.nameZh + bank.shortNameZh).toMatch(/^\p{Script=Han}+$/u);
    expect(bank.shortNameZh.length).toBeGreaterThanOrEqual(4);
    expect(bank.nameEn).toMatch(/^[A-Z][A-Za-z ,.&()-]+$/);
    expect(bank.customerService).toMatch(/^[0-9]{5}$/);
  }
});

test('no two share a code, a name or a telephone', () => {
  for (const column of ['code', 'nameZh', 'shortNameZh', 'nameEn', 'customerService'] as const) {
    expect(new Set(BANKS.map((bank) => bank[column])).size).toBe(BANKS.length);
  }
});
