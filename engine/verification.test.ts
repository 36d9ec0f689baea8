// Codes by short message (R7), at the edges of every bound.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCode, resendAtMs, type SmsCode } from './verification.ts';

const settings = { validMs: 300_000, wrongTries: 5, resendAfterMs: 60_000 };
const SENT_MS = 5_000_000;
const fresh: SmsCode = { code: '012345', sentAtMs: SENT_MS, wrongTries: 0, used: false };

test('the right code is right once (R7)', () => {
  const first = checkCode(fresh, '012345', SENT_MS, settings);
  expect(first).toEqual({ verdict: 'RIGHT', code: { ...fresh, used: true } });
  expect(checkCode(first.code, '012345', SENT_MS, settings)).toEqual({ verdict: 'EXPIRED', code: first.code });
});

test('a code is valid for five minutes, to the millisecond (R7)', () => {
  expect(checkCode(fresh, '012345', SENT_MS + 299_999, settings).verdict).toBe('RIGHT');
  expect(checkCode(fresh, '012345', SENT_MS + 300_000, settings)).toEqual({ verdict: 'EXPIRED', code: fresh });
});

test('five wrong tries end a code, also for the right one (R7)', () => {
  let code: SmsCode | undefined = fresh;
  for (let tries = 1; tries <= 5; tries++) {
    const check = checkCode(code, '12345', SENT_MS, settings);
    expect(check).toEqual({ verdict: 'WRONG', code: { ...fresh, wrongTries: tries } });
    code = check.code;
  }
  expect(checkCode({ ...fresh, wrongTries: 4 }, '012345', SENT_MS, settings).verdict).toBe('RIGHT');
  expect(checkCode(code, '012345', SENT_MS, settings)).toEqual({ verdict: 'EXPIRED', code });
});

test('where no code was sent every code is wrong (R7)', () => {
  expect(checkCode(undefined, '012345', SENT_MS, settings)).toEqual({ verdict: 'WRONG', code: undefined });
});

test('another code may be sent after sixty seconds, to the millisecond (R7)', () => {
  expect(resendAtMs(undefined, SENT_MS, settings)).toBeUndefined();
  expect(resendAtMs(fresh, SENT_MS + 59_999, settings)).toBe(SENT_MS + 60_000);
  expect(resendAtMs({ ...fresh, used: true }, SENT_MS + 59_999, settings)).toBe(SENT_MS + 60_000);
  expect(resendAtMs(fresh, SENT_MS + 60_000, settings)).toBeUndefined();
});

test('however it is tried, a code is right at most once and wrong at most five times (R7)', () => {
  const tries = fc.array(fc.record({ typed: fc.constantFrom('012345', '999999'), afterMs: fc.nat({ max: 400_000 }) }));
  fc.assert(
    fc.property(tries, (attempts) => {
      let code: SmsCode | undefined = fresh;
      const verdicts = attempts.map(({ typed, afterMs }) => {
        const check = checkCode(code, typed, SENT_MS + afterMs, settings);
        code = check.code;
        return check.verdict;
      });
      expect(verdicts.filter((verdict) => verdict === 'RIGHT').length).toBeLessThanOrEqual(1);
      expect(verdicts.filter((verdict) => verdict === 'WRONG').length).toBeLessThanOrEqual(5);
      expect(verdicts.lastIndexOf('WRONG')).toBeLessThan(verdicts.indexOf('RIGHT') >>> 0);
    }),
  );
});
