// `banknet load plan`: a launch day on paper. Which throttle keeps the deadline, what the others would do, which bank
// is in the way.
import { type Command, Option } from 'commander';
import { parseDuration } from '../../core/durations.ts';
import { fail, ok } from '../../core/result.ts';
import { MAX_USERS } from '../../load/plan/curve-schema.ts';
import type { LoadPlanArguments } from '../load-planner.ts';
import { type Collector, type Reader, sharedOptions, valueOption, wholeNumber } from '../options.ts';

/** As banknet.yaml takes them (engine/settings-schema.ts). */
const [LEAST_RATE, MOST_RATE] = [0.001, 1_000_000];
const [SHORTEST_STEP_MS, LONGEST_STEP_MS] = [10, 60_000];

/** `100/s`, or with a burst `100/s,200`. */
const throttle: Reader<{ readonly perSecond: number; readonly burst?: number }> = (text) => {
  const [, rate = '', burst] = /^([0-9]+(?:\.[0-9]+)?)(?:\/s)?(?:,([0-9]{1,7}))?$/.exec(text) ?? [];
  const [perSecond, atOnce] = [Number(rate || Number.NaN), burst === undefined ? 1 : Number(burst)];
  const fits = perSecond >= LEAST_RATE && perSecond <= MOST_RATE && atOnce >= 1 && atOnce <= MOST_RATE;
  if (fits) return ok({ perSecond, ...(burst === undefined ? {} : { burst: atOnce }) });
  return fail(`must be a rate from ${LEAST_RATE} to ${MOST_RATE} a second, as 100/s, or with its burst as 100/s,200`);
};

const step: Reader<number> = (text) => {
  const ms = parseDuration(text);
  const fits = ms !== undefined && ms >= SHORTEST_STEP_MS && ms <= LONGEST_STEP_MS;
  return fits ? ok(ms) : fail('must be a duration from 10ms to 60s, as 1s');
};

/** Puts the command into the group `load`. */
export const addLoadPlan = (group: Command, collector: Collector): void => {
  const shared = sharedOptions(collector);
  group
    .command('plan')
    .argument('<plan>', 'a load plan, or the name of one of the package: launch-day')
    .description(
      'Computes in time steps what so many people, coming as the plan says, make of these banks: which throttle lets ' +
        'every accepted query keep its deadline, who is refused meanwhile, how long reports take, which bank is in ' +
        'the way. Nothing is sent anywhere.',
    )
    .summary('find on paper the throttle that keeps the deadline')
    .addOption(
      valueOption(collector, '--users <n>', 'how many people (default: as the plan says)', wholeNumber(1, MAX_USERS)),
    )
    .addOption(
      valueOption(
        collector,
        '--throttle <rate>',
        'asks about this one, as 100/s or with its burst 100/s,200',
        throttle,
      ),
    )
    .addOption(new Option('--check', 'runs the plan, shortened, call by call too, and says how far apart both are'))
    .addOption(valueOption(collector, '--step <duration>', 'length of a time step (default: 1s for a day)', step))
    .addOption(shared.seed('seed of what is chance in the plan (default: that of the plan, else 42)'))
    .addOption(new Option('--json', 'the result as JSON alone on stdout'))
    .addOption(new Option('--report <dir>', 'writes report.json, junit.xml and report.html there'))
    .addOption(shared.quiet())
    .addHelpText('after', '\nExample:\n  banknet load plan launch-day --users 20000000 --report reports')
    .action((path: string, { step: stepMs, ...args }: LoadPlanArguments & { readonly step?: number }) => {
      collector.choose(async (context) => {
        // Only this command computes: others start without all that it takes.
        const { runLoadPlan } = await import('../load-planner.ts');
        await runLoadPlan(path, { ...args, ...(stepMs === undefined ? {} : { stepMs }) }, context);
      });
    });
};
