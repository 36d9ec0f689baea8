// For tests only: a live network on free ports of this machine, configured as banknet.yaml would say it.
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { parseConfig } from './config.ts';
import { type Network, type NetworkOptions, startNetwork } from './network.ts';

/** Silent, in memory, at the pace of real time unless `options` say otherwise; stopped after the test. */
export const startTestNetwork = async (config: object, options: Partial<NetworkOptions> = {}): Promise<Network> => {
  const network = await startNetwork({
    host: '127.0.0.1',
    port: 0,
    issuerPort: 0,
    seed: 3,
    store: 'memory',
    timeScale: 1,
    config: parseConfig(JSON.stringify(config), 'banknet.yaml'),
    log: pino({ level: 'silent' }),
    ...options,
  });
  onTestFinished(() => network.stop());
  return network;
};
