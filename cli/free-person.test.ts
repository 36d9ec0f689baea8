// Who may ask now: decided by the phones, and by what the network says when a phone did not tell.
import { expect, test } from 'vitest';
import { createPeople } from '../simulator/people/people.ts';
import { AppRefused } from './app-client.ts';
import { personOf, withFreePerson } from './free-person.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 0, 20);
const people = createPeople({ seed: 42 });
const mobileOf = (index: number): string => personOf(people, 'ordinary', index).mobile;

/** A network in which these people's phones have had their latest message so many days ago. */
const searchIn = (daysAgo: Readonly<Record<number, number>>) => {
  const latest = new Map(Object.entries(daysAgo).map(([index, days]) => [mobileOf(Number(index)), days]));
  const phone = async (mobile: string) => {
    const days = latest.get(mobile);
    return days === undefined ? [] : [{ text: '验证码123456', at: new Date(NOW_MS - days * DAY_MS).toISOString() }];
  };
  const app = { nowMs: async () => NOW_MS, phone };
  return { app, people, persona: 'ordinary', intervalMs: 7 * DAY_MS } as const;
};

const refusal = (code: string) => new AppRefused({ code, detail: '', message: '' });

test('the first whose phone has been silent for the interval asks, and nobody before them is troubled (R10)', async () => {
  const asked: number[] = [];
  const who = await withFreePerson(searchIn({ 0: 0, 1: 6.9, 2: 7.1 }), async (_person, index) => asked.push(index));
  expect([who, asked]).toEqual([1, [2]]);
});

test.each(['TOO_SOON', 'QUERY_IN_PROGRESS', 'SMS_TOO_SOON', 'WRONG_CREDENTIALS', 'LOCKED'])(
  'after %s the next one is tried',
  async (code) => {
    const index = await withFreePerson(searchIn({}), async (_person, at) => {
      if (at < 2) throw refusal(code);
      return at;
    });
    expect(index).toBe(2);
  },
);

test('a refusal that the next person would get as well ends the search at once', async () => {
  const asked: number[] = [];
  const search = withFreePerson(searchIn({}), async (_person, index) => {
    asked.push(index);
    throw refusal('THROTTLED');
  });
  await expect(search).rejects.toMatchObject({ code: 'THROTTLED' });
  expect(asked).toEqual([0]);
});

test('the search ends after so many tries, with the last refusal', async () => {
  let tries = 0;
  const search = withFreePerson(searchIn({}), async () => {
    tries++;
    throw refusal('TOO_SOON');
  });
  await expect(search).rejects.toMatchObject({ code: 'TOO_SOON' });
  expect(tries).toBe(20);
});
