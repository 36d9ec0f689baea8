// Signing in, as somebody sees it who tries mobiles that are not theirs.
import { expect, test } from 'vitest';
import { createRandom } from '../core/random.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { createAccounts } from './accounts.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { createMemoryStore } from './store/memory.ts';

const setUp = () => {
  let hashed = 0;
  const slow = <Value>(value: Value) => {
    hashed++;
    return Promise.resolve(value);
  };
  const accounts = createAccounts({
    store: createMemoryStore(),
    clock: new VirtualClock({ settle: () => Promise.resolve() }),
    random: createRandom(1),
    secrets: { token: () => 'token', smsCode: () => '246802', fingerprint: (token) => token },
    passwords: { hash: (password) => slow(password), matches: (password, hash) => slow(password === hash) },
    realName: { holds: () => Promise.resolve(true) },
    settings: DEFAULT_SETTINGS,
  });
  return { accounts, hashes: () => hashed };
};

test('a mobile that nobody has registered takes one slow hash, as a wrong password does, and gets the same answer', async () => {
  const { accounts, hashes } = setUp();
  const mobile = '14231000001';
  const person = { name: '张三', idNumber: '310000199001010010', mobile, boundCard: { bank: 'ICBC', last4: '0001' } };
  await accounts.register({ ...person, paymentPassword: '135246', region: undefined });
  const atFirst = hashes();
  const wrong = await accounts.signIn({ mobile, paymentPassword: '000000', region: undefined });
  const forWrong = hashes() - atFirst;
  const unknown = await accounts.signIn({ mobile: '14231000002', paymentPassword: '000000', region: undefined });
  expect(unknown).toEqual(wrong);
  expect(unknown).toEqual({ ok: false, failure: { code: 'WRONG_CREDENTIALS' } });
  expect(hashes() - atFirst - forWrong).toBe(forWrong);
});
