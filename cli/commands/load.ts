// `banknet load`: the group of commands that measure.
import { Command } from 'commander';
import type { Collector } from '../options.ts';
import { addLoadPeers } from './load-peers.ts';
import { addLoadPlan } from './load-plan.ts';
import { addLoadRun } from './load-run.ts';

export const loadCommand = (collector: Collector): Command => {
  const command = new Command('load')
    .description('Load that a performance engineer can trust: latency counts from when a request was due.')
    .summary('put load on the network, and hold it to thresholds');
  addLoadRun(command, collector);
  addLoadPlan(command, collector);
  addLoadPeers(command, collector);
  return command;
};
