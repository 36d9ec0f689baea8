// The newest short messages of the whole network, with mobiles and codes masked.
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { say } from '../language.ts';
import { isFresh } from '../live/overview.ts';
import { hrefOf } from '../routes.ts';
import { dayAndTimeOf } from '../ui/instants.ts';
import { LongList } from '../ui/long-list.tsx';
import { isNarrow } from '../ui/narrow.ts';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import type { Message } from '../wire/journal.ts';
import { followMessages, messageSight } from './message-follow.ts';
import { JOURNAL_WORDS } from './words.ts';

const ROW_PX = 36;
const NARROW_ROW_PX = 92;

export const MessagesView = (): JSX.Element => {
  const words = say(JOURNAL_WORDS);
  const [text, setText] = useState('');
  useEffect(() => followMessages(), []);
  const { messages, problem, hasRestarted } = messageSight.value;
  const wanted = text.trim().toLowerCase();
  const rows = (messages ?? []).filter((message) =>
    [message.mobile, message.text, message.queryId].some((part) => part?.toLowerCase().includes(wanted)),
  );
  return (
    <>
      <div class="row">
        <input
          type="search"
          class="journal-search"
          autocomplete="off"
          spellcheck={false}
          aria-label={words.search}
          placeholder={words.search}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </div>
      {hasRestarted && <p class="notice warn">{words.restarted}</p>}
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <p class="soft journal-pace">{words.messagesNote}</p>
      <div class={isFresh.value && problem === undefined ? '' : 'old'}>
        <LongList<Message>
          name="messages"
          label={words.tabs.messages}
          columns={words.messageColumns}
          rows={rows}
          keyOf={({ seq }) => seq}
          rowHeightPx={isNarrow.value ? NARROW_ROW_PX : ROW_PX}
          cellsOf={messageCells}
          nothing={messages === undefined ? '…' : wanted === '' ? words.noMessages : words.noMatch}
        />
      </div>
    </>
  );
};

const messageCells = ({ at, mobile, text, queryId }: Message): readonly JSX.Element[] => [
  <time key="at" class="number" dateTime={at} title={at}>
    {dayAndTimeOf(at)}
  </time>,
  <span key="mobile" class="number">
    {mobile ?? ''}
  </span>,
  <span key="text" lang="zh-CN" title={text}>
    {text}
  </span>,
  queryId === undefined ? (
    <span key="query" />
  ) : (
    <a key="query" class="mono" href={hrefOf('queries', queryId)}>
      {queryId}
    </a>
  ),
];
