// Switches a defect on: `BANKNET_DEFECT=name node --import ./scenarios/defects/load-defect.ts PROGRAM`. Hooks the
// loading of modules and changes the source of those that the defect is in. Also for workers, by execArgv and env.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { filesOf, patchedSource } from './defect.ts';
import { findDefect } from './defects.ts';

const ROOT = new URL('../../', import.meta.url);

const name = process.env.BANKNET_DEFECT;
if (name === undefined || name === '') {
  throw new Error('load-defect.ts switches a defect on, and BANKNET_DEFECT does not say which: set it to its name');
}
const defect = findDefect(name);
const files = new Map(filesOf(defect).map((file) => [new URL(file, ROOT).href, file]));
const missing = new Set(files.values());

registerHooks({
  load(url, context, nextLoad) {
    const file = files.get(url);
    if (file === undefined) return nextLoad(url, context);
    missing.delete(file);
    const source = patchedSource(defect, file, readFileSync(fileURLToPath(url), 'utf8'));
    // Types are stripped after this hook.
    return { format: 'module-typescript', source, shortCircuit: true };
  },
});

process.once('exit', () => {
  if (missing.size === 0) return;
  process.stderr.write(`defect ${name} was not in this run: ${[...missing].join(', ')} was not loaded\n`);
});

/** Whether all of the defect is in what was loaded so far. */
export const isDefectIn = (): boolean => missing.size === 0;
