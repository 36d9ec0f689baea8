// A check that ends without a verdict on what it is about: thrown by whatever kept it from one, and made `not-run`.
import type { Blame } from '../verification.ts';

export class CouldNotRun extends Error {
  override readonly name: string = 'CouldNotRun';
  readonly blame: Blame;

  constructor(why: string, blame: Blame) {
    super(why);
    this.blame = blame;
  }
}

/** A state was not set up or not ended: what was to be looked at under it has not been seen. */
export class StateFailed extends CouldNotRun {
  override readonly name = 'StateFailed';
}
