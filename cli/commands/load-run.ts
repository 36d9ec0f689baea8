// `banknet load run`: a load profile against a network, its own or one that runs; what was measured, and whether it
// held.
import { type Command, Option } from 'commander';
import { fail, ok } from '../../core/result.ts';
import type { LoadRunArguments } from '../load-runner.ts';
import { type Collector, httpUrl, type Reader, sharedOptions, valueOption, wholeNumber } from '../options.ts';

/** Each listens to the ends of queries, and a network has places for so many (control/ends.ts). */
const MAX_WORKERS = 16;
const LOOPBACK = /^(localhost|127\.[0-9.]+|\[::1\])$/;

const changeShare: Reader<number> = (text) => {
  const [, number = '', percent] = /^([0-9]+(?:\.[0-9]+)?)(%?)$/.exec(text) ?? [];
  const share = number === '' ? Number.NaN : Number(number) / (percent === '%' ? 100 : 1);
  return share >= 0 && share <= 10 ? ok(share) : fail('must be a share up to 1000%, as 20% or 0.2');
};

/** Puts the command into the group `load`. */
export const addLoadRun = (group: Command, collector: Collector): void => {
  const shared = sharedOptions(collector);
  group
    .command('run')
    .argument('<profile>', 'a load profile, or the name of one of the package: smoke, launch-morning, …')
    .description(
      'Lets users come as the profile says, each on time whatever became of those before, while the oracle watches; ' +
        'then holds what was measured to the thresholds. Correct answers are the first of them.',
    )
    .summary('run a load profile')
    .addOption(
      valueOption(collector, '--url <url>', 'this running network (default: one of its own, started for it)', httpUrl),
    )
    .addOption(new Option('--allow-remote', 'the network at --url may be on another machine, and is ours to load'))
    .addOption(shared.seed('seed of all people and all chance (default: that of the profile, else 42)'))
    .addOption(shared.controlToken())
    .addOption(
      valueOption(collector, '--workers <n>', 'processes that send the load', wholeNumber(1, MAX_WORKERS)).default(1),
    )
    .addOption(
      new Option(
        '--baseline <file>',
        'report.json of an earlier run, or its folder, to compare with; repeatable, for their spread',
      ).argParser((file: string, before: readonly string[] = []) => [...before, file]),
    )
    .addOption(
      valueOption(
        collector,
        '--max-change <share>',
        'fails where a figure is worse by more, as 20% or 0.2',
        changeShare,
      ),
    )
    .addOption(new Option('--json', 'the result as JSON alone on stdout'))
    .addOption(new Option('--report <dir>', 'writes report.json, junit.xml, report.html and metrics.prom there'))
    .addOption(shared.quiet())
    .addHelpText('after', '\nExample:\n  banknet load run load/profiles/smoke.yaml --report reports')
    .action((path: string, args: LoadRunArguments) => {
      const { url, allowRemote, baseline, maxChange } = args;
      if (maxChange !== undefined && baseline === undefined) {
        collector.complain('--max-change is for --baseline: give both');
      }
      if (url === undefined && allowRemote === true) collector.complain('--allow-remote is for --url: give both');
      // One that is no address is complained of already.
      const address = url === undefined ? null : URL.parse(url);
      if (address !== null && allowRemote !== true && !LOOPBACK.test(address.hostname)) {
        const origin = JSON.stringify(address.origin);
        collector.complain(`--url is ${origin}, another machine: --allow-remote says that it is ours to load`);
      }
      collector.choose(async (context) => {
        // Only this command measures: others start without all that it takes.
        const { runLoadProfile } = await import('../load-runner.ts');
        await runLoadProfile(path, args, context);
      });
    });
};
