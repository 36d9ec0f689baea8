// Scenario files on a disk: folders are walked, and every mistake of every file is told at once with its place.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { scenarioSchema } from '../scenarios/story/scenario-schema.ts';
import { CliProblem } from './problem.ts';
import { loadScenarios } from './scenario-files.ts';
import { readYamlDocuments } from './yaml-text.ts';

const story = (name: string): string => `name: ${name}\nsteps: [{ at: 0s, heal: }]\n`;

/** A folder with these files; a name may lead into folders of its own. */
const folderWith = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'banknet-scenarios-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
};

const problemsOf = (folder: string, ...names: readonly string[]): readonly string[] => {
  try {
    loadScenarios(names.length === 0 ? [folder] : names.map((name) => join(folder, name)));
  } catch (error) {
    if (error instanceof CliProblem && error.exitCode === 2) {
      return error.lines.map((line) => line.replaceAll(`${folder}/`, ''));
    }
    throw error;
  }
  return [];
};

const linesOf = (text: string): readonly string[] => {
  const read = readYamlDocuments(text, 'a.yaml', scenarioSchema);
  return read.ok ? [] : read.failure;
};

test('a folder is walked in the order of names; each document of a file is a scenario, and JSON is read too', () => {
  const folder = folderWith({
    'b.yaml': `${story('B 1')}---\n${story('B 2')}`,
    'a/z.yml': story('A'),
    'c.json': '{"name": "C", "steps": [{"at": "0s", "heal": null}]}',
    'notes.md': 'not: a scenario',
    'logs/a.log': 'neither',
  });
  symlinkSync(folder, join(folder, 'a', 'round'));
  const loaded = loadScenarios([folder, join(folder, 'b.yaml')]);
  expect(loaded.map(({ file, scenario }) => [file.slice(folder.length + 1), scenario.name])).toEqual([
    ['a/z.yml', 'A'],
    ['b.yaml', 'B 1'],
    ['b.yaml', 'B 2'],
    ['c.json', 'C'],
  ]);
  expect(loaded[0]?.data).toEqual({ name: 'A', steps: [{ at: '0s', heal: null }] });
});

test('every mistake of every file is told at once, with file, line and column', () => {
  const folder = folderWith({
    'a.yaml': `name: A
given:
  people: { li: { persona: ordnary } }
steps:
  - { at: 1h, aply: { person: li, banks: ALL } }
  - { at: 1m, apply: { person: lee, banks: [CBM] } }
`,
    'b.yaml': `${story('B')}---\nname: B 2\nsteps: [{ at: 0s, view: { query: q1 } }]\n`,
    'c.json': '{"name": "C", "steps": [}',
    'good.yaml': story('good'),
  });
  expect(problemsOf(folder)).toEqual([
    expect.stringMatching(
      /^a\.yaml:3:19: given\.people\.li\.persona: must be .*did you mean ordinary\?; it is "ordnary"$/,
    ),
    'a.yaml:5:15: unknown key aply in steps.0; did you mean apply?',
    'a.yaml:6:7: steps.1.at: must not be before the step above it, which is at 1h; it is "1m"',
    'a.yaml:6:24: steps.1.apply.person: must be one of given.people; there are li; it is "lee"',
    'a.yaml:6:45: steps.1.apply.banks.0: must be a bank, or the step expect refused: UNKNOWN_BANK; did you mean CMB?; it is "CBM"',
    expect.stringMatching(/^b\.yaml:5:27: steps\.0\.view\.query: must be a query that an earlier step applies for/),
    expect.stringMatching(/^c\.json:1:25: /),
    expect.stringMatching(/^c\.json:1:25: /),
  ]);
});

test('a file that is missing, no text, far too large, or a folder without scenarios is told beside the others', () => {
  const folder = folderWith({
    'large.yaml': `${story('L')}#${'x'.repeat(1_048_576)}`,
    'latin.yaml': Buffer.from([0x73, 0xe9]),
    'empty.yaml': '# nothing\n',
    'none/readme.md': '',
  });
  expect(problemsOf(folder, 'gone.yaml', 'none', 'large.yaml', 'latin.yaml', 'empty.yaml')).toEqual([
    'gone.yaml: is not there (ENOENT); name a scenario file, or a folder with some',
    'none: has no scenario file (.yaml, .yml or .json)',
    'large.yaml: is over 1048576 bytes and so no scenario file',
    'latin.yaml: is not UTF-8; save it as UTF-8 text',
    'empty.yaml:1:1: is empty',
  ]);
  expect(() => loadScenarios(['/dev/zero'])).toThrow('/dev/zero: is over 1048576 bytes and so no scenario file');
});

test('aliases that explode, and nesting beyond all measure, are mistakes with their place', () => {
  const levels = [...'bcdefgh'].map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at]},`.repeat(9)}]`);
  expect(linesOf(`name: bomb\na: &a [${'x,'.repeat(9)}x]\n${levels.join('\n')}`)).toEqual([
    'a.yaml:3:8: aliases (*name) expand too far',
  ]);
  expect(linesOf('name: *nobody')).toEqual(['a.yaml:1:7: an alias (*name) has no anchor (&name) before it']);
  expect(linesOf(`name: x\nsteps: ${'['.repeat(500)}${']'.repeat(500)}`)).toEqual([
    'a.yaml:2:72: is nested deeper than 64 levels',
  ]);
  expect(linesOf('['.repeat(20_000))).toEqual([expect.stringMatching(/^a\.yaml:1:\d+: is nested too deeply$/)]);
  expect(linesOf(`name: x\nsteps: [${'x,'.repeat(100_000)}]`)).toEqual([
    'a.yaml:2:1: steps: must not be more than 1000 steps; it is ["x","x","x","x","x","x","x","x","x","x"…',
  ]);
});

test('no name of a person and no number of a document, card or phone is repeated', () => {
  const lines = linesOf(`name: x
given:
  people:
    li: { name: "${'王'.repeat(65)}", mobile: "2701234567890", cards: ["6222021234567890123"] }
steps: [{ at: 0s, person: { person: li, name: 5310101 } }]
`);
  expect(lines).toHaveLength(4);
  expect(lines.join()).not.toMatch(/王|2701234567890|6222021|5310101/);
});

test('no text crashes the reader: each gives scenarios or lines with places (property)', () => {
  const piece = fc.constantFrom(
    ...[
      'name: x',
      'steps:',
      '- ',
      'at: 0s',
      'heal',
      'apply',
      ': ',
      '{',
      '}',
      '[',
      ']',
      '\n',
      '  ',
      '---\n',
      '1',
      '&a ',
    ],
    ...['*a', '<<', '"', '!x', '#', 'given', 'people'],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      for (const line of linesOf(pieces.join(''))) expect(line).toMatch(/^a\.yaml:\d+:\d+: \S/);
    }),
  );
});
