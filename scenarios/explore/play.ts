// One story of an exploration, played on the network in virtual time.
import type { MemberError } from '../../core/failures.ts';
import { ok, type Result } from '../../core/result.ts';
import { nextTurn } from '../../core/system-clock.ts';
import { runScenario } from '../run-scenario.ts';
import type { ScenarioResult } from '../scenario-result.ts';
import type { Stage } from '../stage.ts';
import type { Scenario } from '../story/scenario.ts';
import { readScenario } from '../story/scenario-schema.ts';
import { openVirtualStage } from '../virtual/virtual-stage.ts';
import type { Plain } from './choices.ts';
import { type Counter, createCounter, type Tally } from './happenings.ts';

/** How a story went, and what happened in it. */
export interface Played {
  readonly result: ScenarioResult;
  readonly tally: Tally;
}

/** Plays a story; fails where the data are no scenario. */
export type Play = (data: Plain) => Promise<Result<Played, readonly MemberError[]>>;

/** On stages that `open` opens. */
export const playOn =
  (open: typeof openVirtualStage): Play =>
  async (data) => {
    const read = readScenario(data);
    if (!read.ok) return read;
    // Under virtual time nothing waits for the machine, and so a Ctrl-C would wait for the whole search.
    await nextTurn();
    const counter = createCounter();
    const stage = async (scenario: Scenario) => countedBy(counter, await open(scenario, { onCall: counter.call }));
    const result = await runScenario(read.value, { keepSights: false, stage });
    counter.end(result);
    return ok({ result, tally: counter.tally() });
  };

/** On the network of this code. */
export const playStory: Play = playOn(openVirtualStage);

/** The stage, with whatever it shows shown to the counter first. */
const countedBy = ({ see }: Counter, stage: Stage): Stage => ({
  ...stage,
  subscribe: (onSight) =>
    stage.subscribe((sight) => {
      see(sight);
      onSight(sight);
    }),
});
