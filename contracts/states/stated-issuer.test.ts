// What an issuer is set to goes on while states hold over it: its faults are met on whatever way a call is answered.
import { expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import type { Issuer } from '../../simulator/issuer/issuer.ts';
import { issuerSettingsFrom } from '../../simulator/issuer/settings-schema.ts';
import { CONTRACT_CUSTOMERS } from '../customers.ts';
import { createStatedIssuer } from './stated-issuer.ts';

const NOW_MS = Date.UTC(2026, 0, 5, 1);
const CUSTOMER = CONTRACT_CUSTOMERS.mixed;
const IN_ORDER = issuerSettingsFrom({ mode: 'poll', latency: { fixed: '0ms' } }, { originMs: NOW_MS });
const BROKEN = issuerSettingsFrom({ mode: 'poll', faults: [{ kind: 'hang' }] }, { originMs: NOW_MS });

const ANSWERED = { inquiryId: 'inquiry-1', consentId: 'consent-1', customer: CUSTOMER };

const WAYS: readonly (readonly [string, object, number])[] = [
  ['no such customer', identity(), 200],
  ['a customer', { customer: CUSTOMER }, 200],
  ['answers later', { customer: CUSTOMER }, 202],
  ['inquiry answered', ANSWERED, 200],
];

function identity() {
  if (CUSTOMER === undefined) throw new Error('the customer does not exist');
  const { name, idNumber, mobile } = CUSTOMER;
  return { name, idNumber, mobile };
}

const ask = (issuer: Issuer) => {
  const customer = { idType: '01', ...identity() } as const;
  const inquiry = { inquiryId: 'inquiry-1', consentId: 'consent-1', customer };
  return issuer.post({ kind: 'parsed', inquiry }, NOW_MS).act;
};

for (const [state, params, status] of WAYS) {
  test(`"${state}" is answered in order at a bank in order, and not at one that hangs`, () => {
    const { issuer, changeState, clearStates } = createStatedIssuer({
      bank: 'CMB',
      people: { identity: () => undefined, holding: () => undefined },
      settings: BROKEN,
      random: createRandom(1),
    });
    expect(changeState({ state, params, action: 'setup' })).toEqual({ kind: 'done' });
    expect(ask(issuer)).toEqual({ kind: 'hang' });
    clearStates();
    issuer.configure(IN_ORDER);
    changeState({ state, params, action: 'setup' });
    expect(ask(issuer)).toMatchObject({ kind: 'respond', status });
    issuer.configure(BROKEN);
    clearStates();
    changeState({ state, params, action: 'setup' });
    expect(ask(issuer)).toEqual({ kind: 'hang' });
  });
}
