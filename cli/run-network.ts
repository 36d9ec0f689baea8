// What the commands share that start a network: options to a network, and a clean end on Ctrl-C.
import { loadConfig } from './config.ts';
import { createLog } from './log.ts';
import { type Network, startNetwork } from './network.ts';
import { EXIT } from './problem.ts';

export const DEFAULT_SEED = 42;

export interface NetworkArguments {
  readonly port: number;
  readonly issuerPort: number;
  readonly host: string;
  readonly store: string;
  readonly timeScale: number;
  readonly controlToken?: string;
  readonly seed?: number;
  readonly config?: string;
  readonly quiet?: boolean;
}

/** Starts the network that the arguments ask for. */
export const networkFor = (args: NetworkArguments): Promise<Network> => {
  const config = loadConfig(args.config);
  const { host, port, issuerPort, store, timeScale, controlToken } = args;
  return startNetwork({
    host,
    port,
    issuerPort,
    store,
    timeScale,
    ...(controlToken === undefined ? {} : { controlToken }),
    seed: args.seed ?? config.seed ?? DEFAULT_SEED,
    config,
    log: createLog(args.quiet === true),
  });
};

/**
 * Runs `work` with a signal that Ctrl-C (or SIGTERM) raises, then `stop`, whatever happened. After an interruption the
 * exit code is 130; a second Ctrl-C ends at once.
 */
export const untilInterrupted = async (
  work: (signal: AbortSignal) => Promise<void>,
  stop: () => Promise<void>,
): Promise<void> => {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    process.exitCode = EXIT.interrupted;
    controller.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    await work(controller.signal).catch((error: unknown) => {
      if (!controller.signal.aborted) throw error;
    });
  } finally {
    await stop();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
};

/** Resolves when the signal is raised. */
export const interrupted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
