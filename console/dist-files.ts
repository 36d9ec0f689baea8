// Run by `npm run build`: puts the built page beside the compiled program, which serves it.
import { cpSync } from 'node:fs';

cpSync(new URL('dist/', import.meta.url), new URL('../dist/console/dist/', import.meta.url), { recursive: true });
