// `banknet people` as its users read it: table, JSON, CSV, and what it never shows.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createPeople } from '../../simulator/people/people.ts';
import { csvLine } from '../people-listing.ts';
import { runBanknet, spawnBanknet } from '../spawn-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'banknet-people-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const people = (...args: string[]) => runBanknet(['people', ...args], folder);

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
  const running = spawnBanknet(['people', '--count', '200000', '--csv'], folder);
  running.child.stdout?.once('data', () => running.child.stdout?.destroy());
  const { code, stderr } = await running.finished;
  expect([code, stderr]).toEqual([0, '']);
});

test('the truth says why a card cannot be queried, and counts as its bank must (R3)', async () => {
  const { stdout } = await people('--persona', 'mixed-reasons', '--count', '5', '--json');
  for (const { banks } of JSON.parse(stdout)) {
    for (const { cards, unsupported } of banks) {
      const counted = unsupported.reduce((sum: number, { count }: { count: number }) => sum + count, 0);
      expect(cards.filter((card: object) => 'unsupported' in card)).toHaveLength(counted);
    }
    const reasons = banks.flatMap(({ unsupported }: { unsupported: { reason: string }[] }) =>
      unsupported.map(({ reason }) => reason),
    );
    expect(new Set(reasons)).toEqual(new Set(['ID_EXPIRED', 'NO_RESERVED_MOBILE', 'CARDLESS_NOT_ENABLED']));
  }
});

test('people in pieces are one JSON array', async () => {
  const { stdout } = await people('--count', '450', '--start', '7', '--json');
  expect(JSON.parse(stdout).map(({ index }: { index: number }) => index)).toEqual(
    Array.from({ length: 450 }, (_, at) => at + 7),
  );
});

test('a persona has so many people, and asking for more is wrong usage before anything is printed', async () => {
  writeFileSync(join(folder, 'many.yaml'), 'population: { people: 88000000 }');
  const { code, stdout, stderr } = await runBanknet(
    ['people', '--persona', 'region-closed', '--start', '80000000', '--config', 'many.yaml'],
    folder,
  );
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^there is no person 80000009 of persona region-closed: /);
});

test('Ctrl-C in the middle of a long list ends with 130', async () => {
  const running = spawnBanknet(['people', '--count', '500000', '--csv'], folder);
  await running.waitFor(/idNumber/);
  running.child.kill('SIGINT');
  const { code, stderr } = await running.finished;
  expect([code, stderr]).toEqual([130, '']);
});

test('a field with a comma, quote or line break is quoted (RFC 4180)', () => {
  expect(csvLine(['a', 'b,c', 'd"e', 'f\ng'])).toBe('a,"b,c","d""e","f\ng"\r\n');
});
