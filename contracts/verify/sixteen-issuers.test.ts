// The simulator is held to what banks are held to: all sixteen pass every check, side by side.
import { expect, onTestFinished, test } from 'vitest';
import { BANKS, type IssuerCode } from '../../core/banks.ts';
import { developmentKeyOf } from '../../core/signature.ts';
import { SteerableClock } from '../../core/steerable-clock.ts';
import { systemClock } from '../../core/system-clock.ts';
import type { AnswerMode } from '../../simulator/issuer/settings.ts';
import { hasHeld, type Verification } from '../verification.ts';
import { openStated } from './stated-fixture.ts';
import { verifyEndpoint } from './verify-endpoint.ts';

/** What is neither held nor left out, in a line each. */
const troubleIn = ({ checks }: Verification): readonly string[] =>
  checks.flatMap(({ name, verdict }) => {
    if (verdict.kind === 'not-run') return [`${name}: not run, ${verdict.why}`];
    if (verdict.kind !== 'broken') return [];
    return verdict.findings.map(({ sent, expected, got }) => `${name}: ${sent}: expected ${expected}, got ${got}`);
  });

/** Checks wait for callbacks and later answers: a clock that they share with the issuers makes it a fifth. */
const SCALE = 5;
/** What takes minutes is held under virtual time (checks/callback-sends.test.ts). */
const PATIENT = ['callbacks/slow-is-taken', 'callbacks/too-slow-has-failed', 'callbacks/five-sends'];
/** Of that clock: nobody is to be given up on because this machine is busy. */
const TIMEOUT_MS = 300_000;

const verifyAll = async (
  banks: readonly IssuerCode[],
  mode: AnswerMode,
  only?: readonly string[],
): Promise<ReadonlyMap<IssuerCode, Verification>> => {
  const clock = new SteerableClock({ base: systemClock, scale: SCALE, settle: async () => undefined });
  onTestFinished(() => clock.stop());
  const verifications = await Promise.all(
    banks.map(async (issuer) =>
      verifyEndpoint({
        issuer,
        key: developmentKeyOf(issuer),
        timeoutMs: TIMEOUT_MS,
        only,
        clock,
        ...(await openStated({ bank: issuer, mode, clock })),
      }),
    ),
  );
  return new Map(verifications.map((one) => [one.issuer, one]));
};

const expectAllHeld = (verifications: ReadonlyMap<IssuerCode, Verification>): void => {
  for (const [issuer, verification] of verifications) {
    expect(troubleIn(verification), issuer).toEqual([]);
    expect(hasHeld(verification), issuer).toBe(true);
  }
};

const ALL = BANKS.map(({ code }) => code);
const LIMIT = { timeout: 120_000 };

test('each of the sixteen issuers holds to all of the contract', LIMIT, async () => {
  const verifications = await verifyAll(ALL, 'sync');
  expect(verifications.size).toBe(16);
  expectAllHeld(verifications);
  for (const { checks } of verifications.values()) {
    const leftOut = checks.filter(({ verdict }) => verdict.kind === 'left-out').map(({ name }) => name);
    expect(leftOut).toEqual(PATIENT);
  }
});

/** What becomes of an inquiry that was taken; how others are refused does not depend on how it is answered. */
const ANSWERED = 'basics order connection concurrency idempotency availability r3 masking running callbacks pact'.split(
  ' ',
);

for (const mode of ['poll', 'callback'] as const) {
  // What differs between banks is their code and key, and that is seen above.
  test(`an issuer whose own way is ${mode} holds to all of the contract that is about answers`, LIMIT, async () => {
    expectAllHeld(await verifyAll(['PSBC'], mode, ANSWERED));
  });
}
