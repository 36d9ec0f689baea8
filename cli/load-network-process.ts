// The process of the network that a load run starts for itself: the entry that load-network.ts forks. It ends when the
// run says so, or when there is no run any more.
import { rmSync } from 'node:fs';
import type { LoadNetworkOrder } from './load-network.ts';

// Ctrl-C in a terminal reaches every process of the group. This one goes on until the run has closed it: what was
// accepted is still to be seen to its end.
process.on('SIGINT', () => undefined).on('SIGTERM', () => undefined);

const serve = async (order: LoadNetworkOrder, over: Promise<void>): Promise<void> => {
  // Loaded after that: until then a signal would end the process.
  const { startLoadNetwork } = await import('./load-network-service.ts');
  const network = await startLoadNetwork(order);
  await over;
  await network?.stop();
  rmSync(order.folder, { recursive: true, force: true });
  process.exit();
};

process.once('message', (order: LoadNetworkOrder) => {
  const over = new Promise<void>((resolve) => {
    process.once('message', () => resolve()).once('disconnect', () => resolve());
  });
  void serve(order, over);
});
