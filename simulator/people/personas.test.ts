import { expect, test } from 'vitest';
import { BANKS, type Bank } from '../../core/banks.ts';
import { idNumberCheckCharacter } from '../../core/id-number.ts';
import { PILOT_REGIONS } from '../../core/regions.ts';
import { answerOf } from './ground-truth.ts';
import { createPeople } from './people.ts';
import type { Person } from './person.ts';
import { PERSONA_NAMES, type PersonaName } from './personas.ts';

/** The day of the shares, and one nearly three years on: a persona keeps its promise on both. */
const DAYS = ['2026-01-01', '2028-12-01'] as const;

interface Seen {
  readonly person: Person;
  readonly banks: number;
  readonly shown: number;
  readonly reasons: readonly string[];
}

const see = (person: Person, today: string): Seen => {
  const answers = person.holdings.map((holding) => answerOf(holding, today));
  return {
    person,
    banks: answers.length,
    shown: answers.reduce((sum, { cards }) => sum + cards.length, 0),
    reasons: answers.flatMap(({ unsupported }) => unsupported.map(({ reason }) => reason)),
  };
};

const LATER_BANK: Bank = {
  code: 'NEWBANK',
  nameZh: '新银行股份有限公司',
  shortNameZh: '新银行',
  nameEn: 'New Bank',
  customerService: '95000',
};

/** Holds a property against thirty people of a persona of each of two seeds, on both days. */
const holds = (name: PersonaName, check: (seen: Seen, today: string) => void, banks: readonly Bank[] = BANKS) => {
  for (const seed of [42, 'another']) {
    const people = createPeople({ seed, banks });
    for (const index of [...Array(29).keys(), 20_000]) {
      const person = people.find(people.persona(name, index));
      if (person === undefined) throw new Error(`persona ${name} ${index} is nobody`);
      expect(person.persona).toBe(name);
      for (const today of DAYS) check(see(person, today), today);
    }
  }
};

const cardsOf = ({ person }: Seen) => person.holdings.flatMap(({ cards }) => cards);

test('ordinary has cards at three banks or more, all of which can be queried', () => {
  holds('ordinary', ({ banks, shown, reasons }) => {
    expect(banks).toBeGreaterThanOrEqual(3);
    expect(shown).toBeGreaterThanOrEqual(3);
    expect(reasons).toEqual([]);
  });
});

test('many-cards has four cards or more at each of the sixteen banks, over 180 in all', () => {
  holds('many-cards', ({ person, shown, reasons }) => {
    expect(person.holdings).toHaveLength(16);
    for (const { cards } of person.holdings) expect(cards.length).toBeGreaterThanOrEqual(4);
    expect(shown).toBeGreaterThan(180);
    expect(reasons).toEqual([]);
  });
});

test('R5: no-cards has no card in the network, and one outside it to be bound', () => {
  holds('no-cards', ({ person, banks }) => {
    expect(banks).toBe(0);
    expect(person.boundCard).toEqual({ bank: 'OTHER', last4: expect.stringMatching(/^[0-9]{4}$/) });
  });
});

test('credit-only has credit cards only, at two banks or more', () => {
  holds('credit-only', (seen) => {
    expect(seen.banks).toBeGreaterThanOrEqual(2);
    expect(seen.reasons).toEqual([]);
    for (const { cardType } of cardsOf(seen)) expect(cardType).toBe('CREDIT');
  });
});

test('R3: no-reserved-mobile, expired-id and cardless-off have every card left out for their one reason', () => {
  const reasonOf = {
    'no-reserved-mobile': 'NO_RESERVED_MOBILE',
    'expired-id': 'ID_EXPIRED',
    'cardless-off': 'CARDLESS_NOT_ENABLED',
  } as const;
  for (const [name, reason] of Object.entries(reasonOf) as [keyof typeof reasonOf, string][]) {
    holds(name, ({ banks, shown, reasons }) => {
      expect(banks).toBeGreaterThanOrEqual(2);
      expect(shown).toBe(0);
      expect(new Set(reasons)).toEqual(new Set([reason]));
    });
  }
});

test('R3: mixed-reasons has all that can be at one bank, and an expired ID document at another', () => {
  holds('mixed-reasons', ({ person }, today) => {
    const answers = person.holdings.map((holding) => answerOf(holding, today));
    const isMixed = ({ cards, unsupported }: ReturnType<typeof answerOf>) =>
      cards.length > 0 && unsupported.map(({ reason }) => reason).join() === 'NO_RESERVED_MOBILE,CARDLESS_NOT_ENABLED';
    const isExpired = ({ cards, unsupported }: ReturnType<typeof answerOf>) =>
      cards.length === 0 && unsupported[0]?.reason === 'ID_EXPIRED';
    expect(answers.filter(isMixed)).toHaveLength(1);
    expect(answers.filter(isExpired)).toHaveLength(1);
  });
});

test('R3: life-long-id carries a document for life, and so has every bank', () => {
  holds('life-long-id', ({ person, banks, reasons }) => {
    expect(person.document.expiresOn).toBe('LONG_TERM');
    expect(banks).toBeGreaterThanOrEqual(3);
    for (const { idExpiresOn } of person.holdings) expect(idExpiresOn).toBe('LONG_TERM');
    expect(reasons).toEqual([]);
  });
});

test('R1: one-bank has cards at one bank, also where a 17th has joined', () => {
  for (const network of [BANKS, [...BANKS, LATER_BANK]]) {
    const check = ({ banks, shown, person }: Seen) => {
      expect(banks).toBe(1);
      expect(person.holdings[0]?.bank).not.toBe(LATER_BANK.code);
      expect(shown).toBeGreaterThan(0);
    };
    holds('one-bank', check, network);
  }
});

test('R1: a 17th bank breaks no promise: ordinary stays queryable there, no-cards has none', () => {
  const network = [...BANKS, LATER_BANK];
  holds('ordinary', ({ reasons }) => expect(reasons).toEqual([]), network);
  holds('no-cards', ({ banks }) => expect(banks).toBe(0), network);
});

test('R6: region-closed lives outside the pilot, every other persona inside', () => {
  for (const name of PERSONA_NAMES) {
    holds(name, ({ person }) => {
      expect(PILOT_REGIONS.includes(person.region)).toBe(name !== 'region-closed');
    });
  }
});

test('the personas are those of interfaces.md, and another name is an error that lists them', () => {
  const named =
    'ordinary many-cards no-cards credit-only no-reserved-mobile expired-id cardless-off mixed-reasons life-long-id';
  expect(PERSONA_NAMES).toEqual([...named.split(' '), 'one-bank', 'region-closed']);
  const name = 'nobody' as PersonaName;
  expect(() => createPeople({ seed: 1 }).persona(name)).toThrow(/there is no persona nobody: one of ordinary, /);
});

test('a persona sequence with a county code, or of another age or region, makes nobody a persona', () => {
  const people = createPeople({ seed: 1 });
  const sequence = 900 + 2 * PERSONA_NAMES.indexOf('life-long-id');
  const idNumber = (address: string, birth: string) => {
    const first17 = `${address}${birth}${sequence}`;
    return first17 + idNumberCheckCharacter(first17);
  };
  expect(people.identity(idNumber('310000', '19500101'))?.persona).toBe('life-long-id');
  for (const other of [
    idNumber('310101', '19500101'),
    idNumber('310000', '19900101'),
    idNumber('440000', '19500101'),
  ]) {
    const identity = people.identity(other);
    expect(identity?.name).toBeDefined();
    expect(identity?.persona).toBeUndefined();
  }
});
