// The verifier against endpoints that are deliberately wrong: each is caught by what has to catch it, and none of those
// that are right is. The table of docs/wrong-endpoints.md is what was caught by what.
import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../core/clock.ts';
import { SteerableClock } from '../../core/steerable-clock.ts';
import { systemClock } from '../../core/system-clock.ts';
import { listChecks } from '../check-list.ts';
import { CHECKS } from '../checks/checks.ts';
import { openWrong } from '../checks/wrong-proxy-fixture.ts';
import { type CheckResult, hasHeld, type Verification } from '../verification.ts';
import { PACT_GROUP } from '../verify/pact-interactions.ts';
import { openStated } from '../verify/stated-fixture.ts';
import { verifyEndpoint } from '../verify/verify-endpoint.ts';
import { RIGHT_ENDPOINTS } from './right-endpoints.ts';
import type { Mistake, WrongEndpoint } from './wrong-endpoint.ts';
import { WRONG_ENDPOINTS } from './wrong-endpoints.ts';

/** As in sixteen-issuers.test.ts. */
const SCALE = 5;
/** What must not come does here, and is waited for 2 s only: a busy machine must have brought it by then. */
const SLOWER_SCALE = 2;
/** Of either clock: nobody is to be given up on because this machine is busy. */
const TIMEOUT_MS = 240_000;
/** Most of their time they wait. */
const AT_ONCE = 8;
/** So that the rules for every answer have a result and a denial to look at, whatever has to catch it. */
const OCCASIONS = ['r3/one-debit-card', 'r3/other-name'];
const LIMIT = { timeout: 240_000 };

const fastClock = (scale: number): Clock => {
  const clock = new SteerableClock({ base: systemClock, scale, settle: async () => undefined });
  onTestFinished(() => clock.stop());
  return clock;
};

const verify = async (
  { spoil, timeoutMs = TIMEOUT_MS, ...wrong }: Mistake,
  clock: Clock,
  checks?: readonly string[],
): Promise<Verification> => {
  const { url, stateUrl } = await openStated({ clock, ...(spoil && { spoil: spoil(clock) }) });
  return verifyEndpoint({
    issuer: 'ICBC',
    key: 'dev-key-ICBC',
    url: await openWrong(wrong, url, clock),
    stateUrl,
    timeoutMs,
    clock,
    ...(checks && { checks: CHECKS.filter(({ name }) => [...checks, ...OCCASIONS].includes(name)) }),
  });
};

const namesOf = (checks: readonly CheckResult[], kind: CheckResult['verdict']['kind']): readonly string[] =>
  checks.filter(({ verdict }) => verdict.kind === kind).map(({ name }) => name);

for (const { name, make } of RIGHT_ENDPOINTS) {
  test(`an endpoint that is right, ${name}, passes clean, the pact as well`, LIMIT, async () => {
    const verification = await verify(make(), fastClock(SCALE));
    expect(namesOf(verification.checks, 'broken')).toEqual([]);
    expect(namesOf(verification.checks, 'not-run')).toEqual([]);
    expect(hasHeld(verification)).toBe(true);
  });
}

/** The checks that should have caught it and did not; none for each where all is well. */
const missedBy = async ({ name, caughtBy, make }: WrongEndpoint, clock: Clock): Promise<readonly string[]> => {
  // Whoever is not for the pact to catch is held to what has to catch them, and not to all the rest.
  const isWhole = caughtBy.some((check) => check.startsWith(`${PACT_GROUP}/`));
  const verification = await verify(make(), clock, isWhole ? undefined : caughtBy);
  const broken = namesOf(verification.checks, 'broken');
  return caughtBy.filter((check) => !broken.includes(check)).map((check) => `${name}: ${check}`);
};

/** In the order of the items; the last, which wait longest, are begun first. */
const inPool = async <Item, Value>(
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> => {
  const left = [...items.entries()];
  const values: Value[] = [];
  const worker = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) values[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return values;
};

test('each wrong endpoint is caught by every check that has to catch it', LIMIT, async () => {
  const clock = fastClock(SLOWER_SCALE);
  const missed = await inPool(WRONG_ENDPOINTS, (one) => missedBy(one, clock));
  expect(missed.flat()).toEqual([]);
  const caught = missed.filter(({ length }) => length === 0).length;
  await expect(page(caught)).toMatchFileSnapshot('../../docs/wrong-endpoints.md');
});

test('wrong endpoints have names of their own, and name checks that exist', () => {
  const names = WRONG_ENDPOINTS.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  expect(WRONG_ENDPOINTS.filter(({ caughtBy }) => caughtBy.length === 0)).toEqual([]);
  const known = new Set(listChecks().map(({ name }) => name));
  expect(WRONG_ENDPOINTS.flatMap(({ caughtBy }) => caughtBy).filter((name) => !known.has(name))).toEqual([]);
});

const page = (caught: number): string =>
  [
    '# Endpoints that are wrong on purpose',
    '',
    'Written by `contracts/wrong-endpoints/wrong-endpoints.test.ts`, which makes a right endpoint wrong in one way after',
    'the other, as real ones have been, holds each to the contract, and fails where a check that has to catch it does not.',
    `${caught} of ${WRONG_ENDPOINTS.length} are caught. What is right passes clean:`,
    '',
    ...RIGHT_ENDPOINTS.map(({ name }) => `- ${name}`),
    '',
    '| wrong endpoint | what a team got wrong | caught by |',
    '|---|---|---|',
    ...WRONG_ENDPOINTS.map(
      ({ name, mistake, caughtBy }) =>
        `| \`${name}\` | ${mistake} | ${caughtBy.map((one) => `\`${one}\``).join(' ')} |`,
    ),
    '',
  ].join('\n');
