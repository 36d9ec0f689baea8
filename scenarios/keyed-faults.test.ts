// One seed, the same faults: whatever the concurrency, the order of applications and the company of other banks, the
// same calls meet the same faults and end the same way.
import { expect, test } from 'vitest';
import { BANKS } from '../core/banks.ts';
import { DAY_MS } from '../core/calendar.ts';
import type { IssuerCallRecord } from '../core/journal.ts';
import { DEFAULT_START_MS } from '../core/virtual-clock.ts';
import { issuerSettingsFrom } from '../simulator/issuer/settings-schema.ts';
import { NEW_BANK } from './new-bank-fixture.ts';
import { applyInTurn, firstPeople } from './play/app-user.ts';
import { createVirtualNetwork, type VirtualNetworkOptions } from './virtual/virtual-network.ts';

const PEOPLE = 60;

const FLAKY = issuerSettingsFrom(
  {
    latency: { p50: '80ms', p99: '600ms' },
    faults: [
      { kind: 'status', status: 503, share: 0.3 },
      { kind: 'hang', share: 1 / 20 },
      { kind: 'wrong-answer', what: 'other-bank', share: 0.1 },
      { kind: 'truncate', share: 0.1 },
      { kind: 'fail-first', n: 2, as: 'close', share: 0.2 },
    ],
  },
  { originMs: DEFAULT_START_MS },
);

interface Play {
  readonly isReversed?: boolean;
  readonly pauseMs: number;
  readonly network?: Partial<VirtualNetworkOptions>;
}

/** What each call met and got, by issuer, inquiry and attempt. */
const play = async ({ isReversed = false, pauseMs, network: options = {} }: Play) => {
  const calls = new Map<string, string>();
  const onCall = ({ issuer, inquiryId, attempt, faults, did, plannedMs }: IssuerCallRecord): void => {
    if (issuer === NEW_BANK.code) return;
    calls.set(`${issuer} ${inquiryId} ${attempt}`, `${faults.join()} ${did} ${plannedMs}`);
  };
  const network = createVirtualNetwork({ seed: 7, issuerSettings: () => FLAKY, onCall, ...options });
  const { engine, clock } = network;
  await engine.start();
  const idNumbers = firstPeople(network, PEOPLE);
  await applyInTurn(network, isReversed ? idNumbers.toReversed() : idNumbers, { pauseMs });
  await clock.runUntil(clock.now() + DAY_MS);
  await engine.stop();
  return calls;
};

test('other concurrency, another order, one bank more: the same faults for the same calls', async () => {
  const first = await play({ pauseMs: 0 });
  const faulty = [...first.values()].filter((met) => !met.startsWith(' '));
  expect(first.size).toBeGreaterThan(PEOPLE * BANKS.length);
  expect(faulty.length / first.size).toBeGreaterThan(0.3);
  const others = [
    await play({ pauseMs: 2000 }),
    await play({ pauseMs: 500, isReversed: true }),
    await play({ pauseMs: 0, network: { settings: { inFlightPerIssuer: 1 } } }),
    await play({ pauseMs: 100, network: { banks: [...BANKS, NEW_BANK] } }),
  ];
  for (const other of others) expect(other).toEqual(first);
});

test('another seed gives other calls their faults', async () => {
  const met = async (seed: number) => [...(await play({ pauseMs: 0, network: { seed } })).values()].join('\n');
  expect(await met(8)).not.toBe(await met(7));
});
