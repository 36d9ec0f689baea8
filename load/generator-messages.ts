// What a run and the process of a generator say to each other.
import type { PartOrder, PartResult } from './load-part.ts';
import type { LoadProblem } from './load-problem.ts';
import type { MeteredSecond } from './run-meter.ts';

export type ToGenerator =
  | { readonly say: 'open'; readonly order: PartOrder }
  | { readonly say: 'run'; readonly startMs: number }
  | { readonly say: 'second'; readonly at: number }
  /** What is under way ends at once; the result is still told. */
  | { readonly say: 'abort' }
  | { readonly say: 'close' };

export type FromGenerator =
  | { readonly say: 'prepared'; readonly count: number }
  | { readonly say: 'note'; readonly line: string }
  | { readonly say: 'opened' }
  | { readonly say: 'second'; readonly at: number; readonly second: MeteredSecond | undefined }
  | { readonly say: 'result'; readonly result: PartResult }
  | { readonly say: 'problem'; readonly lines: readonly string[]; readonly kind: LoadProblem['kind'] };
