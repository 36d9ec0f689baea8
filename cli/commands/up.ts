// `banknet up`: the whole network on this machine, one query as a demonstration, and then it stays until Ctrl-C.
import { Command } from 'commander';
import { maskName } from '../../core/mask.ts';
import { DEFAULT_SETTINGS } from '../../engine/settings.ts';
import { AppClient } from '../app-client.ts';
import { type CommandContext, raised } from '../command-context.ts';
import { loadConfig, type NetworkConfig } from '../config.ts';
import { enter, queryToTheEnd } from '../customer.ts';
import { withFreePerson } from '../free-person.ts';
import { DEFAULT_LOG_LEVEL } from '../log-levels.ts';
import type { Network } from '../network.ts';
import { type Collector, issuerOption, sharedOptions } from '../options.ts';
import { CliProblem } from '../problem.ts';
import { type OutputFlags, printReport, progressFor, refusalAsProblem, tell } from '../query-run.ts';
import {
  DEFAULT_HOST,
  DEFAULT_ISSUER_PORT,
  DEFAULT_PORT,
  type NetworkArguments,
  startOwnNetwork,
} from '../run-network.ts';

interface UpArguments extends NetworkArguments, OutputFlags {
  readonly demo: boolean;
  readonly once?: boolean;
  readonly config?: string;
}

export const upCommand = (collector: Collector): Command => {
  const shared = sharedOptions(collector);
  return new Command('up')
    .description('Starts the network, lets one synthetic person run one query, and stays up until Ctrl-C.')
    .summary('start the network and let one synthetic person run one query')
    .addOption(shared.port().default(DEFAULT_PORT))
    .addOption(shared.issuerPort().default(DEFAULT_ISSUER_PORT))
    .addOption(shared.host().default(DEFAULT_HOST))
    .addOption(issuerOption(collector))
    .addOption(shared.callbackUrl())
    .addOption(shared.role().default('all'))
    .addOption(shared.workers().default(1))
    .addOption(shared.store().default('sqlite:./banknet.db'))
    .addOption(shared.timeScale().default(1))
    .addOption(shared.controlToken())
    .addOption(shared.seed())
    .addOption(shared.config())
    .option('--no-demo', 'leave the query out')
    .option('--once', 'end with exit 0 after the query, with 1 where it brought no report')
    .option('--json', 'the report as JSON alone on stdout')
    .addOption(shared.logLevel().default(DEFAULT_LOG_LEVEL))
    .addOption(shared.quiet())
    .addHelpText('after', '\nExample:\n  banknet up --once --store memory --issuer-port 0 --port 0')
    .action((args: UpArguments) => {
      if (args.role === 'engine' && args.issuerPort === 0) {
        collector.complain('--issuer-port is 0: with --role engine it must be where the first issuer listens');
      }
      if (args.role === 'engine' && args.workers !== 1) {
        collector.complain('--workers is for issuers, and with --role engine none is served here: leave it out');
      }
      collector.choose((context) => up(args, context));
    });
};

const up = async (args: UpArguments, context: CommandContext): Promise<void> => {
  const config = loadConfig(args.config);
  const network = await startOwnNetwork(args, config);
  try {
    await tell(describe(network, args), context, args);
    if (args.demo && network.role !== 'issuers') await demonstrate(network, config, args, context);
    if (args.once === true) return;
    await tell('\nCtrl-C stops the network.', context, args);
    await raised(context.signal);
    await tell('Stopping.', context, args);
  } finally {
    await network.stop();
  }
};

/** Where everything of this process's role is. */
const describe = ({ url, role, issuers, seed }: Network, { timeScale }: UpArguments): string => {
  const ours = issuers.filter(({ kind }) => role === 'engine' || kind === 'simulated');
  const [first, last] = [ours[0], ours.at(-1)];
  const real = role === 'all' ? issuers.filter(({ kind }) => kind === 'real') : [];
  return [
    `Console   ${url}`,
    ...(role === 'issuers' ? [] : [`App API   ${url}/v1`]),
    `Control   ${url}/control`,
    ...(first === undefined ? [] : [`Issuers   ${first.code} ${first.url} … ${last?.code} ${last?.url}`]),
    ...(role === 'engine' ? ['          which another process serves: banknet up --role issuers'] : []),
    ...real.map((bank) => `Real      ${bank.code} ${bank.url}`),
    `Seed      ${seed}`,
    ...(timeScale === 1 ? [] : [`Clock     ${timeScale} times as fast as real time`]),
  ].join('\n');
};

const demonstrate = async (
  network: Network,
  config: NetworkConfig,
  args: UpArguments,
  context: CommandContext,
): Promise<void> => {
  const app = new AppClient(network.url, { signal: context.signal, controlToken: args.controlToken });
  const intervalMs = config.engine.intervalMs ?? DEFAULT_SETTINGS.intervalMs;
  const search = { app, people: network.people, persona: 'ordinary', intervalMs } as const;
  try {
    const report = await withFreePerson(search, async (person, index) => {
      await enter(app, person);
      await tell(
        `\n${maskName(person.name)} (persona ordinary ${index}) asks all ${network.issuers.length} banks …\n`,
        context,
        args,
      );
      return queryToTheEnd(app, person.mobile, 'ALL', progressFor(context, args));
    });
    await printReport(report, context, args);
  } catch (error) {
    const problem = refusalAsProblem(error, network.seed);
    // A query that came to nothing ends a run of one query; a network that is to stay says so and stays.
    if (!(problem instanceof CliProblem) || args.once === true) throw problem;
    for (const line of problem.lines) context.note(`${line}\n`);
  }
};
