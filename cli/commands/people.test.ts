// `banknet people` as its users read it: table, JSON, CSV, and what it never shows.
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { createPeople } from '../../simulator/people/people.ts';
import { runBanknet } from '../spawn-suite.ts';

const people = (...args: string[]) => runBanknet(['people', ...args], tmpdir());

test('people are listed as JSON with their ground truth, and no card number in full', async () => {
  const { code, stdout, stderr } = await people('--count', '40', '--json', '--seed', '9');
  expect([code, stderr]).toEqual([0, '']);
  const listed = JSON.parse(stdout);
  expect(listed).toHaveLength(40);
  const truth = createPeople({ seed: 9 });
  expect(listed[3]).toMatchObject({ idNumber: truth.at(3), name: truth.identity(truth.at(3))?.name });
  const pans = listed.flatMap(({ idNumber }: { idNumber: string }) =>
    (truth.find(idNumber)?.holdings ?? []).flatMap(({ cards }) => cards.map(({ pan }) => pan)),
  );
  expect(pans.length).toBeGreaterThan(40);
  for (const pan of pans) expect(stdout).not.toContain(pan);
});

test('CSV has a head and a row for each card, with as many fields everywhere (RFC 4180)', async () => {
  const { stdout } = await people('--persona', 'many-cards', '--count', '3', '--csv');
  const [head = '', ...rows] = stdout.trimEnd().split('\r\n');
  expect(head).toMatch(/^idNumber,name,sex,/);
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) expect(row.split(',')).toHaveLength(head.split(',').length);
});

test('a person without cards still has a row', async () => {
  const { stdout } = await people('--persona', 'no-cards', '--count', '1', '--csv');
  expect(stdout.trimEnd().split('\r\n')).toHaveLength(2);
});

test('the table is the same for the same seed and lines up', async () => {
  const [one, two] = [await people('--count', '5'), await people('--count', '5')];
  expect(one.stdout).toBe(two.stdout);
  expect(one.stdout.split('\n')[0]).toMatch(/^姓名 +性别 +身份证号/);
});

test('people beyond the population are wrong usage, and say how many there are', async () => {
  const { code, stderr } = await people('--start', '999999', '--count', '2');
  expect(code).toBe(2);
  expect(stderr).toContain('must not go beyond population.people, which is 1000000');
});

test('a reader who has seen enough ends it quietly', async () => {
  const { spawnBanknet } = await import('../spawn-suite.ts');
  const running = spawnBanknet(['people', '--count', '200000', '--csv'], tmpdir());
  running.child.stdout?.once('data', () => running.child.stdout?.destroy());
  const { code, stderr } = await running.finished;
  expect([code, stderr]).toEqual([0, '']);
});
