// What is wrong with a bank by somebody's wish: presets in one click, the faults that are on, and a new one.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { say } from '../language.ts';
import type { Problem } from '../live/control.ts';
import { complaintAbout, percentOf, readTyped, shareOf } from '../ui/field-form.ts';
import { dayAndTimeOf } from '../ui/instants.ts';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import type { GivenFault, Incident, Issuer } from '../wire/issuers.ts';
import { BANK_WORDS } from './bank-words.ts';
import { changeBank, incidents } from './banks-set.ts';
import { FaultFields, FIRST_DRAFT, faultBody } from './fault-fields.tsx';
import { PRESET_NAMES, PRESETS, type PresetName } from './fault-kinds.ts';
import { faultSummary, faultTitle } from './fault-title.ts';
import { FAULT_WORDS } from './fault-words.ts';
import { ShareField } from './share-field.tsx';

const pathOf = (name: string): string => `/faults/${encodeURIComponent(name)}`;

const Presets = ({ issuer }: { readonly issuer: Issuer }): JSX.Element => {
  const words = say(FAULT_WORDS);
  const [problem, setProblem] = useState<Problem>();
  const toggle = async (name: PresetName, isOn: boolean): Promise<void> => {
    const answer = isOn
      ? await changeBank(issuer.code, pathOf(name), { method: 'DELETE' })
      : await changeBank(issuer.code, '/faults', { method: 'POST', body: { ...PRESETS[name], name } });
    setProblem(answer.ok ? undefined : answer.problem);
  };
  return (
    <>
      <fieldset class="network-presets" aria-label={say(BANK_WORDS).presets}>
        {PRESET_NAMES.map((name) => {
          const isOn = issuer.faults.some((fault) => fault.name === name);
          return (
            <button key={name} type="button" aria-pressed={isOn} onClick={() => void toggle(name, isOn)}>
              <strong>{words.presets[name].name}</strong>
              <span>{words.presets[name].does}</span>
            </button>
          );
        })}
      </fieldset>
      {problem !== undefined && <ProblemNotice problem={problem} />}
    </>
  );
};

const FaultOn = ({ issuer, fault }: { readonly issuer: Issuer; readonly fault: GivenFault }): JSX.Element => {
  const words = say(BANK_WORDS);
  const [typed, setTyped] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  const title = faultTitle(fault);
  const change = async (method: 'PATCH' | 'DELETE', body?: object, sent?: string): Promise<void> => {
    const answer = await changeBank(issuer.code, pathOf(fault.name), { method, body });
    setProblem(answer.ok ? undefined : answer.problem);
    // Whoever has slid on meanwhile goes on from there.
    if (answer.ok) setTyped((now) => (now === sent ? undefined : now));
  };
  const complaint = complaintAbout(problem, 'share');
  return (
    <li class="network-fault stack" data-fault={fault.name}>
      <div class="spread">
        <div>
          <strong>{title}</strong> <span class="soft">{faultSummary(fault)}</span>
          {fault.healsAt !== undefined && <p class="soft number">{words.healsAt(dayAndTimeOf(fault.healsAt))}</p>}
        </div>
        <button type="button" aria-label={words.offNamed(title)} onClick={() => void change('DELETE')}>
          {words.off}
        </button>
      </div>
      <ShareField
        name={title}
        typed={typed ?? percentOf(shareOf(fault.share))}
        complaint={complaint}
        onInput={setTyped}
        onDone={(text) => void change('PATCH', { share: readTyped('share', text) }, text)}
      />
      {problem !== undefined && complaint === undefined && <ProblemNotice problem={problem} />}
    </li>
  );
};

const IncidentOn = ({ incident }: { readonly incident: Incident }): JSX.Element => (
  <li class="network-fault">
    <strong>{faultTitle(incident)}</strong> <span class="tag warn">{say(BANK_WORDS).incident}</span>{' '}
    <span class="soft">{faultSummary(incident)}</span>
  </li>
);

const NewFault = ({ issuer }: { readonly issuer: Issuer }): JSX.Element => {
  const words = say(BANK_WORDS);
  const [draft, setDraft] = useState(FIRST_DRAFT);
  const [problem, setProblem] = useState<Problem>();
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const answer = await changeBank(issuer.code, '/faults', { method: 'POST', body: faultBody(draft) });
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) setDraft(FIRST_DRAFT);
  };
  return (
    <details class="network-new">
      <summary>{words.addFault}</summary>
      <form class="stack" aria-label={words.addFault} onSubmit={(event) => void add(event)}>
        <FaultFields draft={draft} problem={problem} onDraft={setDraft} />
        <button type="submit" class="primary">
          {words.add}
        </button>
      </form>
    </details>
  );
};

export const BankFaults = ({ issuer }: { readonly issuer: Issuer }): JSX.Element => {
  const words = say(BANK_WORDS);
  const over = incidents.value.filter(({ name }) => issuer.incidents.includes(name));
  return (
    <section class="stack" aria-labelledby="bank-faults">
      <h3>{words.presets}</h3>
      <Presets issuer={issuer} />
      <h3 id="bank-faults">{words.faultsOn}</h3>
      <ul class="network-faults">
        {issuer.faults.map((fault) => (
          <FaultOn key={fault.name} issuer={issuer} fault={fault} />
        ))}
        {over.map((incident) => (
          <IncidentOn key={incident.name} incident={incident} />
        ))}
      </ul>
      {issuer.faults.length + over.length === 0 && <p class="soft">{words.noFaults}</p>}
      <NewFault issuer={issuer} />
    </section>
  );
};
