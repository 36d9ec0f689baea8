// `banknet people`: synthetic people with their ground truth at every bank. Card numbers only as far as an issuer
// shows them.
import { Command, Option } from 'commander';
import { BANKS } from '../../core/banks.ts';
import { maskPan } from '../../core/mask.ts';
import { REGIONS } from '../../core/regions.ts';
import { createPeople, type People } from '../../simulator/people/people.ts';
import type { HeldCard, Holding, Person } from '../../simulator/people/person.ts';
import { PERSONA_NAMES, type PersonaName } from '../../simulator/people/personas.ts';
import { loadConfig } from '../config.ts';
import { configOption, seedOption, wholeNumber } from '../options.ts';
import { CliProblem, EXIT } from '../problem.ts';
import { DEFAULT_SEED } from '../run-network.ts';
import { formatTable } from '../table.ts';

/** People are written in pieces of so many, so that a million of them take no memory. */
const PIECE = 500;
const MAX_COUNT = 100_000_000;

interface PeopleArguments {
  readonly count: number;
  readonly start: number;
  readonly persona?: PersonaName;
  readonly seed?: number;
  readonly config?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
}

export const peopleCommand = (): Command =>
  new Command('people')
    .description('list synthetic people with their ground truth at every bank')
    .addOption(new Option('--count <n>', 'how many').argParser(wholeNumber(1, MAX_COUNT)).default(10))
    .addOption(new Option('--start <n>', 'index of the first').argParser(wholeNumber(0, MAX_COUNT)).default(0))
    .addOption(new Option('--persona <name>', 'only people of this persona').choices(PERSONA_NAMES))
    .addOption(seedOption())
    .addOption(configOption())
    .addOption(new Option('--json', 'one JSON array').conflicts('csv'))
    .addOption(new Option('--csv', 'a row for each card, with a head'))
    .addHelpText('after', '\nExample:\n  banknet people --persona mixed-reasons --count 1 --json')
    .action(async (args: PeopleArguments) => {
      const config = loadConfig(args.config);
      const seed = args.seed ?? config.seed ?? DEFAULT_SEED;
      const people = createPeople({ seed, population: config.population });
      const end = args.start + args.count;
      if (args.persona === undefined && end > people.size) {
        const right = `--start and --count together must not go beyond population.people, which is ${people.size}`;
        throw new CliProblem(EXIT.usage, `The population has no person ${end - 1}: ${right}`);
      }
      for (const text of listing(people, args)) await write(text);
      if (args.json !== true && args.csv !== true) await write(`\nSeed ${seed}\n`);
    });

/** Writes as fast as the reader takes it. */
const write = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error === null || error === undefined ? resolve() : reject(error)));
  });

function* listing(people: People, args: PeopleArguments): Generator<string> {
  if (args.json === true) yield '[\n';
  if (args.csv === true) yield `${CSV_HEAD.join(',')}\r\n`;
  for (let from = args.start; from < args.start + args.count; from += PIECE) {
    const until = Math.min(from + PIECE, args.start + args.count);
    const piece = Array.from({ length: until - from }, (_, at) => personAt(people, args.persona, from + at));
    const isLast = until === args.start + args.count;
    if (args.json === true)
      yield `${piece.map((person) => `  ${JSON.stringify(viewOf(person))}`).join(',\n')}${isLast ? '\n]\n' : ',\n'}`;
    else if (args.csv === true) yield piece.flatMap(csvRows).join('');
    else yield `${tableOf(piece)}\n`;
  }
}

const personAt = (people: People, persona: PersonaName | undefined, index: number): Person => {
  const person = people.find(persona === undefined ? people.at(index) : people.persona(persona, index));
  if (person === undefined) throw new Error(`The population lists person ${index}, who does not exist`);
  return person;
};

const regionName = (code: string): string => REGIONS.find((region) => region.code === code)?.nameZh ?? code;

const cardView = ({ cardType, pan, accountClass, status, reservedMobile, cardlessEnabled }: HeldCard) => ({
  cardType,
  ...maskPan(pan),
  ...(accountClass === undefined ? {} : { accountClass }),
  status,
  reservedMobile,
  cardlessEnabled,
});

const viewOf = ({ holdings, persona, ...person }: Person) => ({
  ...person,
  ...(persona === undefined ? {} : { persona }),
  banks: holdings.map(({ bank, idExpiresOn, cards }) => ({ bank, idExpiresOn, cards: cards.map(cardView) })),
});

const tableOf = (persons: readonly Person[]): string =>
  formatTable(
    [
      { title: '姓名' },
      { title: '性别' },
      { title: '身份证号' },
      { title: '手机号' },
      { title: '地区' },
      { title: '身份证有效期至' },
      { title: '银行卡（借记+贷记）' },
    ],
    persons.map(({ name, sex, idNumber, mobile, region, document, holdings }) => [
      name,
      sex === 'MALE' ? '男' : '女',
      idNumber,
      mobile,
      regionName(region),
      document.expiresOn === 'LONG_TERM' ? '长期' : document.expiresOn,
      holdings.map(countsAt).join(' ') || '无',
    ]),
  );

const countsAt = ({ bank, cards }: Holding): string => {
  const debit = cards.filter(({ cardType }) => cardType === 'DEBIT').length;
  const name = BANKS.find(({ code }) => code === bank)?.shortNameZh ?? bank;
  return `${name}${debit}+${cards.length - debit}`;
};

const CSV_HEAD = [
  'idNumber',
  'name',
  'sex',
  'bornOn',
  'mobile',
  'region',
  'documentExpiresOn',
  'persona',
  'bank',
  'idExpiresOn',
  'cardType',
  'panFirst4',
  'panLast4',
  'accountClass',
  'status',
  'reservedMobile',
  'cardlessEnabled',
] as const;

/** A row for each card; somebody without any has one row with the card's columns empty. */
const csvRows = (person: Person): string[] => {
  const { idNumber, name, sex, bornOn, mobile, region, document, persona = '' } = person;
  const own = [idNumber, name, sex, bornOn, mobile, region, document.expiresOn, persona];
  const cards = person.holdings.flatMap(({ bank, idExpiresOn, cards }) =>
    cards.map((card) => {
      const { panFirst4, panLast4 } = maskPan(card.pan);
      const { cardType, accountClass = '', status, reservedMobile, cardlessEnabled } = card;
      return [
        bank,
        idExpiresOn,
        cardType,
        panFirst4,
        panLast4,
        accountClass,
        status,
        String(reservedMobile),
        String(cardlessEnabled),
      ];
    }),
  );
  const empty = CSV_HEAD.slice(own.length).map(() => '');
  return (cards.length === 0 ? [empty] : cards).map((card) => `${[...own, ...card].map(csvField).join(',')}\r\n`);
};

/** RFC 4180: quotes where a comma, quote or line break would be read as more than text. */
const csvField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
