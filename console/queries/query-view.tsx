// One query: how it stands, its picture with the call that is pointed at, and all its calls as a table.
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { elapsed } from '../../report/elapsed.ts';
import { say } from '../language.ts';
import { isFresh, overview } from '../live/overview.ts';
import { hrefOf } from '../routes.ts';
import { dayAndTimeOf } from '../ui/instants.ts';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import type { Query } from '../wire/queries.ts';
import { CallDetails } from './call-details.tsx';
import { CallTable } from './call-table.tsx';
import { Legend } from './legend.tsx';
import { lanesOf } from './query-lanes.ts';
import { QueryPicture } from './query-picture.tsx';
import { type QueryWatch, watchQuery } from './query-watch.ts';
import { StatusTag } from './status-tag.tsx';
import { QUERY_WORDS } from './words.ts';

export const QueryView = ({ queryId }: { readonly queryId: string }): JSX.Element => {
  const words = say(QUERY_WORDS);
  const [watch, setWatch] = useState<QueryWatch | undefined>(undefined);
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  useEffect(() => {
    const begun = watchQuery(queryId);
    setWatch(begun);
    return begun.stop;
  }, [queryId]);
  const sight = watch?.sight.value;
  const { query, entries = [], missing, problem } = sight ?? {};
  const isTrue = sight?.isLive === true && isFresh.value;
  // A query that has ended does not change any more, whatever the clock says.
  const at = query?.status === 'RUNNING' ? later(query.now, overview.value?.at) : query?.now;
  const lanes = useMemo(
    () => (query === undefined || at === undefined ? undefined : lanesOf(query, entries, Date.parse(at))),
    [query, entries, at],
  );
  return (
    <section class="stack query" aria-labelledby="query-title">
      <div class="row">
        <a class="button" href={hrefOf('queries')}>
          ← {words.back}
        </a>
        <h2 id="query-title">
          {words.query} <span class="mono">{queryId}</span>
        </h2>
        {query !== undefined && <StatusTag status={query.status} />}
      </div>
      {missing === 'unknown' && <p class="nothing">{words.gone}</p>}
      {missing === 'forgotten' && <p class="notice warn">{words.goneMeanwhile}</p>}
      {sight?.isCut === true && isFresh.value && <p class="notice warn">{words.notFollowed}</p>}
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {query !== undefined && lanes !== undefined && (
        <div class={isTrue ? 'stack' : 'stack old'} data-live={isTrue}>
          <Facts query={query} />
          {lanes.isIncomplete && <p class="notice">{words.incomplete}</p>}
          <CallDetails lanes={lanes} seq={chosen} />
          <QueryPicture lanes={lanes} chosen={chosen} onChoose={setChosen} />
          <Legend />
          <CallTable lanes={lanes} />
        </div>
      )}
    </section>
  );
};

/** Both by the same clock; the overview may be older than the query. */
const later = (one: string, other: string | undefined): string => (other !== undefined && other > one ? other : one);

const Facts = ({ query }: { readonly query: Query }): JSX.Element => {
  const words = say(QUERY_WORDS);
  const { acceptedAt, deadline, endedAt } = query;
  const tookMs =
    acceptedAt === undefined || endedAt === undefined ? undefined : Date.parse(endedAt) - Date.parse(acceptedAt);
  return (
    <dl class="query-facts number">
      <Fact name={words.accepted} value={acceptedAt === undefined ? words.earlier : dayAndTimeOf(acceptedAt)} />
      <Fact name={words.ended} value={endedAt === undefined ? '–' : dayAndTimeOf(endedAt)} />
      <Fact name={words.took} value={tookMs === undefined ? '–' : elapsed(tookMs)} />
      <Fact name={words.deadline} value={deadline === undefined ? '–' : dayAndTimeOf(deadline)} />
    </dl>
  );
};

const Fact = ({ name, value }: { readonly name: string; readonly value: string }): JSX.Element => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
