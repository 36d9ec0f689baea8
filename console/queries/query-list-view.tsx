// The list of queries, newest first, with a strip of what each bank has come to.
import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { roughly } from '../../report/elapsed.ts';
import { language, say } from '../language.ts';
import { isFresh } from '../live/overview.ts';
import { hrefOf } from '../routes.ts';
import { dayAndTimeOf } from '../ui/instants.ts';
import { LongList } from '../ui/long-list.tsx';
import { isNarrow } from '../ui/narrow.ts';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import type { ListedQuery } from '../wire/queries.ts';
import { followQueries, hasRestarted, listProblem, queryList } from './query-list.ts';
import { StatusTag } from './status-tag.tsx';
import { Strip } from './strip.tsx';
import { QUERY_WORDS } from './words.ts';

const FILTERS = ['ALL', 'RUNNING', 'READY', 'FAILED'] as const;
type Filter = (typeof FILTERS)[number];

const ROW_PX = 36;
const NARROW_ROW_PX = 76;

export const QueryListView = (): JSX.Element => {
  const words = say(QUERY_WORDS);
  const [filter, setFilter] = useState<Filter>('ALL');
  const [id, setId] = useState('');
  useEffect(() => followQueries(), []);
  const list = queryList.value;
  const wanted = id.trim().toLowerCase();
  const rows = (list?.queries ?? []).filter(
    ({ status, queryId }) =>
      (filter === 'ALL' || status === filter) && (wanted === '' || queryId.toLowerCase().includes(wanted)),
  );
  const here = list?.queries.length ?? 0;
  const banks = list?.banks ?? [];
  const cellsOfQuery = useCallback((query: ListedQuery) => cellsOf(query, banks), [banks.join(), language.value]);
  return (
    <div class="stack">
      <div class="spread">
        <h2>{words.list}</h2>
        <p class="soft number queries-count" role="status">
          {list !== undefined && (here < list.total ? words.loading(here, list.total) : words.shown(rows.length, here))}
        </p>
      </div>
      <div class="row">
        <fieldset class="row queries-filter">
          <legend class="unseen">{words.filter}</legend>
          {FILTERS.map((one) => (
            <button key={one} type="button" aria-pressed={filter === one} onClick={() => setFilter(one)}>
              {words.status[one]}
            </button>
          ))}
        </fieldset>
        <label class="row">
          <span class="soft">{words.findId}</span>
          <input
            type="search"
            autocomplete="off"
            spellcheck={false}
            placeholder={words.findIdHint}
            value={id}
            onInput={({ currentTarget }) => setId(currentTarget.value)}
          />
        </label>
      </div>
      {hasRestarted.value && <p class="notice warn">{words.restarted}</p>}
      {listProblem.value !== undefined && <ProblemNotice problem={listProblem.value} />}
      <div class={isFresh.value && listProblem.value === undefined ? '' : 'old'}>
        <LongList
          name="queries"
          label={words.list}
          columns={words.columns}
          rows={rows}
          keyOf={({ seq }) => seq}
          rowHeightPx={isNarrow.value ? NARROW_ROW_PX : ROW_PX}
          cellsOf={cellsOfQuery}
          nothing={list === undefined ? '…' : here === 0 ? words.none : words.noMatch}
        />
      </div>
    </div>
  );
};

const cellsOf = (query: ListedQuery, banks: readonly string[]): readonly JSX.Element[] => {
  const words = say(QUERY_WORDS);
  const { queryId, status, strip, calls, acceptedAt, endedAt } = query;
  const tookMs =
    acceptedAt === undefined || endedAt === undefined ? undefined : Date.parse(endedAt) - Date.parse(acceptedAt);
  return [
    <a key="id" class="mono" href={hrefOf('queries', queryId)}>
      {queryId}
    </a>,
    <StatusTag key="status" status={status} />,
    <Strip key="strip" strip={strip} banks={banks} />,
    <span key="calls" class="number">
      {words.calls(calls)}
    </span>,
    <span key="accepted" class="number">
      {acceptedAt === undefined ? words.earlier : dayAndTimeOf(acceptedAt)}
    </span>,
    <span key="took" class="number">
      {tookMs === undefined ? '' : roughly(tookMs)}
    </span>,
  ];
};
