// `banknet up`: the whole network on this machine, one query as a demonstration, and then it stays until Ctrl-C.
import { Command, Option } from 'commander';
import { maskName } from '../../core/mask.ts';
import { AppClient, AppRefused } from '../app-client.ts';
import { enter, type QueryEnd, queryToTheEnd } from '../customer.ts';
import type { Network } from '../network.ts';
import { addNetworkOptions } from '../options.ts';
import { EXIT } from '../problem.ts';
import { createProgress } from '../progress.ts';
import { formatReport } from '../report-table.ts';
import { interrupted, type NetworkArguments, networkFor, untilInterrupted } from '../run-network.ts';

/** So many people are tried until one may apply: on an old database the first ones are inside their interval. */
const MAX_CANDIDATES = 1000;

interface UpArguments extends NetworkArguments {
  readonly demo: boolean;
  readonly once?: boolean;
  readonly json?: boolean;
}

export const upCommand = (): Command =>
  addNetworkOptions(new Command('up'), 'sqlite:./banknet.db')
    .description('start the network, let one synthetic person run one query, and stay until Ctrl-C')
    .addOption(new Option('--no-demo', 'leave the query out'))
    .addOption(new Option('--once', 'end after the query').conflicts('demo'))
    .addOption(new Option('--json', 'print the report as JSON alone on stdout'))
    .addOption(new Option('--quiet', 'print only what was asked for'))
    .addHelpText('after', '\nExample:\n  banknet up --once --store memory')
    .action(async (args: UpArguments) => {
      const network = await networkFor(args);
      await untilInterrupted(
        async (signal) => {
          const say = sayer(args);
          say(describe(network));
          if (args.demo) await demonstrate(network, args, say);
          if (args.once !== true) {
            say('\nCtrl-C stops the network.');
            await interrupted(signal);
            say('Stopping …');
          }
        },
        () => network.stop(),
      );
    });

/** Where words for a person go: stdout, unless that is kept for JSON. */
const sayer =
  ({ json, quiet }: UpArguments) =>
  (text: string): void => {
    if (quiet !== true) (json === true ? process.stderr : process.stdout).write(`${text}\n`);
  };

const describe = ({ url, issuers, seed }: Network): string => {
  const [first] = issuers;
  const last = issuers.at(-1);
  return [
    `App API   ${url}/v1`,
    `Control   ${url}/control`,
    `Issuers   ${first?.code} ${first?.url} … ${last?.code} ${last?.url}`,
    `Seed      ${seed}`,
  ].join('\n');
};

const demonstrate = async (network: Network, args: UpArguments, say: (text: string) => void): Promise<void> => {
  const end = await firstQuery(network, args.quiet === true || args.json === true, say);
  if (end.status === 'FAILED') {
    process.stderr.write(`${end.message}\n`);
    process.exitCode = EXIT.checkFailed;
  } else if (args.json === true) process.stdout.write(`${JSON.stringify(end.report, null, 2)}\n`);
  else process.stdout.write(`\n${formatReport(end.report)}\n`);
};

/** The query of the first `ordinary` person who may apply: seven days after a report they may again (R10). */
const firstQuery = async (network: Network, quiet: boolean, say: (text: string) => void): Promise<QueryEnd> => {
  for (let index = 0; index < MAX_CANDIDATES; index++) {
    const idNumber = network.people.persona('ordinary', index);
    const person = network.people.find(idNumber);
    if (person === undefined) throw new Error(`Persona ordinary ${index} does not exist`);
    const app = new AppClient(network.url);
    try {
      await enter(app, person);
      say(`\n${maskName(person.name)} (persona ordinary ${index}) asks all sixteen banks …`);
      return await queryToTheEnd(app, person.mobile, 'ALL', createProgress(quiet));
    } catch (error) {
      const code = error instanceof AppRefused ? error.refusal.code : undefined;
      if (code !== 'TOO_SOON' && code !== 'QUERY_IN_PROGRESS' && code !== 'SMS_CODE_EXPIRED') throw error;
    }
  }
  throw new Error(`None of ${MAX_CANDIDATES} people may apply now; start with another --store`);
};
