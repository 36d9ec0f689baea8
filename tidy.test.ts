// The structure of design.md and the habits of style.md, held by a test: directions of imports, purity, sizes.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = import.meta.dirname;
const MAX_FILE_LINES = 250;
const MAX_COLUMNS = 120;
const FORBIDDEN_FOLDERS = new Set(['src', 'utils', 'common', 'helpers', 'types']);
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', '.git']);

/** Who may import whom: a folder, or a part of one, and the folders it may reach beside itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  report: ['core'],
  simulator: ['core'],
  engine: ['core'],
  contracts: ['core', 'engine', 'simulator', 'report'],
  scenarios: ['core', 'engine', 'simulator', 'report'],
  load: ['core', 'engine', 'simulator', 'scenarios', 'report'],
  bench: ['core', 'engine', 'simulator', 'scenarios', 'load', 'cli', 'report'],
  console: ['core', 'report', 'load'],
  cli: ['core', 'engine', 'simulator', 'contracts', 'scenarios', 'load', 'report', 'console'],
};

/** Adapters: the only files of otherwise pure places that may touch what is outside the program. */
const ADAPTERS = new Set(['core/system-clock.ts', 'core/node-digests.ts']);

const isPure = (file: string): boolean =>
  (/^(core|report|simulator\/(people|issuer|faults|checks)|engine)\//.test(file) &&
    !/^engine\/(store|doors)\//.test(file) &&
    !ADAPTERS.has(file)) ||
  /^engine\/store\/memory(-[a-z]+)?\.ts$/.test(file);

const IMPURE: Readonly<Record<string, RegExp>> = {
  'a node: module': /from 'node:/,
  'real time': /\bDate\.now\b|\bnew Date\(\)|\bperformance\./,
  'a real timer': /\bset(Timeout|Interval|Immediate)\(/,
  'unkeyed chance': /\bMath\.random\b|\bcrypto\./,
  'the process': /\bprocess\./,
  'the console': /\bconsole\./,
  'the network': /\bfetch\(/,
};

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : filesBelow(path);
    return /\.(ts|tsx)$/.test(entry.name) ? [relative(ROOT, path)] : [];
  });

const FILES = filesBelow(ROOT);
/** Tests and what only tests use: a shared suite, fixtures. */
const TEST_SUPPORT = /(\.test|-suite|-fixtures?)\.tsx?$/;
const SOURCES = FILES.filter((file) => !TEST_SUPPORT.test(file));
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const importsOf = (file: string): string[] =>
  [...textOf(file).matchAll(/(?:from|import)\s+'(\.[^']+)'/g)].map(([, path = '']) =>
    relative(ROOT, join(ROOT, dirname(file), path)),
  );

test('imports go in one direction only', () => {
  const wrong = SOURCES.flatMap((file) => {
    const home = file.split('/')[0] ?? '';
    const allowed = [home, ...(MAY_IMPORT[home] ?? [])];
    return importsOf(file).flatMap((target) => {
      const folder = target.split('/')[0] ?? '';
      if (target === 'package.json') return [];
      return file.includes('/') && !allowed.includes(folder) ? [`${file} imports ${target}`] : [];
    });
  });
  expect(wrong).toEqual([]);
});

test('no two files import each other in a circle', () => {
  const state = new Map<string, 'open' | 'closed'>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'open') circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (state.has(file)) return;
    state.set(file, 'open');
    // Types alone make no circle at run time.
    const values = textOf(file).replaceAll(/^import type [^;]*;$/gm, '');
    for (const [, target = ''] of values.matchAll(/^(?:import|export)[^;]*?from '(\.[^']+)'/gm)) {
      visit(relative(ROOT, join(ROOT, dirname(file), target)), [...path, file]);
    }
    state.set(file, 'closed');
  };
  for (const file of SOURCES) visit(file, []);
  expect(circles).toEqual([]);
});

test('pure places touch nothing outside the program', () => {
  const wrong = SOURCES.filter(isPure).flatMap((file) => {
    const code = textOf(file).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    return Object.entries(IMPURE).flatMap(([what, pattern]) => (pattern.test(code) ? [`${file} uses ${what}`] : []));
  });
  expect(wrong).toEqual([]);
});

test('real time is touched by the system clock alone', () => {
  const clocks = /^(core|report|engine|simulator|scenarios)\//;
  const wrong = SOURCES.filter((file) => clocks.test(file) && file !== 'core/system-clock.ts').filter((file) =>
    /\bDate\.now\b|\bset(Timeout|Interval)\(|\bMath\.random\b/.test(textOf(file)),
  );
  expect(wrong).toEqual([]);
});

test('files stay small and lines short', () => {
  const wrong = FILES.flatMap((file) => {
    const lines = textOf(file).split('\n');
    const isTest = !SOURCES.includes(file);
    return [
      ...(lines.length > MAX_FILE_LINES + 1 && !isTest ? [`${file} has ${lines.length - 1} lines`] : []),
      ...lines.flatMap((line, at) =>
        [...line].length > MAX_COLUMNS && !isTextLine(line) ? [`${file}:${at + 1} is too long`] : [],
      ),
    ];
  });
  expect(wrong).toEqual([]);
});

/** A long text for a user, and the title of a test, stay one literal, so that they can be searched for. */
const isTextLine = (line: string): boolean => /^\s*('[^']*'|`[^`]*`)[,;]?$|: (own|source)\('|^test\('/.test(line);

test('every file opens by saying what it is', () => {
  expect(SOURCES.filter((file) => !/^\/\/ \S/.test(textOf(file)))).toEqual([]);
});

test('files are kebab-case nouns and folders name what they hold', () => {
  const wrong = FILES.filter((file) => {
    const parts = file.split('/');
    const name = parts.at(-1) ?? '';
    return (
      !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|bench|config))?\.tsx?$/.test(name) ||
      parts.some((part) => FORBIDDEN_FOLDERS.has(part))
    );
  });
  expect(wrong).toEqual([]);
});

test('no test is skipped or narrowed, no type is silenced', () => {
  const marks = /\b(it|test|describe)\.(skip|only|todo)\b|@ts-(ignore|expect-error)|biome-ignore/;
  expect(FILES.filter((file) => file !== 'tidy.test.ts' && marks.test(textOf(file)))).toEqual([]);
});
