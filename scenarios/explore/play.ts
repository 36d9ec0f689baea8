// One story of an exploration, played on the network in virtual time.
import type { MemberError } from '../../core/failures.ts';
import type { IssuerCallRecord } from '../../core/journal.ts';
import { ok, type Result } from '../../core/result.ts';
import { runScenario } from '../run-scenario.ts';
import type { Scenario } from '../scenario.ts';
import type { ScenarioResult } from '../scenario-result.ts';
import { readScenario } from '../scenario-schema.ts';
import { openVirtualStage } from '../virtual-stage.ts';
import type { Plain } from './choices.ts';

/** How a story went; `faults`: the names of the faults that worked, as often as they did. */
export interface Played {
  readonly result: ScenarioResult;
  readonly faults: readonly string[];
}

/** Plays a story; fails where the data are no scenario. */
export type Play = (data: Plain) => Promise<Result<Played, readonly MemberError[]>>;

/** On stages that `open` opens. */
export const playOn =
  (open: typeof openVirtualStage): Play =>
  async (data) => {
    const read = readScenario(data);
    if (!read.ok) return read;
    const faults: string[] = [];
    const onCall = (record: IssuerCallRecord): void => {
      for (const name of record.faults) faults.push(name);
    };
    const stage = (scenario: Scenario) => open(scenario, { onCall });
    return ok({ result: await runScenario(read.value, { keepSights: true, stage }), faults });
  };

/** On the network of this code. */
export const playStory: Play = playOn(openVirtualStage);
