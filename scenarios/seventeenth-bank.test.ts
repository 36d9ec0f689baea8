// R1: the number of issuers is data. A 17th bank is a row: no code knows how many there are.
import { expect, test } from 'vitest';
import { BANKS } from '../core/banks.ts';
import { answerOf } from '../simulator/people/ground-truth.ts';
import { NEW_BANK } from './new-bank-fixture.ts';
import { applyFor, registerPerson, viewReport } from './play/app-user.ts';
import { createVirtualNetwork } from './virtual/virtual-network.ts';

test('a 17th bank is asked, answers with cards of its own, and stands in the report; nobody else changes (R1)', async () => {
  const network = createVirtualNetwork({ seed: 5, banks: [...BANKS, NEW_BANK] });
  const sixteen = createVirtualNetwork({ seed: 5 });
  const { engine, people, clock } = network;
  await engine.start();
  const idNumbers = Array.from({ length: 60 }, (_, at) => people.at(at));
  const customer = idNumbers.find((idNumber) => people.holding(idNumber, 'NBCB') !== undefined);
  const person = people.find(customer ?? '');
  if (person === undefined) throw new Error('nobody among sixty people has a card at the new bank');
  const user = await registerPerson(engine, person);
  const applied = await applyFor(engine, user);
  if (!applied.ok) throw new Error(applied.failure.code);
  await clock.runUntil(clock.now() + 3_600_000);
  const seen = await viewReport(engine, user, applied.value.queryId);
  if (!seen.ok) throw new Error(seen.failure.code);
  expect(seen.value.banks).toHaveLength(17);
  expect(seen.value.banks.at(-1)).toMatchObject({ bank: 'NBCB', bankName: '第十七银行', disposition: 'DELIVERED' });
  const truth = answerOf(people.holding(person.idNumber, 'NBCB'), '2026-01-05');
  expect(seen.value.cards.filter(({ bank }) => bank === 'NBCB')).toHaveLength(truth.cards.length);
  for (const idNumber of idNumbers) {
    const others = people.find(idNumber)?.holdings.filter(({ bank }) => bank !== 'NBCB');
    expect(others).toEqual(sixteen.people.find(idNumber)?.holdings);
  }
});
