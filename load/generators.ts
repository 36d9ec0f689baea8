// The generators of a run: one in this process, or several in processes of their own, whose results are merged exactly.
import { GeneratorProcess } from './generator-process-link.ts';
import { type OpenPartOptions, openLoadPart, type PartOrder, type PartResult } from './load-part.ts';
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

export interface OpenGeneratorsOptions {
  readonly onPrepared: (prepared: number) => void;
  /** Each line once, however many generators say it. */
  readonly onNote: (line: string) => void;
  readonly signal: AbortSignal;
}

/** A generator for each order, its people prepared. @throws {LoadProblem} */
export const openGenerators = async (
  orders: readonly PartOrder[],
  { onPrepared, onNote, signal }: OpenGeneratorsOptions,
): Promise<Generators> => {
  const prepared = orders.map(() => 0);
  const noted = new Set<string>();
  const noteOnce = (line: string): void => {
    if (!noted.has(line)) onNote(line);
    noted.add(line);
  };
  const open = orders.length === 1 ? openHere : GeneratorProcess.open;
  const opened = await Promise.allSettled(
    orders.map((order, at) =>
      open(order, {
        signal,
        onNote: noteOnce,
        onProgress: (count) => {
          prepared[at] = count;
          onPrepared(prepared.reduce((sum, one) => sum + one, 0));
        },
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

const openHere = async (order: PartOrder, options: OpenPartOptions): Promise<Generator> => {
  const part = await openLoadPart(order, options);
  return {
    run: (startMs, runSignal) => part.run(startMs, runSignal),
    second: async (at) => part.second(at),
    close: () => part.close(),
  };
};
