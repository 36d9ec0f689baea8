// How a query ends once no bank is PENDING (R21): with one report, or FAILED where nobody delivered.
import type { EngineParts } from './ports.ts';
import { type BankOutcome, makeReport } from './report.ts';
import { expiryOf } from './retention.ts';
import type { Ending } from './store/port.ts';
import { FAILED_MESSAGE, READY_MESSAGE } from './texts.ts';

/** The ending of a query at this instant, over the outcomes of all its banks. */
export const endingOf = (
  queryId: string,
  outcomes: readonly BankOutcome[],
  { banks, clock, settings, owner }: Pick<EngineParts, 'banks' | 'clock' | 'settings' | 'owner'>,
): Ending => {
  const endedAtMs = clock.now();
  const dispositions = outcomes.map(({ bank, disposition }) => ({ bank, disposition }));
  const base = { queryId, owner, endedAtMs, dispositions };
  if (!outcomes.some(({ disposition }) => disposition === 'DELIVERED')) {
    return { ...base, outcome: { status: 'FAILED' }, message: FAILED_MESSAGE };
  }
  const expiresAtMs = expiryOf(endedAtMs, settings.retention);
  const report = makeReport(queryId, outcomes, banks, endedAtMs, expiresAtMs);
  return { ...base, outcome: { status: 'READY', report, expiresAtMs }, message: READY_MESSAGE };
};
