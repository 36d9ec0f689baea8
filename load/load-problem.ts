// Why a load run cannot be what it is to be: of the environment, never of the network's answers, which are its result.
export class LoadProblem extends Error {
  override readonly name = 'LoadProblem';
}
