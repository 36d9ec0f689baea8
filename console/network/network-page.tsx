// The page "network": the engine's figures, the sixteen banks at a glance, one of them opened, incidents.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { BANKS } from '../../core/banks.ts';
import { say } from '../language.ts';
import { route } from '../routes.ts';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { BankCard } from './bank-card.tsx';
import { BankPanel } from './bank-panel.tsx';
import { followBanks, readingProblem } from './banks-set.ts';
import { EngineStrip } from './engine-strip.tsx';
import { Healing } from './healing.tsx';
import { Incidents } from './incidents-part.tsx';
import { GLANCE_WORDS } from './words.ts';
import './network.css';
import './bank.css';

const Legend = (): JSX.Element => {
  const words = say(GLANCE_WORDS);
  return (
    <p class="network-legend-row soft">
      <span>{words.legend}</span>
      <span class="network-key calls">{words.legendCalls}</span>
      <span class="network-key failed">{words.legendFailed}</span>
      <span class="network-key p50">p50</span>
      <span class="network-key p99">p99</span>
    </p>
  );
};

/** Whoever closes a bank is where they opened it. */
const useReturnToCard = (open: string | undefined): void => {
  const before = useRef(open);
  useEffect(() => {
    const closed = before.current;
    before.current = open;
    if (open !== undefined || closed === undefined) return;
    document.querySelector<HTMLAnchorElement>(`[data-bank="${CSS.escape(closed)}"] a`)?.focus();
  }, [open]);
};

export const NetworkPage = (): JSX.Element => {
  const words = say(GLANCE_WORDS);
  const { part } = route.value;
  useEffect(followBanks, []);
  useReturnToCard(part);
  return (
    <div class={`network ${part === undefined ? '' : 'opened'}`}>
      <div class="network-main stack">
        <EngineStrip />
        <section class="stack" aria-labelledby="network-banks">
          <div class="spread">
            <div>
              <h2 id="network-banks">{words.banks}</h2>
              <Legend />
            </div>
            <Healing />
          </div>
          {readingProblem.value !== undefined && <ProblemNotice problem={readingProblem.value} />}
          <ul class="network-grid">
            {BANKS.map((bank) => (
              <BankCard key={bank.code} bank={bank} />
            ))}
          </ul>
        </section>
        <Incidents />
      </div>
      {part !== undefined && <BankPanel code={part} />}
    </div>
  );
};
