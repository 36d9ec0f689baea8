// The scanner finds what must not be there, in any wrapping, and nothing else (I9).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMaskedPan, maskIdNumber, maskMobile, maskName } from '../../core/mask.ts';
import { DEFAULT_SETTINGS } from '../../engine/settings.ts';
import { createPeople } from '../../simulator/people/people.ts';
import type { Person } from '../../simulator/people/person.ts';
import { createOracle, judge } from './oracle.ts';
import { createPersonalDataScanner, isWorthALook } from './personal-data.ts';
import { restraintOf } from './run-record.ts';
import type { Sight } from './sight.ts';
import { contextWith } from './sights-fixture.ts';

const population = createPeople({ seed: 5 });
const PEOPLE: readonly Person[] = Array.from({ length: 300 }, (_, at) => {
  const person = population.find(population.at(at));
  if (person === undefined) throw new Error('the population lists somebody who does not exist');
  return person;
});
const scanner = createPersonalDataScanner(PEOPLE);
const whatIn = (text: string) => scanner.find(text).map(({ what }) => what);

test('each datum of each person is found wherever it stands', () => {
  for (const { name, idNumber, mobile, holdings } of PEOPLE) {
    expect(whatIn(`{"msg":"registered ${name}"}`)).toEqual(['name']);
    expect(whatIn(`id=${idNumber.toLowerCase()},`)).toEqual(['ID number']);
    expect(whatIn(`+86${mobile}`)).toEqual(['mobile']);
    for (const { pan } of holdings.flatMap(({ cards }) => cards)) expect(whatIn(`x${pan}y`)).toEqual(['card number']);
  }
});

test('an escaped or percent-encoded name is found as well', () => {
  const name = PEOPLE[0]?.name ?? '';
  const escaped = [...name].map((letter) => `\\u${letter.charCodeAt(0).toString(16)}`).join('');
  expect(whatIn(`{"name":"${escaped}"}`)).toEqual(['name']);
  expect(whatIn(`GET /v1/people?name=${encodeURIComponent(name)}&x=%ff`)).toEqual(['name']);
});

test("a full card number is found although it is nobody's", () => {
  expect(whatIn('"pan":"6222000011112222"')).toEqual(['card number']);
  expect(whatIn('6222000011112222333')).toEqual(['card number']);
});

test('masked forms, instants, ids and trace contexts are no hits', () => {
  const trace = '00-62221234567890123456789012345678-6222123456789012-01';
  for (const { name, idNumber, mobile, holdings } of PEOPLE) {
    const cards = holdings.flatMap((holding) => holding.cards);
    const masks = cards.map(({ pan }) => formatMaskedPan(pan.slice(0, 4), pan.slice(-4)));
    const text = [maskName(name), maskIdNumber(idNumber), maskMobile(mobile), ...masks].join(' ');
    expect(scanner.find(`${text} 1764054003206 2026-11-25T07:10:12.206+08:00 q62221234567890123 ICBC`)).toEqual([]);
  }
  expect(scanner.find(trace)).toEqual([]);
});

test('a hit is told without being told again', () => {
  const { name, idNumber, mobile } = PEOPLE[1] ?? { name: '', idNumber: '', mobile: '' };
  const shown = JSON.stringify(scanner.find(`${name} ${idNumber} ${mobile}`));
  expect(scanner.find(shown)).toEqual([]);
});

test('any text around a number neither hides it nor makes one (I9)', () => {
  const around = fc.string().filter((text) => !/[0-9]/.test(text));
  fc.assert(
    fc.property(around, around, fc.constantFrom(...PEOPLE), (before, after, { mobile }) => {
      expect(whatIn(before + mobile + after)).toContain('mobile');
      expect(scanner.find(before + after).filter(({ what }) => what !== 'name')).toEqual([]);
    }),
  );
});

test('eleven digits in a row are worth a look wherever they stand, and so is what may be a name or an escape', () => {
  const part = fc.oneof(
    fc.stringMatching(/^[0-9]{1,14}$/),
    fc.stringMatching(/^[a-z:-]{0,12}$/),
    fc.constantFrom('王', '%', '\\', 'é'),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const text = parts.join('');
      expect(isWorthALook(text)).toBe(/[0-9]{11}|[%\\王]/.test(text));
    }),
    { numRuns: 2000 },
  );
});

test('an event and a text with personal data break the invariant, each by its place', () => {
  const person = PEOPLE[2];
  if (person === undefined) throw new Error('there is nobody');
  const base = { queries: [], events: [], untilMs: 0, intervalMs: 0, throttle: { burst: 1, perSecond: 1 } };
  const restraint = restraintOf(DEFAULT_SETTINGS);
  const truthOn = () => ({ cards: [], unsupported: [] });
  const event = { type: 'code-sent', atMs: 1 } as const;
  const clean = { ...base, restraint, truthOn, people: PEOPLE, texts: [{ where: 'the log', text: 'started' }] };
  expect(judge({ ...clean, events: [event] })).toEqual([]);
  const leaks = { ...event, to: person.mobile };
  const texts = [{ where: 'the log', text: `started by ${person.name}` }];
  expect(judge({ ...clean, events: [leaks], texts }).map(({ invariant }) => invariant)).toEqual(['I9', 'I9']);
  expect(judge({ ...clean, events: [leaks], texts }).map(({ message }) => message)).toEqual([
    expect.stringMatching(/^an event code-sent has a mobile \(/),
    expect.stringMatching(/^the log has a name \(.\*\) at character 11$/),
  ]);
});

test('an event is looked at to any depth, and for whoever has come since one like it was seen', () => {
  const person = PEOPLE[3];
  if (person === undefined) throw new Error('there is nobody');
  const known: Person[] = [];
  const oracle = createOracle(contextWith({}, { people: () => known }));
  const event = { type: 'code-sent', to: [{ mobile: person.mobile }], atMs: 1 } as const;
  const sight: Sight = { kind: 'engine', event, atMs: 1 };
  expect(oracle.see(sight)).toEqual([]);
  known.push(person);
  expect(oracle.see(sight)).toEqual([expect.objectContaining({ invariant: 'I9' })]);
});
