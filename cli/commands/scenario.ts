// `banknet scenario`: the group of commands that play stories on the network.
import { Command } from 'commander';
import type { Collector } from '../options.ts';
import { addScenarioExplore } from './scenario-explore.ts';
import { addScenarioNew } from './scenario-new.ts';
import { addScenarioRun } from './scenario-run.ts';

export const scenarioCommand = (collector: Collector): Command => {
  const command = new Command('scenario')
    .description('Stories that QA writes, played on the network while the oracle watches.')
    .summary('play stories on the network while the oracle watches');
  addScenarioRun(command, collector);
  addScenarioExplore(command, collector);
  addScenarioNew(command, collector);
  return command;
};
