// For tests only: faults as people write them, made ready.
import { DEFAULT_START_MS } from '../../core/virtual-clock.ts';
import { faultsSchema } from './fault-schema.ts';
import type { Fault } from './kinds.ts';
import { placeFaults } from './placement.ts';

/** Faults of one issuer, offsets counted from `originMs`. @throws where they are not right */
export const faultsOf = (given: readonly object[], originMs: number = DEFAULT_START_MS): readonly Fault[] =>
  placeFaults(faultsSchema.parse(given), originMs);
