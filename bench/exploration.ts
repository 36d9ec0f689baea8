// Exploration with the oracle on: stories and issuer calls per second of processor time, that is of one core, planning,
// playing, watching and counting together.
import { explore } from '../scenarios/explore/explore.ts';
import { type BenchRow, median, perSecond } from './table.ts';
import { VIRTUAL_BOUND } from './virtual-time.ts';

const ROUNDS = 3;
const SEEDS = 1000;

export const benchExploration = async (): Promise<readonly BenchRow[]> => {
  const calls: number[] = [];
  const seeds: number[] = [];
  for (let at = 0; at < ROUNDS; at++) {
    const before = process.cpuUsage();
    const explored = await explore({ from: at * SEEDS, seeds: SEEDS });
    const { user, system } = process.cpuUsage(before);
    const usedMs = (user + system) / 1000;
    const [found] = explored.found;
    if (found !== undefined) throw new Error(`Exploration found ${found.sign} under benchmark, seed ${found.seed}`);
    calls.push((explored.issuerCalls * 1000) / usedMs);
    seeds.push((explored.seeds * 1000) / usedMs);
  }
  const middle = median(calls);
  return [
    {
      what: 'exploration with the oracle on, issuer calls',
      ours: perSecond(middle),
      beside: '',
      ratio: '',
      bound: `>= ${perSecond(VIRTUAL_BOUND)}: ${middle >= VIRTUAL_BOUND ? 'kept' : 'NOT KEPT'}`,
    },
    { what: 'exploration with the oracle on, seeds', ours: perSecond(median(seeds)), beside: '', ratio: '', bound: '' },
  ];
};
