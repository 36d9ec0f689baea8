// What a browser must fetch before it shows anything, as it is sent compressed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const DIST = join(import.meta.dirname, 'dist');
/** Issue 8: first view under 200 KB compressed. */
const MAX_BYTES = 200_000;

const read = (file: string): string => readFileSync(join(DIST, file), 'utf8');

/** The files that a page, a script or a style names to be loaded with it. */
const namedIn = (file: string): readonly string[] => {
  const text = read(file);
  if (file.endsWith('.html')) return [...text.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, name = '']) => name);
  if (!file.endsWith('.js')) return [];
  // Without `import(…)`: that is loaded when somebody goes there.
  return [...text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)].map(([, name = '']) => `assets/${name}`);
};

const withAllNamed = (file: string, known: Set<string> = new Set()): ReadonlySet<string> => {
  if (known.has(file)) return known;
  known.add(file);
  for (const name of namedIn(file)) withAllNamed(name, known);
  return known;
};

test('the first view is under 200 KB compressed, with everything that it loads', () => {
  const files = [...withAllNamed('index.html')];
  expect(files.filter((file) => /\.(js|css)$/.test(file)).length).toBeGreaterThan(1);
  const sizes = files.map((file) => gzipSync(readFileSync(join(DIST, file))).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_BYTES);
});
