// What one bank comes to over the time of a plan, in sums.

export interface BankSums {
  /** Calls that were made, by what they were for. */
  firstCalls: number;
  retries: number;
  statusCalls: number;
  probes: number;
  /** What became of the inquiries: with cards or none; DENIED or FAILED (R16); TIMEOUT (R19). */
  answered: number;
  ended: number;
  timedOut: number;
  circuitOpened: number;
}

export const NO_SUMS: Readonly<BankSums> = {
  firstCalls: 0,
  retries: 0,
  statusCalls: 0,
  probes: 0,
  answered: 0,
  ended: 0,
  timedOut: 0,
  circuitOpened: 0,
};
