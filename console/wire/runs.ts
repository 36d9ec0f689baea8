// Scenarios and load started from the console (`/control/runs`): what can be run, how far a run is, what came of it.
import { z } from 'zod';

export const runChoicesSchema = z.object({
  scenarios: z.array(z.object({ file: z.string(), name: z.string(), rules: z.array(z.string()) })),
  profiles: z.array(z.string()),
});
export type RunChoices = z.infer<typeof runChoicesSchema>;

/** What somebody wants run. */
export type RunOrder =
  /** Files of the library by name, or all of them. */
  | { readonly kind: 'library'; readonly files: 'ALL' | readonly string[] }
  /** The text of a scenario file. */
  | { readonly kind: 'scenario'; readonly text: string }
  /** A profile of the package, on a network of its own or on this one. */
  | { readonly kind: 'load'; readonly profile: string; readonly network: 'own' | 'this' };

export const runSchema = z.object({
  runId: z.string(),
  kind: z.enum(['library', 'scenario', 'load']),
  /** e.g. `load run smoke`. */
  title: z.string(),
  /** `held`: all that was checked; `failed`: some of it did not hold; `impossible`: it could not be run. */
  state: z.enum(['running', 'held', 'failed', 'impossible', 'stopped']),
  startedAt: z.string(),
  tookMs: z.number(),
  /** How far it is, in a line. */
  progress: z.string(),
  /** Why it did not hold, or could not be run. */
  problems: z.array(z.string()),
  /** Whether there is a result to be had. */
  hasResult: z.boolean(),
});
export type Run = z.infer<typeof runSchema>;

export const runsSchema = z.object({ runs: z.array(runSchema) });
