// `banknet load peers`: this simulator beside other mock servers, the same work in one run.
import { type Command, Option } from 'commander';
import { didYouMean } from '../../core/nearest-name.ts';
import { CONTESTANT_NAMES, type ContestantName } from '../../load/peers/contestant.ts';
import type { LoadPeersArguments } from '../load-peers-runner.ts';
import { type Collector, sharedOptions, valueOption, wholeNumber } from '../options.ts';

/** Inquiries are signed before they are sent, and are in memory until then: 300 MB for ten seconds. */
const MAX_SECONDS = 10;
const MAX_ROUNDS = 25;
/** More would measure the client. */
const MAX_CONNECTIONS = 256;

/** Longer than anything needs that is measured here. */
const MAX_WARM_UP_SECONDS = 60;
/** Node is at its best after some three; a Java takes up to 15 s, and most of what it gains it has gained by then. */
const DEFAULTS = { seconds: 3, rounds: 3, connections: 32, warmUp: 15 } as const;

/** Puts the command into the group `load`. */
export const addLoadPeers = (group: Command, collector: Collector): void => {
  group
    .command('peers')
    .description(
      'Puts the same inquiries to a simulated bank, everything on, to a bare node:http server, and to stubs of ' +
        'WireMock, mountebank and Mockoon, by turns on this machine; then tells rates, latency, processor time, ' +
        'memory and start-up of each, and how many times those of banknet they are. The others are installed by npm ' +
        'on first use, about 160 MB; WireMock needs Java. One that cannot be had is left out.',
    )
    .summary('the same work on this simulator and on other mock servers')
    .addOption(onlyOption(collector))
    .addOption(
      valueOption(collector, '--seconds <n>', 'each is loaded so long in a round', wholeNumber(1, MAX_SECONDS)).default(
        DEFAULTS.seconds,
      ),
    )
    .addOption(
      valueOption(collector, '--rounds <n>', 'in which they take turns', wholeNumber(1, MAX_ROUNDS)).default(
        DEFAULTS.rounds,
      ),
    )
    .addOption(
      valueOption(
        collector,
        '--connections <n>',
        'inquiries under way at a time, one on each connection',
        wholeNumber(1, MAX_CONNECTIONS),
      ).default(DEFAULTS.connections),
    )
    .addOption(
      valueOption(
        collector,
        '--warm-up <seconds>',
        'at most, until a server does not become faster any more',
        wholeNumber(0, MAX_WARM_UP_SECONDS),
      ).default(DEFAULTS.warmUp),
    )
    .addOption(
      new Option(
        '--folder <dir>',
        'where the others are installed (default: ~/.cache/banknet/peers, by XDG_CACHE_HOME)',
      ),
    )
    .addOption(new Option('--json', 'the result as JSON alone on stdout'))
    .addOption(new Option('--report <dir>', 'writes report.json, junit.xml and report.html there'))
    .addOption(sharedOptions(collector).quiet())
    .addHelpText('after', '\nExample:\n  banknet load peers --only mountebank bare --report reports')
    .action((args: LoadPeersArguments) => {
      collector.choose(async (context) => {
        // Only this command compares: others start without all that it takes.
        const { runLoadPeers } = await import('../load-peers-runner.ts');
        await runLoadPeers(args, context);
      });
    });
};

const onlyOption = (collector: Collector): Option =>
  new Option('--only <name...>', `beside banknet only these: ${CONTESTANT_NAMES.slice(1).join(', ')}`).argParser(
    (text: string, before: readonly ContestantName[] = []) => {
      const name = CONTESTANT_NAMES.find((known) => known === text);
      if (name !== undefined) return [...before, name];
      const hint = didYouMean(text, CONTESTANT_NAMES);
      collector.complain(`--only is ${JSON.stringify(text)}: it must be one of ${CONTESTANT_NAMES.join(', ')}${hint}`);
      return before;
    },
  );
