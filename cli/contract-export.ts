// What `banknet contract export` does: gathers what a bank's team needs, and writes it into a folder.
import { exportFiles } from '../contracts/export/export-files.ts';
import { pactHashOf } from '../contracts/verify/pact-hash.ts';
import { BANKS } from '../core/banks.ts';
import { DEFAULT_SEED } from '../core/random.ts';
import packageFile from '../package.json' with { type: 'json' };
import { scenarioJsonSchema } from '../scenarios/story/scenario-schema.ts';
import { createPeople } from '../simulator/people/people.ts';
import { PERSONAS } from '../simulator/people/personas.ts';
import { DEFAULT_POPULATION } from '../simulator/people/settings.ts';
import type { CommandContext } from './command-context.ts';
import { configJsonSchema } from './config-json-schema.ts';
import { writeExportFolder } from './export-folder.ts';
import { personOf } from './free-person.ts';
import { recordOf } from './people-listing.ts';

export interface ExportArguments {
  readonly out: string;
  readonly seed?: number;
  readonly quiet?: boolean;
}

/** Enough to see that a persona is a kind of people, and no one person. */
const PEOPLE_OF_A_PERSONA = 2;

/** @throws {CliProblem} 2 where the folder has other things in it, 3 where it cannot be written */
export const exportContract = async (args: ExportArguments, { print }: CommandContext): Promise<void> => {
  const seed = args.seed ?? DEFAULT_SEED;
  const files = exportFiles({
    banknetSchema: configJsonSchema(),
    scenarioSchema: scenarioJsonSchema(),
    people: peopleOf(seed),
  });
  const pacts = Object.fromEntries(BANKS.map(({ code }) => [code, pactHashOf(code)]));
  writeExportFolder(args.out, { about: { banknet: packageFile.version, seed, pacts }, files });
  if (args.quiet === true) return;
  await print(`${Object.keys(files).length + 1} files in ${args.out}: begin with ${args.out}/README.md\n`);
};

/** Each persona with the truth at every bank, on the day on which the population is as it is meant to be. */
const peopleOf = (seed: number) => {
  const people = createPeople({ seed });
  const { asOf } = DEFAULT_POPULATION;
  const personas = PERSONAS.map(({ name, promise }) => ({
    persona: name,
    promise,
    people: Array.from({ length: PEOPLE_OF_A_PERSONA }, (_, index) =>
      recordOf(index, personOf(people, name, index), asOf),
    ),
  }));
  return { seed, asOf, personas };
};
