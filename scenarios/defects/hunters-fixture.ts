// Hunts every defect in a thread of its own, as many at a time as there are processors.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Defect } from './defect.ts';
import { type Found, libraryStories, type Story } from './hunt.ts';

/** What became of the hunt for one defect: where it was found, or why not. */
export type Trophy = Found | { readonly problem: string };

/** A defect that makes its network run for ever is stopped: so long takes no hunt on any machine. */
const LONGEST_HUNT_MS = 120_000;

const huntIn = (defect: Defect, library: readonly Story[], seeds: number): Promise<Trophy> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('./hunt-thread-fixture.ts', import.meta.url), {
      execArgv: ['--import', new URL('./load-defect.ts', import.meta.url).href],
      env: { ...process.env, BANKNET_DEFECT: defect.name },
      workerData: { defect, library, seeds },
    });
    const end = (trophy: Trophy): void => {
      resolve(trophy);
      void worker.terminate();
    };
    const limit = AbortSignal.timeout(LONGEST_HUNT_MS);
    limit.addEventListener('abort', () => end({ problem: `was hunted for ${LONGEST_HUNT_MS} ms` }));
    worker.once('error', (error) => end({ problem: `its thread failed: ${error.stack ?? error.message}` }));
    worker.once('message', ({ found, isIn }) => {
      end(isIn ? found : { problem: 'is in no module that the hunt has loaded' });
    });
  });

/** Every defect by its name with what became of it; each is hunted in the library and in so many seeds. */
export const huntAll = async (defects: readonly Defect[], seeds: number): Promise<ReadonlyMap<string, Trophy>> => {
  const trophies = new Map<string, Trophy>();
  const library = libraryStories();
  const left = [...defects];
  const hunter = async (): Promise<void> => {
    for (let defect = left.shift(); defect !== undefined; defect = left.shift()) {
      trophies.set(defect.name, await huntIn(defect, library, seeds));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, hunter));
  return trophies;
};
