// Exploration with the oracle on: stories and issuer calls per second of one core, planning, playing, watching and
// counting together. By the clock on the wall, and by processor time: what else runs on the machine is in the first.
import { explore } from '../scenarios/explore/explore.ts';
import { type BenchRow, median, perSecond } from './table.ts';
import { VIRTUAL_BOUND } from './virtual-time.ts';

const ROUNDS = 3;
const SEEDS = 1000;

interface Round {
  readonly calls: number;
  readonly wallMs: number;
  readonly processorMs: number;
}

/** Every round plays seeds of its own. */
const round = async (from: number): Promise<Round> => {
  const [before, beganMs] = [process.cpuUsage(), performance.now()];
  const { found, issuerCalls } = await explore({ from, seeds: SEEDS });
  const { user, system } = process.cpuUsage(before);
  const [first] = found;
  if (first !== undefined) throw new Error(`Exploration found ${first.sign} under benchmark, seed ${first.seed}`);
  return { calls: issuerCalls, wallMs: performance.now() - beganMs, processorMs: (user + system) / 1000 };
};

export const benchExploration = async (): Promise<readonly BenchRow[]> => {
  const rounds: Round[] = [];
  // What a search of hours costs: the first seconds are the compiler's.
  await round(ROUNDS * SEEDS);
  for (let at = 0; at < ROUNDS; at++) rounds.push(await round(at * SEEDS));
  const rate = (countOf: (round: Round) => number, timeOf: (round: Round) => number): number =>
    median(rounds.map((one) => (countOf(one) * 1000) / timeOf(one)));
  const rowOf = (what: string, countOf: (round: Round) => number, boundOf: (rate: number) => string): BenchRow => {
    const byProcessor = rate(countOf, ({ processorMs }) => processorMs);
    const byWall = perSecond(rate(countOf, ({ wallMs }) => wallMs));
    return { what, ours: perSecond(byProcessor), beside: `${byWall} wall`, ratio: '', bound: boundOf(byProcessor) };
  };
  return [
    rowOf(
      'exploration with the oracle on, issuer calls of processor time',
      ({ calls }) => calls,
      (calls) => `>= ${perSecond(VIRTUAL_BOUND)}: ${calls >= VIRTUAL_BOUND ? 'kept' : 'NOT KEPT'}`,
    ),
    rowOf(
      'exploration with the oracle on, seeds of processor time',
      () => SEEDS,
      () => '',
    ),
  ];
};
