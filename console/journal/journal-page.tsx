// The page of the journal: all calls to banks, or all short messages.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { say } from '../language.ts';
import { CallsView } from './calls-view.tsx';
import { MessagesView } from './messages-view.tsx';
import { JOURNAL_WORDS } from './words.ts';
import './journal.css';

const TABS = ['calls', 'messages'] as const;
type Tab = (typeof TABS)[number];

export const JournalPage = (): JSX.Element => {
  const words = say(JOURNAL_WORDS);
  const [tab, setTab] = useState<Tab>('calls');
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const other = tab === 'calls' ? 'messages' : 'calls';
    setTab(other);
    document.getElementById(`journal-tab-${other}`)?.focus();
  };
  return (
    <div class="stack">
      <div class="row" role="tablist" aria-label={words.tabsLabel} onKeyDown={onKey}>
        {TABS.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`journal-tab-${one}`}
            aria-selected={tab === one}
            aria-controls="journal-panel"
            tabIndex={tab === one ? 0 : -1}
            onClick={() => setTab(one)}
          >
            {words.tabs[one]}
          </button>
        ))}
      </div>
      <div class="stack" role="tabpanel" id="journal-panel" aria-labelledby={`journal-tab-${tab}`}>
        <h2 class="unseen">{words.tabs[tab]}</h2>
        {tab === 'calls' ? <CallsView /> : <MessagesView />}
      </div>
    </div>
  );
};
