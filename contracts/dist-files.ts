// Run by `npm run build`: puts beside the compiled program what it reads as files, the documents and the pacts.
import { cpSync } from 'node:fs';

const DIST = new URL('../dist/contracts/', import.meta.url);
const KEPT = /\.(yaml|json)$|\/pacts$|\/contracts\/?$/;

cpSync(new URL('./', import.meta.url), DIST, { recursive: true, filter: (source) => KEPT.test(source) });
