// The network of a load run in its own process: the real thing with its store on disk, on any free ports of this
// machine.
import { join } from 'node:path';
import type { LoadNetworkOrder } from './load-network.ts';
import { createLog } from './log.ts';
import { type Network, startNetwork } from './network.ts';
import { asProblem, CliProblem } from './problem.ts';

/** Everybody of a run has the same password, which protects nothing: it is compared within a millisecond. */
const PASSWORD_COST = 256;

/** Tells the process that has started this one where the network is, or why there is none. */
export const startLoadNetwork = async ({ folder, profile }: LoadNetworkOrder): Promise<Network | undefined> => {
  const { seed, population, control, engine } = profile;
  try {
    const network = await startNetwork({
      host: '127.0.0.1',
      port: 0,
      issuerPort: 0,
      seed,
      store: `sqlite:${join(folder, 'load.db')}`,
      timeScale: 1,
      passwordCost: PASSWORD_COST,
      config: { seed, population, control, realBanks: new Map(), engine },
      log: createLog('error'),
    });
    process.send?.({ url: network.url });
    return network;
  } catch (error) {
    const problem = asProblem(error);
    if (!(problem instanceof CliProblem)) throw error;
    process.send?.({ lines: problem.lines });
    return undefined;
  }
};
