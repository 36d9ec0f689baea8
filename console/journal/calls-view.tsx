// The calls of the journal: followed or paused, by bank, by outcome, by words.
import type { JSX } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { BANKS } from '../../core/banks.ts';
import type { JournalEntry } from '../../core/journal.ts';
import { language, say } from '../language.ts';
import { isFresh } from '../live/overview.ts';
import { LongList } from '../ui/long-list.tsx';
import { isNarrow } from '../ui/narrow.ts';
import { OUTCOMES, outcomeWords } from '../ui/outcomes.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { callCells } from './call-cells.tsx';
import { JournalFollower, type JournalSight, NOTHING_SEEN, type SeenStart } from './journal-follow.ts';
import { JOURNAL_WORDS } from './words.ts';

const ROW_PX = 34;
const NARROW_ROW_PX = 72;
/** As the network takes words (cli/control/calls.ts); a long number may be somebody's, and is not sent. */
const SEARCH = /^[A-Za-z0-9_./ -]{0,64}$/;
const LONG_NUMBER = /(^| )[0-9]{8,}[Xx]?($| )/;
/** Whoever types goes on typing. */
const BEGIN_AFTER_MS = 200;

const isSearchable = (text: string): boolean => SEARCH.test(text) && !LONG_NUMBER.test(text);

interface Choice {
  readonly issuer: string | undefined;
  readonly outcome: string | undefined;
  readonly text: string;
  readonly isFollowing: boolean;
}

export const CallsView = (): JSX.Element => {
  const words = say(JOURNAL_WORDS);
  const [choice, setChoice] = useState<Choice>({ issuer: undefined, outcome: undefined, text: '', isFollowing: true });
  const follower = useFollower(choice);
  const sight = follower?.sight.value ?? NOTHING_SEEN;
  const isFiltered = choice.issuer !== undefined || choice.outcome !== undefined || choice.text.trim() !== '';
  const { gone } = sight;
  const cellsOf = useCallback((entry: JournalEntry) => callCells(entry, gone.has(entry.seq)), [gone, language.value]);
  return (
    <>
      <Tools choice={choice} onChoose={(part) => setChoice({ ...choice, ...part })} />
      {!isSearchable(choice.text) && (
        <p class="notice warn" role="alert">
          {words.searchWrong}
        </p>
      )}
      {sight.hasRestarted && <p class="notice warn">{words.restarted}</p>}
      {sight.problem !== undefined && <ProblemNotice problem={sight.problem} />}
      <p class="soft number journal-pace" role="status">
        {paceOf(sight, choice.isFollowing)}
      </p>
      <div class={isFresh.value && sight.problem === undefined ? '' : 'old'}>
        <LongList<JournalEntry>
          name="calls"
          label={words.tabs.calls}
          columns={words.callColumns}
          rows={sight.entries ?? []}
          keyOf={({ seq }) => seq}
          rowHeightPx={isNarrow.value ? NARROW_ROW_PX : ROW_PX}
          cellsOf={cellsOf}
          onEnd={() => void follower?.older()}
          onSight={(entries) => follower?.seen(entries)}
          nothing={sight.entries === undefined ? '…' : isFiltered ? words.noMatch : words.none}
        />
      </div>
    </>
  );
};

const paceOf = ({ leftOut }: JournalSight, isFollowing: boolean): string => {
  const words = say(JOURNAL_WORDS);
  if (!isFollowing) return words.paused;
  if (leftOut === 'some') return words.someLeftOut;
  return leftOut > 0 ? words.leftOut(leftOut) : words.following;
};

/** A new one for each choice; the last words that can be searched for stay while others are typed. */
const useFollower = ({ issuer, outcome, text, isFollowing }: Choice): JournalFollower | undefined => {
  const [follower, setFollower] = useState<JournalFollower | undefined>(undefined);
  const start = useRef<SeenStart>({ id: undefined });
  const lastText = useRef('');
  if (isSearchable(text)) lastText.current = text.trim();
  const search = [lastText.current, outcome ?? ''].filter((part) => part !== '').join(' ');
  useEffect(() => {
    let begun: JournalFollower | undefined;
    const begin = (): void => {
      begun = new JournalFollower({ issuer, search }, isFollowing, start.current);
      setFollower(begun);
    };
    const timer = setTimeout(begin, follower === undefined ? 0 : BEGIN_AFTER_MS);
    return () => {
      clearTimeout(timer);
      begun?.stop();
    };
  }, [issuer, search, isFollowing]);
  return follower;
};

interface ToolsProps {
  readonly choice: Choice;
  readonly onChoose: (part: Partial<Choice>) => void;
}

const Tools = ({ choice, onChoose }: ToolsProps): JSX.Element => {
  const words = say(JOURNAL_WORDS);
  return (
    <div class="row">
      <button
        type="button"
        class={choice.isFollowing ? 'journal-follow' : 'journal-follow primary'}
        onClick={() => onChoose({ isFollowing: !choice.isFollowing })}
      >
        {choice.isFollowing ? words.pause : words.follow}
      </button>
      <select
        aria-label={words.bank}
        value={choice.issuer ?? ''}
        onChange={({ currentTarget: { value } }) => onChoose({ issuer: value === '' ? undefined : value })}
      >
        <option value="">{words.allBanks}</option>
        {BANKS.map(({ code, shortNameZh }) => (
          <option key={code} value={code}>
            {code} {shortNameZh}
          </option>
        ))}
      </select>
      <select
        aria-label={words.outcome}
        value={choice.outcome ?? ''}
        onChange={({ currentTarget: { value } }) => onChoose({ outcome: value === '' ? undefined : value })}
      >
        <option value="">{words.allOutcomes}</option>
        {OUTCOMES.map((outcome) => (
          <option key={outcome} value={outcome}>
            {outcomeWords(outcome)}
          </option>
        ))}
      </select>
      <input
        type="search"
        class="journal-search"
        autocomplete="off"
        spellcheck={false}
        aria-label={words.search}
        placeholder={words.searchHint}
        maxLength={48}
        value={choice.text}
        onInput={({ currentTarget }) => onChoose({ text: currentTarget.value })}
      />
    </div>
  );
};
