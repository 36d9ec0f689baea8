// Why a load run cannot be what it is to be. What the network answers to its users is never one: that is the result.
export class LoadProblem extends Error {
  override readonly name = 'LoadProblem';
  /** `usage`: the profile does not fit this network; `environment`: the network is not there, or does not do it. */
  readonly kind: 'usage' | 'environment';
  readonly lines: readonly string[];

  constructor(lines: string | readonly string[], kind: LoadProblem['kind'] = 'environment') {
    const all = typeof lines === 'string' ? [lines] : lines;
    super(all.join('\n'));
    this.kind = kind;
    this.lines = all;
  }
}
