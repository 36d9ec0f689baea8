// "All healthy again", and back to what the network was started with. Each says what it does.
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { say } from '../language.ts';
import type { Answer, Problem } from '../live/control.ts';
import { overview } from '../live/overview.ts';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { changeBanks, incidents, issuers } from './banks-set.ts';
import { GLANCE_WORDS } from './words.ts';

type Done = 'healed' | 'reset';

/** How many faults and incidents there are. */
const wrongThings = (): number =>
  issuers.value.reduce((sum, { faults }) => sum + faults.length, 0) + incidents.value.length;

/** Everything that testers have set goes: it is asked for twice. */
const Sure = ({ onSure, onCancel }: { readonly onSure: () => void; readonly onCancel: () => void }): JSX.Element => {
  const words = say(GLANCE_WORDS);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <fieldset class="network-sure stack" aria-label={words.reset}>
      <p>{words.resetHint}</p>
      <div class="row">
        <button type="button" class="primary" ref={first} onClick={onSure}>
          {words.resetSure}
        </button>
        <button type="button" onClick={onCancel}>
          {words.cancel}
        </button>
      </div>
    </fieldset>
  );
};

const Reset = ({ onReset }: { readonly onReset: () => void }): JSX.Element => {
  const words = say(GLANCE_WORDS);
  const [isAsked, setAsked] = useState(false);
  const sure = (): void => {
    setAsked(false);
    onReset();
  };
  if (isAsked) return <Sure onSure={sure} onCancel={() => setAsked(false)} />;
  return (
    <button type="button" class="quiet" onClick={() => setAsked(true)}>
      {words.reset}…
    </button>
  );
};

export const Healing = (): JSX.Element => {
  const words = say(GLANCE_WORDS);
  const [done, setDone] = useState<Done>();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const count = wrongThings();
  const take = async (what: Done, change: Promise<Answer<undefined>>): Promise<void> => {
    setBusy(true);
    const answer = await change;
    setBusy(false);
    setProblem(answer.ok ? undefined : answer.problem);
    setDone(answer.ok ? what : undefined);
  };
  const said = done === 'reset' ? words.resetDone : done === 'healed' ? words.healthyDone : words.nothingWrong;
  return (
    <section class="network-healing" aria-label={words.healthy}>
      <button
        type="button"
        class="primary network-heal"
        disabled={isBusy || overview.value === undefined}
        aria-describedby="network-heal-hint"
        onClick={() => void take('healed', changeBanks('/control/heal', { method: 'POST' }))}
      >
        {words.healthy}
        {count > 0 && <span class="network-count number">{count}</span>}
      </button>
      <div>
        <p class="soft" id="network-heal-hint">
          {words.healthyHint}
        </p>
        <p class="soft" role="status">
          {count === 0 && overview.value !== undefined ? said : ''}
        </p>
      </div>
      <Reset onReset={() => void take('reset', changeBanks('/control/reset', { method: 'POST' }))} />
      {problem !== undefined && <ProblemNotice problem={problem} />}
    </section>
  );
};
