// Somebody who takes part in a load run: registered, and with a verification for the next application.
export interface Walker {
  readonly idNumber: string;
  readonly userId: string;
  readonly token: string;
  /** Serves one accepted application (R7); undefined where it is used up and another is not there yet. */
  verificationId: string | undefined;
}

/** Everybody in the simulation has this payment password: it protects nothing. */
export const PAYMENT_PASSWORD = '135246';

/** What a user has done, for whoever counts it. */
export interface Step<Name extends string> {
  readonly step: Name;
  /** From due, or from when it was sent, as the step has it. */
  readonly latencyMs: number;
  /** `accepted`, or what came instead. */
  readonly outcome: string;
  /** When it was over, on the generator's clock. */
  readonly atMs: number;
}
