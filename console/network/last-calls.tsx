// The newest calls of one bank, read again whenever it had one.
import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { z } from 'zod';
import { say } from '../language.ts';
import { ask, type Problem } from '../live/control.ts';
import { connection, isFresh, overview } from '../live/overview.ts';
import { hrefOf } from '../routes.ts';
import { timeOf } from '../ui/instants.ts';
import { OutcomeIcon, outcomeWords, saidBy } from '../ui/outcomes.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { journalEntrySchema, type journalSchema } from '../wire/journal.ts';
import { BANK_WORDS } from './bank-words.ts';
import { coalesced } from './banks-set.ts';
import { msText } from './figure-text.ts';

const SHOWN_CALLS = 20;

type Entry = z.infer<typeof journalSchema>['entries'][number];

const entriesSchema = z.object({ entries: z.array(journalEntrySchema) });

const calls = signal<readonly Entry[] | undefined>(undefined);
const problem = signal<Problem | undefined>(undefined);

/** Keeps `calls` those of this bank until the returned function is called. */
const followCalls = (code: string): (() => void) => {
  let isOver = false;
  calls.value = undefined;
  const read = coalesced(async () => {
    const answer = await ask(`/control/journal?issuer=${code}&limit=${SHOWN_CALLS}`, entriesSchema);
    // Another bank is looked at by now.
    if (isOver) return;
    if (answer.ok) calls.value = answer.value.entries.toReversed();
    problem.value = answer.ok ? undefined : answer.problem;
  });
  /** Whether a call is under way, of which the end is to be shown too. */
  const isUnderWay = (): boolean =>
    calls.peek()?.some(({ outcome, caller }) => !outcome && caller === 'engine') ?? true;
  const leave = effect(() => {
    const had = overview.value?.banks.find((bank) => bank.code === code)?.calls ?? 0;
    if (connection.value === 'live' && (had > 0 || isUnderWay())) void read();
  });
  return () => {
    isOver = true;
    leave();
  };
};

/** By the engine; of a call that the engine has no part in, what the bank did. */
const CameTo = ({ call }: { readonly call: Entry }): JSX.Element => {
  const { outcome, operation, caller, did } = call;
  if (outcome === undefined && (operation === 'callback' || caller === 'other')) return <>{did}</>;
  return (
    <>
      <OutcomeIcon outcome={outcome} /> {outcomeWords(outcome)} <span class="soft mono">{saidBy(call)}</span>
    </>
  );
};

const CallRow = ({ call }: { readonly call: Entry }): JSX.Element => {
  const words = say(BANK_WORDS);
  const { at, operation, attempt, tookMs, faults, queryId } = call;
  return (
    <tr>
      <td class="number">{timeOf(at)}</td>
      <td>
        {words.operations[operation]} {attempt === undefined ? '' : <span class="soft">{words.attempt(attempt)}</span>}
      </td>
      <td>
        <CameTo call={call} />
      </td>
      <td class="number">{msText(tookMs ?? null)}</td>
      <td>{faults.join(', ')}</td>
      <td>{queryId !== undefined && <a href={hrefOf('queries', queryId)}>{queryId.slice(0, 8)}…</a>}</td>
    </tr>
  );
};

const COLUMNS = ['at', 'what', 'came', 'took', 'faults', 'query'] as const;

export const LastCalls = ({ code }: { readonly code: string }): JSX.Element => {
  const words = say(BANK_WORDS);
  useEffect(() => followCalls(code), [code]);
  const shown = calls.value;
  return (
    <div class="stack">
      <h3 id="bank-calls">{words.calls}</h3>
      {problem.value !== undefined && <ProblemNotice problem={problem.value} />}
      <section class={`scroll network-calls ${isFresh.value ? '' : 'old'}`} tabIndex={0} aria-labelledby="bank-calls">
        <table>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {words.columns[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown?.map((call) => (
              <CallRow key={call.seq} call={call} />
            ))}
          </tbody>
        </table>
        {shown?.length === 0 && <p class="soft">{words.noCalls}</p>}
      </section>
    </div>
  );
};
