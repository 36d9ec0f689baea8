// `banknet people`: synthetic people with their ground truth at every bank. Starts nothing.
import { Command, Option } from 'commander';
import { shanghaiDay } from '../../core/calendar.ts';
import { nextTurn } from '../../core/system-clock.ts';
import { createPeople, type People } from '../../simulator/people/people.ts';
import type { Person } from '../../simulator/people/person.ts';
import type { PersonaName } from '../../simulator/people/personas.ts';
import { MAX_PEOPLE } from '../../simulator/people/settings.ts';
import type { CommandContext } from '../command-context.ts';
import { loadConfig } from '../config.ts';
import { EXIT } from '../exit-codes.ts';
import { personOf } from '../free-person.ts';
import { type Collector, sharedOptions, valueOption, wholeNumber } from '../options.ts';
import { CSV_HEAD, csvLine, csvRowsOf, PEOPLE_COLUMNS, type PersonRecord, recordOf, rowOf } from '../people-listing.ts';
import { CliProblem } from '../problem.ts';
import { seedFrom } from '../run-network.ts';
import { formatTable } from '../table.ts';

/** People are made and written in pieces of so many, so that a million of them take no memory; a table has as many. */
const PIECE = 200;

interface PeopleArguments {
  readonly count: number;
  readonly start: number;
  readonly persona?: PersonaName;
  readonly seed?: number;
  readonly config?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
}

export const peopleCommand = (collector: Collector): Command => {
  const shared = sharedOptions(collector);
  return new Command('people')
    .description(
      'Lists synthetic people with their ground truth at every bank: what each has on file, and why a card cannot be ' +
        'queried. The same seed gives the same people.',
    )
    .summary('list synthetic people with their ground truth at every bank')
    .addOption(valueOption(collector, '--count <n>', 'how many', wholeNumber(1, MAX_PEOPLE)).default(10))
    .addOption(valueOption(collector, '--start <n>', 'index of the first', wholeNumber(0, MAX_PEOPLE)).default(0))
    .addOption(shared.persona('only people of one persona'))
    .addOption(shared.seed())
    .addOption(shared.config())
    .addOption(new Option('--json', 'an array with an object for each person').conflicts('csv'))
    .option('--csv', 'a row for each card, with a head; one row for who has none')
    .addHelpText('after', '\nExample:\n  banknet people --persona mixed-reasons --count 1 --json')
    .action((args: PeopleArguments) => collector.choose((context) => people(args, context)));
};

const people = async (args: PeopleArguments, context: CommandContext): Promise<void> => {
  const config = loadConfig(args.config);
  const seed = seedFrom(args.seed, config);
  const all = createPeople({ seed, population: config.population });
  const end = args.start + args.count;
  if (end > all.size) {
    const right = `--start and --count together must not go beyond population.people, which is ${all.size}`;
    throw new CliProblem(EXIT.usage, `The population has no person ${end - 1}: ${right}`);
  }
  // Before anything is printed: is there a last one?
  personAt(all, args.persona, end - 1);
  const form = formOf(args, context);
  const today = shanghaiDay(context.nowMs());
  await context.print(form.head);
  for (let from = args.start; from < end && !context.signal.aborted; from += PIECE) {
    const until = Math.min(from + PIECE, end);
    const piece = Array.from({ length: until - from }, (_, at) =>
      recordOf(from + at, personAt(all, args.persona, from + at), today),
    );
    await context.print(form.piece(piece, from === args.start));
    // A Ctrl-C gets its turn, also where the reader takes everything at once.
    await nextTurn();
  }
  await context.print(form.tail(seed));
};

const personAt = (all: People, persona: PersonaName | undefined, index: number): Person => {
  if (persona !== undefined) return personOf(all, persona, index);
  const person = all.find(all.at(index));
  if (person === undefined) throw new Error(`person ${index} of the population is listed and does not exist`);
  return person;
};

/** How people are written, piece by piece. */
interface Form {
  readonly head: string;
  readonly piece: (records: readonly PersonRecord[], isFirst: boolean) => string;
  readonly tail: (seed: number) => string;
}

const JSON_FORM: Form = {
  head: '[',
  piece: (records, isFirst) => (isFirst ? '\n' : ',\n') + records.map((record) => JSON.stringify(record)).join(',\n'),
  tail: () => '\n]\n',
};

const CSV_FORM: Form = {
  head: csvLine(CSV_HEAD),
  piece: (records) => records.flatMap(csvRowsOf).map(csvLine).join(''),
  tail: () => '',
};

const formOf = ({ json, csv }: PeopleArguments, { columns, paint }: CommandContext): Form => {
  if (json === true) return JSON_FORM;
  if (csv === true) return CSV_FORM;
  return {
    head: '',
    piece: (records) => `${formatTable(PEOPLE_COLUMNS, records.map(rowOf), { columns, paint })}\n`,
    tail: (seed) => `\nSeed ${seed}\n`,
  };
};
