// The generators of a run: one in this process, or several in processes of their own, whose results are merged exactly.
import { GeneratorProcess } from './generator-process-link.ts';
import { openLoadPart, type PartOrder, type PartResult } from './load-part.ts';
import { mergeSeconds } from './merged-metering.ts';
import type { MeteredSecond } from './run-meter.ts';

export interface Generators {
  /** From `startMs` on the precise clock; a result for each. */
  run(startMs: number, signal: AbortSignal): Promise<readonly PartResult[]>;
  /** One second of all of them, from 0. */
  second(at: number): Promise<MeteredSecond | undefined>;
  close(): Promise<void>;
}

/** One generator, wherever it is. */
export interface Generator {
  run(startMs: number, signal: AbortSignal): Promise<PartResult>;
  second(at: number): Promise<MeteredSecond | undefined>;
  close(): Promise<void>;
}

/** A generator for each order, its people prepared. @throws {LoadProblem} */
export const openGenerators = async (
  orders: readonly PartOrder[],
  onPrepared: (prepared: number) => void,
  signal: AbortSignal,
): Promise<Generators> => {
  const prepared = orders.map(() => 0);
  const open = orders.length === 1 ? openHere : GeneratorProcess.open;
  const opened = await Promise.allSettled(
    orders.map((order, at) =>
      open(order, signal, (count) => {
        prepared[at] = count;
        onPrepared(prepared.reduce((sum, one) => sum + one, 0));
      }),
    ),
  );
  const generators = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const close = async (): Promise<void> => {
    await Promise.all(generators.map((generator) => generator.close()));
  };
  const failed = opened.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    await close();
    throw failed.reason;
  }
  return {
    run: (startMs, runSignal) => Promise.all(generators.map((generator) => generator.run(startMs, runSignal))),
    second: async (at) => {
      const seconds = await Promise.all(generators.map((generator) => generator.second(at)));
      return mergeSeconds(seconds.filter((second) => second !== undefined));
    },
    close,
  };
};

const openHere = async (
  order: PartOrder,
  signal: AbortSignal,
  onProgress: (prepared: number) => void,
): Promise<Generator> => {
  const part = await openLoadPart(order, { onProgress, signal });
  return {
    run: (startMs, runSignal) => part.run(startMs, runSignal),
    second: async (at) => part.second(at),
    close: () => part.close(),
  };
};
