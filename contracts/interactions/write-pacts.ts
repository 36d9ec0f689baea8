// `npm run pacts`: writes the pacts that are committed. A test compares them with what the tables say.
import { fileURLToPath } from 'node:url';
import { writeAllPacts } from './all-pacts.ts';

await writeAllPacts(fileURLToPath(new URL('../pacts', import.meta.url)));
