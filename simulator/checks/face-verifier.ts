// The simulated face verification (R7). Nobody's face is ever looked at: a tester sets what comes out.

/** What a verification of a face comes to. */
export type FaceOutcome = 'match' | 'mismatch';

/** A sample with this text never matches, whatever is set: for a test that cannot reach the control API. */
export const MISMATCHING_SAMPLE = 'mismatch';

export interface SimulatedFaceVerifier {
  matches(idNumber: string, sample: string): Promise<boolean>;
  /** Sets the outcome for everybody from now on. */
  set(outcome: FaceOutcome): void;
  readonly outcome: FaceOutcome;
}

/** Matches everybody until told otherwise. */
export const createFaceVerifier = (): SimulatedFaceVerifier => {
  const verifier: SimulatedFaceVerifier & { outcome: FaceOutcome } = {
    matches: async (_idNumber, sample) => verifier.outcome === 'match' && sample !== MISMATCHING_SAMPLE,
    set(next) {
      verifier.outcome = next;
    },
    outcome: 'match',
  };
  return verifier;
};
