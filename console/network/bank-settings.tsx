// What can be set of a bank beside its faults.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { say } from '../language.ts';
import type { Problem } from '../live/control.ts';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import type { Issuer } from '../wire/issuers.ts';
import { BANK_WORDS } from './bank-words.ts';
import { changeBank } from './banks-set.ts';
import { LatencySetting } from './latency-setting.tsx';
import { LimitSetting } from './limit-setting.tsx';

const MODES = ['sync', 'poll', 'callback'] as const;

const ModeSetting = ({ issuer }: { readonly issuer: Issuer }): JSX.Element => {
  const words = say(BANK_WORDS);
  const [problem, setProblem] = useState<Problem>();
  const { mode = 'sync' } = issuer.settings;
  const choose = async (one: string): Promise<void> => {
    const answer = await changeBank(issuer.code, '', { method: 'PATCH', body: { mode: one } });
    setProblem(answer.ok ? undefined : answer.problem);
  };
  return (
    <fieldset class="network-setting stack" aria-label={words.mode}>
      <div class="spread">
        <h4>{words.mode}</h4>
        <div class="row">
          {MODES.map((one) => (
            <button key={one} type="button" aria-pressed={mode === one} onClick={() => void choose(one)}>
              {words.modes[one]}
            </button>
          ))}
        </div>
      </div>
      <p class="soft">{words.modeHints[mode]}</p>
      {problem !== undefined && <ProblemNotice problem={problem} />}
    </fieldset>
  );
};

export const BankSettings = ({ issuer }: { readonly issuer: Issuer }): JSX.Element => (
  <section class="stack" aria-labelledby="bank-settings">
    <h3 id="bank-settings">{say(BANK_WORDS).settings}</h3>
    <LatencySetting issuer={issuer} />
    <ModeSetting issuer={issuer} />
    <LimitSetting issuer={issuer} member="capacity" />
    <LimitSetting issuer={issuer} member="rateLimit" />
  </section>
);
