// What became of the chosen banks, in the order in which they were chosen (I2). Pure; every store builds its records
// with it.
import type { IssuerCode } from '../../core/banks.ts';
import type { Progress } from '../retry.ts';
import type { BankDisposition } from './port.ts';

/** One row a chosen bank, whatever the order of `known`; a bank that is not known yet is PENDING. */
export const inOrderOf = (
  banks: readonly IssuerCode[],
  known: readonly BankDisposition[],
): readonly BankDisposition[] => {
  const byBank = new Map(known.map(({ bank, disposition }) => [bank, disposition]));
  return banks.map((bank) => ({ bank, disposition: byBank.get(bank) ?? 'PENDING' }));
};

/** What a bank's progress says of its end. */
export const dispositionOf = (bank: IssuerCode, progress: Progress): BankDisposition => ({
  bank,
  disposition: progress.state === 'DONE' ? progress.outcome.disposition : 'PENDING',
});
