// The same calls as the picture has, as a table for whoever would rather read.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { elapsed } from '../../report/elapsed.ts';
import { say } from '../language.ts';
import { OutcomeIcon, outcomeOfEntry } from '../ui/outcomes.tsx';
import { endWords, operationWords } from './call-words.ts';
import type { Bar, QueryLanes } from './query-lanes.ts';
import { QUERY_WORDS } from './words.ts';

export const CallTable = ({ lanes }: { readonly lanes: QueryLanes }): JSX.Element => {
  const words = say(QUERY_WORDS);
  const [isOpen, setOpen] = useState(false);
  const bars = lanes.lanes
    .flatMap((lane) => [...lane.bars, ...lane.callbacks])
    .sort((one, other) => one.fromMs - other.fromMs || one.seq - other.seq);
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{words.table(bars.length)}</summary>
      {isOpen && (
        <section class="scroll card" aria-label={words.table(bars.length)} tabIndex={0}>
          <table class="call-table number">
            <thead>
              <tr>
                {[words.start, words.bank, words.details, words.took, words.outcome, words.did, words.faults].map(
                  (head) => (
                    <th key={head} scope="col">
                      {head}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {bars.map((bar) => (
                <Row key={bar.seq} bar={bar} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
};

const Row = ({ bar: { fromMs, untilMs, entry } }: { readonly bar: Bar }): JSX.Element => (
  <tr>
    <td>{elapsed(fromMs)}</td>
    <th scope="row">{entry.issuer}</th>
    <td>{operationWords(entry)}</td>
    <td>{elapsed(untilMs - fromMs)}</td>
    <td>
      <OutcomeIcon outcome={outcomeOfEntry(entry)} /> {endWords(entry)}
    </td>
    <td>{entry.did ?? ''}</td>
    <td>{entry.faults.join(', ')}</td>
  </tr>
);
