// A call in words, for the panel, the table, and those who hear the picture.
import type { JournalEntry } from '../../core/journal.ts';
import { elapsed } from '../../report/elapsed.ts';
import { say } from '../language.ts';
import { outcomeOfEntry, outcomeWords, saidBy } from '../ui/outcomes.tsx';
import type { Bar } from './query-lanes.ts';
import { QUERY_WORDS } from './words.ts';

export const operationWords = ({ operation, attempt }: JournalEntry): string => {
  const words = say(QUERY_WORDS);
  const what = words.operation[operation];
  return attempt === undefined ? what : `${what}, ${words.attempt(attempt)}`;
};

/** `no answer (ECONNRESET)`. */
export const endWords = (entry: JournalEntry): string => {
  const said = saidBy(entry);
  return outcomeWords(outcomeOfEntry(entry)) + (said === '' ? '' : ` (${said})`);
};

/** All of it in one line. */
export const callWords = ({ fromMs, untilMs, entry }: Bar): string => {
  const words = say(QUERY_WORDS);
  const faults = entry.faults.length === 0 ? [] : [`${words.faults} ${entry.faults.join(', ')}`];
  return [
    `${entry.issuer} ${operationWords(entry)}`,
    `${elapsed(fromMs)} + ${elapsed(untilMs - fromMs)}`,
    endWords(entry),
    ...faults,
  ].join(', ');
};
