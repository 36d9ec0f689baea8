// Plays a scenario on a stage: its steps in the order of time, every sight before the oracle at once, what came against
// what was expected; then what is left to happen, and last looks. The public way in is `banknet/scenarios`.

import { createOracle } from './oracle/oracle.ts';
import { castFor } from './play/cast.ts';
import { stepMismatches } from './play/expectations.ts';
import { finalMismatches } from './play/finally.ts';
import type { Play } from './play/play.ts';
import { playEntry } from './play/play-step.ts';
import { QueryBook } from './play/query-book.ts';
import { Recorder } from './play/recorder.ts';
import { answerWords, type StepAnswer } from './play/step-answers.ts';
import { stepWords } from './play/step-words.ts';
import { endStory, outliveReports } from './play/story-end.ts';
import { timetableOf } from './play/timetable.ts';
import type { Mismatch, ScenarioResult, StepResult } from './scenario-result.ts';
import type { Stage } from './stage.ts';
import type { Scenario } from './story/scenario.ts';
import { readScenario } from './story/scenario-schema.ts';
import { StoryClock } from './virtual/story-clock.ts';
import { openVirtualStage } from './virtual/virtual-stage.ts';

export interface RunOptions {
  /** Where it is played; default: in this process, under virtual time. */
  readonly stage?: (scenario: Scenario) => Promise<Stage>;
  /** The file it stands in, for reports. */
  readonly file?: string;
  /** Whether the result has everything that was seen, which its event log needs. Default true. */
  readonly keepSights?: boolean;
}

/**
 * A scenario of plain data, as a file has them.
 * @throws {RangeError} where they are none, with every mistake and its place
 */
export const defineScenario = (data: unknown): Scenario => {
  const read = readScenario(data);
  if (read.ok) return read.value;
  const mistakes = read.failure.map(({ pointer, message }) => `${pointer === '' ? 'it' : pointer} ${message}`);
  throw new RangeError(`these data are no scenario: ${mistakes.join('; ')}`);
};

/**
 * Plays a scenario, or plain data of one.
 * @throws {RangeError} where the data are no scenario; what fails while it is played is in the result
 */
export const runScenario = async (given: unknown, options: RunOptions = {}): Promise<ScenarioResult> => {
  const scenario = isScenario(given) ? given : defineScenario(given);
  const { stage: open = openVirtualStage } = options;
  const story = new StoryRun(scenario, options);
  let stage: Stage | undefined;
  try {
    stage = await open(scenario);
    await story.play(stage);
  } catch (error) {
    story.crash = crashWords(error);
  }
  try {
    await stage?.close();
  } catch (error) {
    story.crash ??= crashWords(error);
  }
  return story.result(stage?.now() ?? scenario.given.startAtMs);
};

/** What `defineScenario` has made, told from plain data, which have no maps. */
const isScenario = (given: unknown): given is Scenario =>
  typeof given === 'object' &&
  given !== null &&
  'given' in given &&
  typeof given.given === 'object' &&
  given.given !== null &&
  'people' in given.given &&
  given.given.people instanceof Map;

const crashWords = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

interface BegunStep {
  readonly atMs: number;
  /** In words. */
  readonly what: string;
  readonly answers: StepAnswer[];
}

class StoryRun {
  crash: string | undefined;
  readonly #scenario: Scenario;
  readonly #options: RunOptions;
  /** The steps that have begun, by their place. */
  readonly #begun = new Map<number, BegunStep>();
  #recorder: Recorder | undefined;
  #finally: readonly Mismatch[] = [];
  #startMs: number;

  constructor(scenario: Scenario, options: RunOptions) {
    this.#scenario = scenario;
    this.#options = options;
    this.#startMs = scenario.given.startAtMs;
  }

  async play(stage: Stage): Promise<void> {
    const scenario = this.#scenario;
    const { context } = stage;
    const { keepSights = true } = this.#options;
    const recorder = new Recorder({ context, oracle: createOracle(context), keepSights });
    this.#recorder = recorder;
    this.#startMs = context.startMs;
    stage.subscribe(recorder.see);
    const play: Play = { scenario, stage, recorder, cast: await castFor(stage, scenario), queries: new QueryBook() };
    const entries = timetableOf(scenario.steps, (name) => play.cast.get(name)?.length ?? 1);
    const clock = new StoryClock(stage, recorder, entries);
    await clock.begin();
    for (const entry of entries) {
      await clock.advanceTo(context.startMs + entry.atMs);
      const { index, action, repeat } = entry.step;
      recorder.step = Math.max(recorder.step, index);
      let begun = this.#begun.get(index);
      if (begun === undefined) {
        begun = { atMs: stage.now(), what: stepWords(action), answers: [] };
        this.#begun.set(index, begun);
        const words = repeat === 1 ? '' : `, ${repeat} times`;
        recorder.see({ kind: 'step', text: `${begun.what}${words}`, atMs: stage.now() });
      }
      const answers = await playEntry(play, entry);
      recorder.see({ kind: 'step', text: `→ ${answerWords(answers)}`, atMs: stage.now() });
      begun.answers.push(...answers);
      await clock.played(entry);
    }
    const ending = await endStory(play, clock);
    this.#finally = finalMismatches(play, ending);
    await outliveReports(play, ending);
    recorder.end(stage.now());
  }

  result(endMs: number): ScenarioResult {
    const steps = this.#scenario.steps.flatMap((step): readonly StepResult[] => {
      const begun = this.#begun.get(step.index);
      if (begun === undefined) return [];
      const { atMs, what, answers } = begun;
      const mismatches = stepMismatches(step, answers, this.#startMs);
      return [{ index: step.index, atMs, what, answer: answerWords(answers), mismatches }];
    });
    const violations = this.#recorder?.violations ?? [];
    const isAsExpected = steps.every(({ mismatches }) => mismatches.length === 0) && this.#finally.length === 0;
    return {
      scenario: this.#scenario,
      file: this.#options.file,
      rules: this.#scenario.rules,
      passed: isAsExpected && violations.length === 0 && this.crash === undefined,
      steps,
      finally: this.#finally,
      violations,
      crash: this.crash,
      sights: this.#recorder?.sights ?? [],
      startMs: this.#startMs,
      endMs,
      issuerCalls: this.#recorder?.issuerCalls ?? 0,
    };
  }
}
