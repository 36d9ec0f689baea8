// The first calls about every inquiry fail, the next ones go well: what a retry is made for.
import { wholeFrom } from '../../core/fields.ts';
import type { ShapeKind } from './fault.ts';
import type { Breakage } from './kinds.ts';

export interface FailFirst {
  readonly kind: 'fail-first';
  readonly n: number;
  readonly as?: Breakage | undefined;
}

/** No caller asks so often before its deadline. */
const MAX_FIRST = 10_000;

export const failFirst: ShapeKind<FailFirst> = {
  kind: 'fail-first',
  summary:
    'The first `n` calls about an inquiry fail, then all goes well; a share is a share of the inquiries. `as` any breakage of a call (not of the port), default 503/06.',
  keys: { n: wholeFrom(1, MAX_FIRST) },
  usual: { kind: 'status', status: 503 },
  keyedBy: 'inquiry',
  isCertain: false,
  strength:
    ({ n, share }) =>
    (_nowMs, attempt) =>
      attempt <= n ? share : 0,
};
