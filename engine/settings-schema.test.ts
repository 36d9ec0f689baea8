// The engine's settings as people write them: every one can be written, and none changes what was left out.
import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from './settings.ts';
import { engineSchema, engineSettingsFrom } from './settings-schema.ts';

const ALL_BY_DEFAULT = {
  throttle: { burst: 200, perSecond: 100 },
  issuerTimeout: '10s',
  inFlightPerIssuer: 64,
  deadline: '24h',
  interval: '7d',
  retention: { length: 7, unit: 'natural-days' },
  openRegions: DEFAULT_SETTINGS.openRegions,
  loginWindow: '183d',
  smsCode: { valid: '5m', wrongTries: 5, resendAfter: '60s' },
  verificationValid: '10m',
  password: { wrongTries: 5, lock: '30m' },
  sessionValid: '30d',
  retry: {
    firstPause: '1s',
    longestPause: '15m',
    statusPauses: ['1s', '2s', '4s', '8s', '16s', '32s'],
    longestStatusPause: '30m',
    brokenAnswers: 8,
  },
  circuit: {
    failuresInRow: 16,
    firstProbePause: '5s',
    longestProbePause: '1m',
    longestHold: '15m',
    shareOfDeadline: '1/20',
  },
  retryBudget: { share: 0.1, perSecond: 10, burst: 64 },
  activeQueries: 2000,
  lease: '5m',
};

test('every setting of the engine can be written', () => {
  expect(engineSettingsFrom(engineSchema.parse(ALL_BY_DEFAULT))).toEqual(DEFAULT_SETTINGS);
});

test('nothing written is nothing set, and of a group the rest has its default', () => {
  expect(engineSettingsFrom(engineSchema.parse({}))).toEqual({});
  const { smsCode, retry } = engineSettingsFrom(
    engineSchema.parse({ smsCode: { valid: '1m' }, retry: { statusPauses: ['3s'] } }),
  );
  expect(smsCode).toEqual({ ...DEFAULT_SETTINGS.smsCode, validMs: 60_000 });
  expect(retry).toEqual({ ...DEFAULT_SETTINGS.retry, statusPausesMs: [3000] });
});
