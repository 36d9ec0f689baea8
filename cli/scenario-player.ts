// Plays loaded scenarios one after another for `banknet scenario run`, on the stage that was asked for.
import { nextTurn } from '../core/system-clock.ts';
import type { ReportedScenario } from '../scenarios/report/scenario-report.ts';
import { runScenario } from '../scenarios/run-scenario.ts';
import type { Stage } from '../scenarios/stage.ts';
import type { Scenario } from '../scenarios/story/scenario.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem } from './problem.ts';
import type { LoadedScenario } from './scenario-files.ts';
import { shellWord } from './shell-word.ts';

export interface Playhouse {
  /** e.g. `in virtual time`. */
  readonly name: string;
  /** Opens the network for one scenario; undefined: the one in this process under virtual time. */
  readonly open: ((scenario: Scenario) => Promise<Stage>) | undefined;
  /** Options of the command line that a replay needs to be the same. */
  readonly flags: readonly string[];
}

export interface PlayOptions {
  readonly playhouse: Playhouse;
  /** In place of each scenario's own. */
  readonly seed: number | undefined;
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
  readonly onBegin: (scenario: Scenario, at: number) => void;
  readonly onEnd: (one: ReportedScenario) => Promise<void>;
}

/** Every scenario with what came of it. Once the signal is raised no further one is begun. */
export const playScenarios = async (
  loaded: readonly LoadedScenario[],
  options: PlayOptions,
): Promise<readonly ReportedScenario[]> => {
  const reported: ReportedScenario[] = [];
  for (const [at, one] of loaded.entries()) {
    // Virtual time asks nothing of the machine's loop, so a Ctrl-C would come to nobody's ear until all was played.
    await nextTurn();
    if (options.signal.aborted) {
      reported.push({ kind: 'not-run', scenario: one.scenario, file: one.file, reason: 'interrupted before it began' });
      continue;
    }
    options.onBegin(one.scenario, at);
    const played = await playOne(one, options);
    reported.push(played);
    await options.onEnd(played);
  }
  return reported;
};

const playOne = async ({ file, scenario }: LoadedScenario, options: PlayOptions): Promise<ReportedScenario> => {
  const { playhouse, seed, nowMs } = options;
  const reason = obstacleOf(scenario, playhouse);
  if (reason !== undefined) return { kind: 'not-run', scenario, file, reason };
  const startedMs = nowMs();
  const stage = new WatchedOpening(playhouse.open);
  const chosen = seed === undefined ? scenario : { ...scenario, seed };
  const result = await runScenario(chosen, { file, ...(stage.open && { stage: stage.open }) });
  const { problem } = stage;
  if (problem?.exitCode === EXIT.usage) return { kind: 'not-run', scenario, file, reason: problem.lines.join('; ') };
  // A network that cannot be reached is no failure of the story.
  if (problem !== undefined) throw problem;
  return { kind: 'played', result, replay: replayOf(file, seed, playhouse), tookMs: nowMs() - startedMs };
};

/** Opens stages, and remembers what no report can tell: that there was none. */
class WatchedOpening {
  problem: CliProblem | undefined;
  readonly open: ((scenario: Scenario) => Promise<Stage>) | undefined;

  constructor(open: Playhouse['open']) {
    if (open === undefined) return;
    this.open = async (scenario) => {
      try {
        return await open(scenario);
      } catch (error) {
        if (error instanceof CliProblem) this.problem = error;
        throw error;
      }
    };
  }
}

/** Why a scenario cannot be played there; undefined where it can. */
const obstacleOf = ({ steps }: Scenario, { open }: Playhouse): string | undefined => {
  const crash = steps.find(({ action }) => action.kind === 'crash');
  return crash === undefined || open === undefined
    ? undefined
    : `step ${crash.index + 1} kills the engine, which only virtual time can`;
};

const replayOf = (file: string, seed: number | undefined, { flags }: Playhouse): string =>
  ['banknet scenario run', shellWord(file), ...(seed === undefined ? [] : [`--seed ${seed}`]), ...flags].join(' ');
