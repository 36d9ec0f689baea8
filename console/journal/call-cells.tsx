// A call of the journal as the cells of its row.
import type { JSX } from 'preact';
import type { JournalEntry } from '../../core/journal.ts';
import { roughly } from '../../report/elapsed.ts';
import { say } from '../language.ts';
import { hrefOf } from '../routes.ts';
import { nameOf } from '../ui/bank-names.ts';
import { timeOf } from '../ui/instants.ts';
import { OutcomeIcon, outcomeOfEntry, outcomeWords, saidBy } from '../ui/outcomes.tsx';
import { isOver } from './journal-follow.ts';
import { JOURNAL_WORDS } from './words.ts';

/** In the order of the columns. `isGone`: nobody will tell how it ended. */
export const callCells = (entry: JournalEntry, isGone: boolean): readonly JSX.Element[] => {
  const words = say(JOURNAL_WORDS);
  const { at, issuer, operation, attempt, did, tookMs, faults, queryId } = entry;
  return [
    <time key="at" class="number" dateTime={at} title={at}>
      {timeOf(at)}
    </time>,
    <strong key="bank" title={nameOf(issuer)}>
      {issuer}
    </strong>,
    <span key="operation">{words.operation[operation]}</span>,
    <span key="attempt" class="number">
      {attempt === undefined ? '' : `#${attempt}`}
    </span>,
    <Outcome key="outcome" entry={entry} isGone={isGone} />,
    <span key="did" class="mono">
      {did ?? ''}
    </span>,
    <span key="took" class="number">
      {tookMs === undefined ? '' : roughly(tookMs)}
    </span>,
    <span key="faults" class="journal-faults" title={faults.join(', ')}>
      {faults.join(', ')}
    </span>,
    queryId === undefined ? (
      <span key="query" class="soft">
        {words.noQuery}
      </span>
    ) : (
      <a key="query" class="mono" href={hrefOf('queries', queryId)}>
        {queryId}
      </a>
    ),
  ];
};

const Outcome = ({ entry, isGone }: { readonly entry: JournalEntry; readonly isGone: boolean }): JSX.Element => {
  if (isGone && !isOver(entry)) return <span class="soft">{say(JOURNAL_WORDS).gone}</span>;
  // Of somebody else's call there is only what the bank did.
  if (entry.caller === 'other' && entry.operation !== 'callback') return <span />;
  const outcome = outcomeOfEntry(entry);
  return (
    <span class="journal-outcome">
      <OutcomeIcon outcome={outcome} /> {outcomeWords(outcome)} <span class="soft">{saidBy(entry)}</span>
    </span>
  );
};
