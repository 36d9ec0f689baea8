// Run by `npm run build`: puts profiles and plans beside the compiled program, which reads them as files.
import { cpSync } from 'node:fs';

for (const folder of ['profiles/', 'plans/']) {
  cpSync(new URL(folder, import.meta.url), new URL(`../dist/load/${folder}`, import.meta.url), { recursive: true });
}
