// `banknet query`: one query end to end, against a running network or one that it starts for itself.
import { Command } from 'commander';
import { banksSchema } from '../../core/app-answers.ts';
import { fail, ok } from '../../core/result.ts';
import { DEFAULT_SETTINGS } from '../../engine/settings.ts';
import { createPeople } from '../../simulator/people/people.ts';
import type { Person } from '../../simulator/people/person.ts';
import type { PersonaName } from '../../simulator/people/personas.ts';
import { AppClient } from '../app-client.ts';
import type { CommandContext } from '../command-context.ts';
import { loadConfig, type NetworkConfig } from '../config.ts';
import { enter, queryToTheEnd } from '../customer.ts';
import { type Findable, personOf, withFreePerson } from '../free-person.ts';
import { type Collector, httpUrl, type Reader, sharedOptions, valueOption, wholeNumber } from '../options.ts';
import { type OutputFlags, printReport, progressFor, refusalAsProblem, tell } from '../query-run.ts';
import { DEFAULT_HOST, DEFAULT_PORT, seedFrom, startOwnNetwork } from '../run-network.ts';

/** Indexes of a persona that may be asked for; there are fewer of some. */
const MAX_INDEX = 10_000_000;
/** How long a network on the default port may take to say that it is there. */
const PROBE_MS = 1000;
const DEFAULT_URL = `http://${DEFAULT_HOST}:${DEFAULT_PORT}`;

interface QueryArguments extends OutputFlags {
  readonly url?: string;
  readonly persona: PersonaName;
  readonly index?: number;
  readonly banks: 'ALL' | readonly string[];
  readonly store?: string;
  readonly controlToken?: string;
  readonly seed?: number;
  readonly config?: string;
}

const bankList: Reader<'ALL' | readonly string[]> = (text) => {
  if (text === 'ALL') return ok(text);
  const codes = text.split(',').map((code) => code.trim());
  return codes.includes('') ? fail('must be ALL, or bank codes with commas between them, as ICBC,CMB') : ok(codes);
};

export const queryCommand = (collector: Collector): Command => {
  const shared = sharedOptions(collector);
  const value = <Value>(flags: string, description: string, read: Reader<Value>) =>
    valueOption(collector, flags, description, read);
  return new Command('query')
    .description(
      'Runs one query end to end: against the network at --url, else one that answers on the default port, else one ' +
        'that it starts for itself and stops again.',
    )
    .summary('run one query end to end')
    .addOption(value('--url <url>', `network to ask (default: ${DEFAULT_URL} where one answers)`, httpUrl))
    .addOption(shared.persona('who asks, one of').default('ordinary'))
    .addOption(value('--index <n>', 'which of them (default: the first who may ask now)', wholeNumber(0, MAX_INDEX)))
    .addOption(value('--banks <codes>', 'ALL, or bank codes with commas between them', bankList).default('ALL'))
    .addOption(shared.store().conflicts('url'))
    .addOption(shared.controlToken())
    .addOption(shared.seed())
    .addOption(shared.config())
    .option('--json', 'the report as JSON alone on stdout')
    .addOption(shared.quiet())
    .addHelpText('after', '\nExample:\n  banknet query --persona mixed-reasons --banks ICBC,CMB')
    .action((args: QueryArguments) => collector.choose((context) => query(args, context)));
};

/** Where to ask, and the people who live there. */
interface Target {
  readonly url: string;
  readonly seed: number;
  readonly people: Findable;
  readonly stop: () => Promise<void>;
}

const query = async (args: QueryArguments, context: CommandContext): Promise<void> => {
  const config = loadConfig(args.config);
  const url = args.url ?? (args.store === undefined ? await runningNetwork(context.signal) : undefined);
  const target = url === undefined ? await ownNetwork(args, config) : foreignNetwork(url, args, config);
  try {
    await ask(target, config, args, context);
    await tell(`\nSeed ${target.seed}`, context, args);
  } catch (error) {
    throw refusalAsProblem(error, target.seed);
  } finally {
    await target.stop();
  }
};

const ask = async (
  { url, people }: Target,
  config: NetworkConfig,
  args: QueryArguments,
  context: CommandContext,
): Promise<void> => {
  const { persona, index, banks, controlToken } = args;
  const app = new AppClient(url, { signal: context.signal, controlToken });
  const askFor = async (person: Person) => {
    await enter(app, person);
    return queryToTheEnd(app, person.mobile, banks, progressFor(context, args));
  };
  const intervalMs = config.engine.intervalMs ?? DEFAULT_SETTINGS.intervalMs;
  const report =
    index === undefined
      ? await withFreePerson({ app, people, persona, intervalMs }, askFor)
      : await askFor(personOf(people, persona, index));
  await printReport(report, context, args);
};

const ownNetwork = async (args: QueryArguments, config: NetworkConfig): Promise<Target> => {
  const free = { host: DEFAULT_HOST, port: 0, issuerPort: 0, timeScale: 1 };
  const { store = 'memory', seed } = args;
  return startOwnNetwork({ ...free, store, ...(seed === undefined ? {} : { seed }) }, config);
};

/** A running network has the people of its own seed; whoever is of another is refused as NOT_REAL_NAME. */
const foreignNetwork = (url: string, args: QueryArguments, config: NetworkConfig): Target => {
  const seed = seedFrom(args.seed, config);
  const people = createPeople({ seed, population: config.population });
  return { url, seed, people, stop: async () => undefined };
};

/** The network on the default port, if that is what answers there. */
const runningNetwork = async (signal: AbortSignal): Promise<string | undefined> => {
  try {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]);
    const response = await fetch(`${DEFAULT_URL}/v1/banks`, { signal: deadline });
    return banksSchema.safeParse(await response.json()).success ? DEFAULT_URL : undefined;
  } catch {
    // Nobody there, or somebody else: both mean that no network runs.
    return undefined;
  }
};
