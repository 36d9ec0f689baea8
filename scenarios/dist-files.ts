// Run by `npm run build`: puts the library beside the compiled program, which plays it for whoever asks in the console.
import { cpSync } from 'node:fs';

const DIST = new URL('../dist/scenarios/library/', import.meta.url);

cpSync(new URL('library/', import.meta.url), DIST, {
  recursive: true,
  filter: (source) => !/\/logs$|\.md$/.test(source),
});
