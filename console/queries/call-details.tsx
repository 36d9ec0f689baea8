// What is known of the call that is pointed at, in a place that is always there.
import type { JSX } from 'preact';
import { elapsed } from '../../report/elapsed.ts';
import { say } from '../language.ts';
import { nameOf } from '../ui/bank-names.ts';
import { dayAndTimeOf } from '../ui/instants.ts';
import { OutcomeIcon, outcomeOfEntry } from '../ui/outcomes.tsx';
import { endWords, operationWords } from './call-words.ts';
import type { Bar, QueryLanes } from './query-lanes.ts';
import { QUERY_WORDS } from './words.ts';

export interface CallDetailsProps {
  readonly lanes: QueryLanes;
  /** Its number in the journal. */
  readonly seq: number | undefined;
}

export const CallDetails = ({ lanes, seq }: CallDetailsProps): JSX.Element => {
  const words = say(QUERY_WORDS);
  const bars = lanes.lanes.flatMap((lane) => [...lane.bars, ...lane.callbacks]);
  const bar = bars.find((one) => one.seq === seq);
  return (
    <section class="card call-details" aria-label={words.details} aria-live="polite">
      {bar === undefined ? <p class="soft">{words.detailsHint}</p> : <Details bar={bar} />}
    </section>
  );
};

const Details = ({ bar }: { readonly bar: Bar }): JSX.Element => {
  const words = say(QUERY_WORDS);
  const { fromMs, untilMs, entry } = bar;
  const { issuer, faults, did, plannedMs, nextAt, retryAfterMs, traceparent } = entry;
  const planned = plannedMs === undefined ? '' : `, ${words.planned} ${elapsed(plannedMs)}`;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [words.start, elapsed(fromMs)],
    [words.took, elapsed(untilMs - fromMs)],
    [words.did, did === undefined ? undefined : `${did}${planned}`],
    [words.faults, faults.length === 0 ? undefined : faults.join(', ')],
    [words.retryAfter, retryAfterMs === undefined ? undefined : elapsed(retryAfterMs)],
    [words.next, nextAt === undefined ? undefined : dayAndTimeOf(nextAt)],
    [words.trace, traceparent],
  ];
  return (
    <>
      <p class="call-title">
        <OutcomeIcon outcome={outcomeOfEntry(entry)} />
        <strong>
          {issuer} {nameOf(issuer)}
        </strong>
        <span>{operationWords(entry)}</span>
        <span>{endWords(entry)}</span>
      </p>
      <dl class="number">
        {facts.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd class={name === words.trace ? 'mono' : undefined}>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </>
  );
};
