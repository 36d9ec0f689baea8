// Endpoints that are deliberately wrong, each in one way in which real ones are, and what has to catch each: the
// verifier is held to them, as endpoints are held to the verifier. A new one is a row in one of these tables.
import { WRONG_CALLBACKS } from './wrong-callbacks.ts';
import { WRONG_CARDS } from './wrong-cards.ts';
import { WRONG_DENIALS } from './wrong-denials.ts';
import type { WrongEndpoint } from './wrong-endpoint.ts';
import { WRONG_MEMORIES } from './wrong-memories.ts';
import { WRONG_REFUSALS } from './wrong-refusals.ts';
import { WRONG_RESULTS } from './wrong-results.ts';
import { WRONG_WRITINGS } from './wrong-writings.ts';

export const WRONG_ENDPOINTS: readonly WrongEndpoint[] = [
  ...WRONG_RESULTS,
  ...WRONG_CARDS,
  ...WRONG_WRITINGS,
  ...WRONG_REFUSALS,
  ...WRONG_DENIALS,
  ...WRONG_MEMORIES,
  ...WRONG_CALLBACKS,
];
