// `banknet query`: one query end to end, against a running network or one that it starts for itself.
import { Command, InvalidArgumentError, Option } from 'commander';
import { createPeople, type People } from '../../simulator/people/people.ts';
import { PERSONA_NAMES, type PersonaName } from '../../simulator/people/personas.ts';
import { AppClient, AppRefused } from '../app-client.ts';
import { loadConfig } from '../config.ts';
import { enter, queryToTheEnd } from '../customer.ts';
import { configOption, DEFAULT_HOST, DEFAULT_PORT, seedOption, wholeNumber } from '../options.ts';
import { CliProblem, EXIT } from '../problem.ts';
import { createProgress } from '../progress.ts';
import { formatReport } from '../report-table.ts';
import { DEFAULT_SEED, networkFor, untilInterrupted } from '../run-network.ts';

/** Indexes of a persona that may be asked for. */
const MAX_INDEX = 1_000_000;
/** How long a network on the default port may take to say that it is there. */
const PROBE_MS = 500;

interface QueryArguments {
  readonly url?: string;
  readonly persona: PersonaName;
  readonly index: number;
  readonly banks: 'ALL' | readonly string[];
  readonly seed?: number;
  readonly config?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const bankList = (text: string): 'ALL' | readonly string[] => (text === 'ALL' ? text : text.split(','));

const httpUrl = (text: string): string => {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new InvalidArgumentError('It must be an http or https address.');
};

export const queryCommand = (): Command =>
  new Command('query')
    .description('run one query end to end; without a running network, on one started for it')
    .addOption(
      new Option(
        '--url <url>',
        `network to ask (default: http://${DEFAULT_HOST}:${DEFAULT_PORT} where one runs)`,
      ).argParser(httpUrl),
    )
    .addOption(new Option('--persona <name>', 'who asks').choices(PERSONA_NAMES).default('ordinary'))
    .addOption(new Option('--index <n>', 'which of them').argParser(wholeNumber(0, MAX_INDEX)).default(0))
    .addOption(new Option('--banks <codes>', 'ALL, or codes with commas').argParser(bankList).default('ALL'))
    .addOption(seedOption())
    .addOption(configOption())
    .addOption(new Option('--json', 'print the report as JSON alone on stdout'))
    .addOption(new Option('--quiet', 'no progress'))
    .addHelpText('after', '\nExample:\n  banknet query --persona mixed-reasons --banks ICBC,CMB')
    .action(async (args: QueryArguments) => {
      const config = loadConfig(args.config);
      const url = args.url ?? (await runningNetwork());
      const seed = args.seed ?? config.seed ?? DEFAULT_SEED;
      const target = url === undefined ? await ownNetwork({ ...args, seed }) : borrowedNetwork(url, seed);
      await untilInterrupted(async () => {
        await ask(target.url, target.people, args);
        if (args.json !== true) process.stdout.write(`\nSeed ${seed}\n`);
      }, target.stop);
    });

interface Target {
  readonly url: string;
  readonly people: Pick<People, 'persona' | 'find'>;
  readonly stop: () => Promise<void>;
}

const ownNetwork = (args: QueryArguments): Promise<Target> =>
  networkFor({ ...args, host: DEFAULT_HOST, port: 0, issuerPort: 0, store: 'memory', timeScale: 1 });

/** A running network has the people of its seed; with another seed than its own it refuses them as NOT_REAL_NAME. */
const borrowedNetwork = (url: string, seed: number): Target => ({
  url,
  people: createPeople({ seed }),
  stop: async () => undefined,
});

/** The network on the default port, if that is what answers there. */
const runningNetwork = async (): Promise<string | undefined> => {
  const url = `http://${DEFAULT_HOST}:${DEFAULT_PORT}`;
  try {
    const response = await fetch(`${url}/v1/banks`, { signal: AbortSignal.timeout(PROBE_MS) });
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null && 'banks' in body ? url : undefined;
  } catch {
    // Nobody there, or somebody else: both mean that no network runs.
    return undefined;
  }
};

const ask = async (url: string, people: Target['people'], args: QueryArguments): Promise<void> => {
  const person = people.find(people.persona(args.persona, args.index));
  if (person === undefined) throw new Error(`Persona ${args.persona} ${args.index} does not exist`);
  const app = new AppClient(url);
  try {
    await enter(app, person);
    const end = await queryToTheEnd(app, person.mobile, args.banks, createProgress(args.quiet === true));
    if (end.status === 'FAILED') throw new CliProblem(EXIT.checkFailed, end.message);
    process.stdout.write(`${args.json === true ? JSON.stringify(end.report, null, 2) : formatReport(end.report)}\n`);
  } catch (error) {
    if (!(error instanceof AppRefused)) throw error;
    const { message, code, detail } = error.refusal;
    throw new CliProblem(EXIT.checkFailed, message, `${code}: ${detail}`);
  }
};
