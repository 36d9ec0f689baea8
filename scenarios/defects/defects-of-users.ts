// Defects in who may ask, and for which banks (R5 to R8).
import type { Defect } from './defect.ts';

const ACCOUNTS = 'engine/accounts.ts';
const ADMISSION = 'engine/admission.ts';
const CHECKS = 'engine/identity-checks.ts';
const USERS = 'engine/store/memory-users.ts';

export const DEFECTS_OF_USERS: readonly Defect[] = [
  {
    name: 'name-not-checked',
    what: 'whoever registers is taken for who they say they are',
    rules: ['R5'],
    caughtBy: 'expectation',
    patches: [{ file: ACCOUNTS, find: "return fail({ code: 'NOT_REAL_NAME' });", replace: 'void 0;' }],
  },
  {
    name: 'region-not-asked',
    what: 'the service is open in every region',
    rules: ['R6'],
    caughtBy: 'expectation',
    patches: [{ file: ADMISSION, find: '!applicant.regionOpen', replace: 'false' }],
  },
  {
    name: 'home-region-forgotten',
    what: 'the home region of the mobile does not count',
    rules: ['R6'],
    caughtBy: 'expectation',
    patches: [{ file: 'engine/region.ts', find: '[...regions, home]', replace: '[...regions]' }],
  },
  {
    name: 'consent-not-asked',
    what: 'a verification needs no consent',
    rules: ['R7'],
    caughtBy: 'expectation',
    patches: [{ file: CHECKS, find: '!request.consent.accepted', replace: 'false' }],
  },
  {
    name: 'face-not-compared',
    what: 'any face passes',
    rules: ['R7'],
    caughtBy: 'expectation',
    patches: [{ file: CHECKS, find: "return fail({ code: 'FACE_MISMATCH' });", replace: 'void 0;' }],
  },
  {
    name: 'code-good-at-its-end',
    what: 'a code is still taken at the instant at which its five minutes are over',
    rules: ['R7'],
    caughtBy: 'expectation',
    patches: [
      {
        file: 'engine/verification.ts',
        find: 'nowMs >= present.sentAtMs + settings.validMs',
        replace: 'nowMs > present.sentAtMs + settings.validMs',
      },
    ],
  },
  {
    name: 'code-sent-again-at-once',
    what: 'no sixty seconds pass between two codes',
    rules: ['R7'],
    caughtBy: 'expectation',
    patches: [{ file: 'engine/verification.ts', find: 'nowMs < openAtMs ? openAtMs', replace: 'false ? openAtMs' }],
  },
  {
    name: 'verification-used-twice',
    what: 'a verification serves any number of queries',
    rules: ['R7'],
    caughtBy: 'expectation',
    patches: [{ file: ADMISSION, find: 'facts.verificationUsed || ', replace: '' }],
  },
  {
    name: 'verification-good-for-ever',
    what: 'a verification does not grow old',
    rules: ['R7'],
    caughtBy: 'expectation',
    patches: [{ file: ADMISSION, find: 'facts.verification.expiresAtMs <= nowMs', replace: 'false' }],
  },
  {
    name: 'verification-of-anybody',
    what: 'the verification of one user serves every other',
    rules: ['R7'],
    caughtBy: 'expectation',
    patches: [
      {
        file: USERS,
        find: 'find: (userId) => tables.people.get(userId),',
        replace: `find: (userId) => {
          const entry = tables.people.get(userId);
          const all = [...tables.people.values()].flatMap(({ verifications }) => [...verifications]);
          return entry && { ...entry, verifications: new Map(all) };
        },`,
      },
    ],
  },
  {
    name: 'unknown-bank-accepted',
    what: 'a bank that does not exist may be chosen',
    rules: ['R8'],
    caughtBy: 'I2',
    patches: [{ file: ADMISSION, find: 'unknown.length > 0', replace: 'false' }],
  },
  {
    name: 'repeats-not-folded',
    what: 'a bank that is named twice is chosen twice',
    rules: ['R8'],
    caughtBy: 'I2',
    patches: [{ file: ADMISSION, find: '[...new Set(banks)]', replace: '[...banks]' }],
  },
];
