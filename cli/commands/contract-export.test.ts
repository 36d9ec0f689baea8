// `banknet contract export` as its users run it: what lies in the folder, and what it leaves alone.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../command-fixture.ts';

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'banknet-export-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};
const exported = (...args: readonly string[]) => runCommand('contract', 'export', ...args);

const contentOf = (path: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(path.length), readFileSync(file, 'utf8')]),
  );

test('a new folder gets everything, the same bytes each time, and says where to begin', async () => {
  const one = join(folder(), 'deep', 'contract');
  const other = folder();
  const { code, stdout } = await exported('--out', one);
  expect([code, stdout]).toEqual([0, expect.stringContaining(`begin with ${one}/README.md\n`)]);
  await exported('--out', other, '--quiet');
  expect(contentOf(other)).toEqual(contentOf(one));
  const people = JSON.parse(readFileSync(join(one, 'people.json'), 'utf8'));
  expect(people.personas.map(({ persona }: { readonly persona: string }) => persona)).toContain('mixed-reasons');
  const list = JSON.parse(readFileSync(join(one, 'banknet-export.json'), 'utf8'));
  expect(list.pacts.ICBC).toMatch(/^[0-9a-f]{64}$/);
  const schema = readFileSync(new URL('../../banknet.schema.json', import.meta.url), 'utf8');
  expect(readFileSync(join(one, 'schemas/banknet.schema.json'), 'utf8')).toBe(schema);
});

test('an export of before is written anew, and what is no more in it goes', async () => {
  const out = folder();
  await exported('--out', out, '--seed', '7');
  const list = JSON.parse(readFileSync(join(out, 'banknet-export.json'), 'utf8'));
  writeFileSync(join(out, 'old.txt'), '');
  list.files['old.txt'] = '';
  writeFileSync(join(out, 'banknet-export.json'), JSON.stringify(list));
  expect((await exported('--out', out)).code).toBe(0);
  expect(readdirSync(out)).not.toContain('old.txt');
  expect(JSON.parse(readFileSync(join(out, 'people.json'), 'utf8')).seed).toBe(42);
});

test('a folder with other things, or with a file that somebody has changed, is left as it is', async () => {
  const mine = folder();
  writeFileSync(join(mine, 'thesis.txt'), 'mine');
  const { code, problem } = await exported('--out', mine);
  expect([code, problem]).toEqual([2, expect.stringContaining('is no export of ours and is not empty (thesis.txt)')]);
  expect(contentOf(mine)).toEqual({ '/thesis.txt': 'mine' });
  const out = folder();
  await exported('--out', out);
  writeFileSync(join(out, 'README.md'), 'my notes');
  const before = contentOf(out);
  expect((await exported('--out', out)).problem).toContain('or that were changed since (README.md)');
  expect(contentOf(out)).toEqual(before);
});

test('a list that says nothing protects nothing: what lies beside it is somebody else’s', async () => {
  const out = folder();
  writeFileSync(join(out, 'banknet-export.json'), '{"kind":"other"}');
  mkdirSync(join(out, 'src'));
  writeFileSync(join(out, 'src/main.go'), '');
  expect(await exported('--out', out)).toMatchObject({ code: 2, problem: expect.stringContaining('src/main.go') });
});

test('without --out it is wrong usage; what is no folder, or takes none, is the environment', async () => {
  expect(await exported()).toMatchObject({ code: 2, problem: expect.stringContaining('--out is missing') });
  const file = join(folder(), 'file');
  writeFileSync(file, '');
  expect(await exported('--out', file)).toMatchObject({ code: 3, problem: expect.stringContaining('ENOTDIR') });
  expect((await exported('--out', '/proc/none')).code).toBe(3);
});
