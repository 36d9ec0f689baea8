// Run by `npm run build`: puts the profiles beside the compiled program, which reads them as files.
import { cpSync } from 'node:fs';

cpSync(new URL('profiles/', import.meta.url), new URL('../dist/load/profiles/', import.meta.url), { recursive: true });
