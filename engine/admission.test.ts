// May this application be accepted? The order of checks (R12) and each check's own bound.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PARTS_PER_TOKEN } from '../core/token-bucket.ts';
import { type AdmissionContext, type AdmissionFacts, type Applicant, admit } from './admission.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import type { NewQuery } from './store/port.ts';

const NOW_MS = 10_000_000_000;

const context: AdmissionContext = {
  known: new Set(['ICBC', 'CMB', 'CZB']),
  settings: { ...DEFAULT_SETTINGS, throttle: { burst: 2, perSecond: 1 } },
  queryIdOf: (userId, ordinal) => `${userId}-${ordinal}`,
};

const applicant: Applicant = {
  userId: 'user',
  verificationId: 'verification',
  banks: ['CMB', 'ICBC'],
  idempotencyKey: undefined,
  realName: true,
  regionOpen: true,
  callbackBaseUrl: 'http://engine.test',
  nowMs: NOW_MS,
};

const facts: AdmissionFacts = {
  earlier: undefined,
  verification: { verificationId: 'verification', userId: 'user', consentVersion: '1', expiresAtMs: NOW_MS + 1 },
  verificationUsed: false,
  running: false,
  lastGeneratedAtMs: undefined,
  queryCount: 4,
  bucket: undefined,
};

const earlier: NewQuery = {
  queryId: 'user-4',
  userId: 'user',
  verificationId: 'verification',
  banks: ['CMB', 'ICBC'],
  acceptedAtMs: NOW_MS - 1000,
  deadlineMs: NOW_MS + 1000,
  idempotencyKey: 'key',
  callbackBaseUrl: 'http://engine.test',
};

interface Fault {
  readonly code: string;
  readonly applicant?: Partial<Applicant>;
  readonly facts?: Partial<AdmissionFacts>;
}

/** What one application spends, as the bucket counts. */
const APPLICATION = 1000 * PARTS_PER_TOKEN;

/** One way to fail each check, in the order of R12. */
const FAULTS: readonly Fault[] = [
  { code: 'NOT_REAL_NAME', applicant: { realName: false } },
  { code: 'REGION_NOT_OPEN', applicant: { regionOpen: false } },
  { code: 'NOT_VERIFIED', facts: { verificationUsed: true } },
  { code: 'UNKNOWN_BANK', applicant: { banks: ['ICBC', 'XYZ'] } },
  { code: 'QUERY_IN_PROGRESS', facts: { running: true } },
  { code: 'TOO_SOON', facts: { lastGeneratedAtMs: NOW_MS - 1 } },
  { code: 'THROTTLED', facts: { bucket: { spent: 2 * APPLICATION, atMs: NOW_MS } } },
];

const admitWith = (faults: readonly Fault[]) =>
  admit(
    Object.assign({}, applicant, ...faults.map((fault) => fault.applicant)),
    Object.assign({}, facts, ...faults.map((fault) => fault.facts)),
    context,
  );

test('whatever is wrong together, the refusal names the first in the order of checks (R12)', () => {
  for (let chosen = 1; chosen < 2 ** FAULTS.length; chosen++) {
    const faults = FAULTS.filter((_, at) => chosen & (1 << at));
    expect(admitWith(faults)).toMatchObject({ kind: 'refused', refusal: { code: faults[0]?.code } });
  }
});

test('an application with nothing wrong is accepted and takes one token (R11, R14)', () => {
  expect(admitWith([])).toEqual({
    kind: 'accepted',
    query: {
      queryId: 'user-5',
      userId: 'user',
      verificationId: 'verification',
      banks: ['CMB', 'ICBC'],
      acceptedAtMs: NOW_MS,
      deadlineMs: NOW_MS + 24 * 3_600_000,
      idempotencyKey: undefined,
      callbackBaseUrl: 'http://engine.test',
    },
    bucket: { spent: APPLICATION, atMs: NOW_MS },
  });
});

test('repeated banks are folded, the order of first mention stays (R8)', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('ICBC', 'CMB', 'CZB'), { minLength: 1 }), (banks) => {
      const admission = admit({ ...applicant, banks }, facts, context);
      const expected = banks.filter((bank, at) => banks.indexOf(bank) === at);
      expect(admission.kind === 'accepted' && admission.query.banks).toEqual(expected);
    }),
  );
});

test('every unknown bank is named by its place in the list, not by its value (R8)', () => {
  const admission = admit({ ...applicant, banks: ['XYZ', 'ICBC', 'constructor', 'XYZ'] }, facts, context);
  expect(admission).toEqual({
    kind: 'refused',
    refusal: { code: 'UNKNOWN_BANK', banks: [{ index: 0 }, { index: 2 }, { index: 3 }] },
  });
});

test('a verification serves until the instant at which it ends, and has to be there (R7)', () => {
  const endingAt = (expiresAtMs: number) =>
    admit(applicant, { ...facts, verification: { ...verificationOf(facts), expiresAtMs } }, context).kind;
  expect([endingAt(NOW_MS + 1), endingAt(NOW_MS)]).toEqual(['accepted', 'refused']);
  expect(admit(applicant, { ...facts, verification: undefined }, context)).toMatchObject({
    refusal: { code: 'NOT_VERIFIED' },
  });
});

test('the next application is open exactly 7 x 24 hours after the report was made (R10)', () => {
  const after = (passedMs: number) => admit(applicant, { ...facts, lastGeneratedAtMs: NOW_MS - passedMs }, context);
  const weekMs = 7 * 24 * 3_600_000;
  expect(after(weekMs).kind).toBe('accepted');
  expect(after(weekMs - 1)).toEqual({ kind: 'refused', refusal: { code: 'TOO_SOON', opensAtMs: NOW_MS + 1 } });
});

test('a throttled application is told when there will be room (R11)', () => {
  const throttled = admit(applicant, { ...facts, bucket: { spent: 1.4 * APPLICATION, atMs: NOW_MS } }, context);
  expect(throttled).toEqual({ kind: 'refused', refusal: { code: 'THROTTLED', retryAfterMs: 400 } });
});

test('a repeated Idempotency-Key gets its first answer, whatever has come to be wrong since (R14)', () => {
  const all = Object.assign({}, facts, ...FAULTS.map((fault) => fault.facts), { earlier });
  const repeat = { ...applicant, idempotencyKey: 'key', realName: false, regionOpen: false };
  expect(admit(repeat, all, context)).toEqual({ kind: 'repeated', query: earlier });
  expect(admit({ ...repeat, banks: ['ICBC', 'CMB', 'ICBC'] }, all, context).kind).toBe('repeated');
});

test('an Idempotency-Key for another application is refused (R14)', () => {
  const reused = { kind: 'refused', refusal: { code: 'IDEMPOTENCY_KEY_REUSED' } };
  const known = { ...facts, earlier };
  expect(admit({ ...applicant, banks: ['ICBC'] }, known, context)).toEqual(reused);
  expect(admit({ ...applicant, verificationId: 'another' }, known, context)).toEqual(reused);
});

const verificationOf = ({ verification }: AdmissionFacts) => {
  if (verification === undefined) throw new Error('the fixture has a verification');
  return verification;
};
