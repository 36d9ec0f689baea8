// Every check that an endpoint is held to, in the order in which they run: what is simple first, so that whoever reads
// from the top meets the cause before what follows from it. A new group is a file beside this one and a line here.
import type { Check } from '../check.ts';
import { BASICS_CHECKS } from './basics.ts';

export const CHECKS: readonly Check[] = [...BASICS_CHECKS];
