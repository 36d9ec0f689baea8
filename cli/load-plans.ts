// Load plans for the commands: a path, or the name of one of the package, to a plan, or every mistake at once.
import type { LoadPlan } from '../load/plan/plan.ts';
import { planSchema } from '../load/plan/plan-schema.ts';
import { packagedFiles } from './packaged-files.ts';

const PLANS = packagedFiles({
  folder: new URL('../load/plans/', import.meta.url),
  what: 'plan',
  whole: 'load plan',
  example: 'launch-day',
});

/** The plans of the package. */
export const planNames = (): readonly string[] => PLANS.names();

/**
 * The plan in this file, or, where it is a name alone, that of the package.
 * @throws {CliProblem} exit 2 with a line for each mistake in it
 */
export const loadPlan = (named: string): LoadPlan => PLANS.read(named, planSchema);
