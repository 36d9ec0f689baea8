// A new incident: over which banks, which fault, for how long.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { BANKS } from '../../core/banks.ts';
import { say } from '../language.ts';
import type { Problem } from '../live/control.ts';
import { bodyOf, complaintAbout, otherComplaints, type Typed } from '../ui/field-form.ts';
import { Complaint, FieldRow } from '../ui/field-row.tsx';
import { bankName } from './bank-card.tsx';
import { changeBanks, incidents, issuers } from './banks-set.ts';
import { FaultFields, FIRST_DRAFT, faultBody } from './fault-fields.tsx';
import { PRESET_NAMES, PRESETS, type PresetName } from './fault-kinds.ts';
import { FAULT_WORDS } from './fault-words.ts';
import { INCIDENT_WORDS } from './incident-words.ts';

const LENGTHS = ['1m', '10m', '1h', '1d', ''] as const;
const SPREAD_FIELDS = [
  { path: 'stagger', kind: 'duration' },
  { path: 'recovery', kind: 'duration' },
] as const;

/** The first of `down`, `down-2`, … that no incident has. */
const freeName = (name: string): string => {
  const taken = new Set(incidents.value.map((incident) => incident.name));
  const more = Array.from({ length: taken.size }, (_, at) => `${name}-${at + 2}`);
  return [name, ...more].find((one) => !taken.has(one)) ?? name;
};

const isDaily = (what: PresetName | 'own'): boolean => what !== 'own' && 'from' in PRESETS[what];

interface BankChoiceProps {
  readonly chosen: ReadonlySet<string>;
  readonly onChosen: (chosen: ReadonlySet<string>) => void;
  readonly complaint: string | undefined;
}

const BankChoice = ({ chosen, onChosen, complaint }: BankChoiceProps): JSX.Element => {
  const words = say(INCIDENT_WORDS);
  const simulated = new Set(issuers.value.flatMap(({ code, kind }) => (kind === 'simulated' ? [code] : [])));
  const banks = BANKS.filter(({ code }) => simulated.has(code));
  const toggle = (code: string): void => {
    const others = [...chosen].filter((one) => one !== code);
    onChosen(new Set(chosen.has(code) ? others : [...others, code]));
  };
  return (
    <fieldset class="stack">
      <legend class="network-legend">
        {words.banks} <span class="soft">{words.chosen(chosen.size)}</span>
      </legend>
      <div class="row">
        <button type="button" onClick={() => onChosen(simulated)}>
          {words.all}
        </button>
        <button type="button" onClick={() => onChosen(new Set())}>
          {words.noBanks}
        </button>
      </div>
      <div class="network-bank-choice">
        {banks.map((bank) => (
          <label key={bank.code} title={bankName(bank)}>
            <input type="checkbox" checked={chosen.has(bank.code)} onChange={() => toggle(bank.code)} />
            <span>{bankName(bank)}</span> <span class="mono soft">{bank.code}</span>
          </label>
        ))}
      </div>
      {complaint !== undefined && <Complaint text={complaint} />}
    </fieldset>
  );
};

interface WhatProps {
  readonly what: PresetName | 'own';
  readonly onWhat: (what: PresetName | 'own') => void;
}

const WhatChoice = ({ what, onWhat }: WhatProps): JSX.Element => {
  const words = say(INCIDENT_WORDS);
  const { presets } = say(FAULT_WORDS);
  return (
    <fieldset class="stack">
      <legend class="network-legend">{words.what}</legend>
      <div class="row">
        {[...PRESET_NAMES, 'own' as const].map((one) => (
          <button key={one} type="button" aria-pressed={what === one} onClick={() => onWhat(one)}>
            {one === 'own' ? words.own : presets[one].name}
          </button>
        ))}
      </div>
      {what !== 'own' && <p class="soft">{presets[what].does}</p>}
    </fieldset>
  );
};

interface SpreadProps {
  readonly spread: Typed;
  readonly problem: Problem | undefined;
  readonly onSpread: (spread: Typed) => void;
}

/** How much later each bank is hit, and healed, than the one before it. */
const SpreadFields = ({ spread, problem, onSpread }: SpreadProps): JSX.Element => (
  <>
    {SPREAD_FIELDS.map(({ path }) => (
      <FieldRow
        key={path}
        label={say(FAULT_WORDS).fields[path] ?? path}
        value={spread[path] ?? ''}
        placeholder="0s"
        complaint={complaintAbout(problem, path)}
        onInput={(text) => onSpread({ ...spread, [path]: text })}
      />
    ))}
  </>
);

export const IncidentForm = (): JSX.Element => {
  const words = say(INCIDENT_WORDS);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [what, setWhat] = useState<PresetName | 'own'>('down');
  const [length, setLength] = useState('10m');
  const [draft, setDraft] = useState(FIRST_DRAFT);
  const [spread, setSpread] = useState<Typed>({});
  const [problem, setProblem] = useState<Problem>();
  const isAll = chosen.size > 0 && chosen.size === issuers.value.filter(({ kind }) => kind === 'simulated').length;

  const fault = (): object => {
    if (what === 'own') return faultBody(draft);
    return { ...PRESETS[what], name: freeName(what), ...(isDaily(what) || length === '' ? {} : { for: length }) };
  };
  const begin = async (event: Event): Promise<void> => {
    event.preventDefault();
    const over = isAll ? 'ALL' : BANKS.flatMap(({ code }) => (chosen.has(code) ? [code] : []));
    const body = { ...fault(), ...bodyOf(SPREAD_FIELDS, spread), issuers: over };
    const answer = await changeBanks('/control/incidents', { method: 'POST', body });
    setProblem(answer.ok ? undefined : answer.problem);
  };
  const others = otherComplaints(problem, [{ path: 'issuers', kind: 'text' }, ...SPREAD_FIELDS]);
  return (
    <form class="stack" aria-label={words.newTitle} onSubmit={(event) => void begin(event)}>
      <h3>{words.newTitle}</h3>
      <BankChoice chosen={chosen} onChosen={setChosen} complaint={complaintAbout(problem, 'issuers')} />
      <WhatChoice what={what} onWhat={setWhat} />
      {what === 'own' ? (
        <FaultFields draft={draft} problem={problem && withoutOwn(problem)} onDraft={setDraft} />
      ) : (
        others.map((line) => <Complaint key={line} text={line} />)
      )}
      {what !== 'own' && isDaily(what) && <p class="soft">{words.daily}</p>}
      <div class="network-fields">
        {what !== 'own' && !isDaily(what) && (
          <FieldRow
            label={words.howLong}
            value={length}
            choices={LENGTHS.map((one) => [one, words.lengths[one]] as const)}
            onInput={setLength}
          />
        )}
        <SpreadFields spread={spread} problem={problem} onSpread={setSpread} />
        <button type="submit" class="primary">
          {words.begin}
        </button>
      </div>
    </form>
  );
};

/** What is told at fields of the incident is not told again among those of its fault. */
const withoutOwn = (problem: Problem): Problem | undefined => {
  const own = [{ path: 'issuers', kind: 'text' } as const, ...SPREAD_FIELDS];
  const errors = problem.errors.filter((error) =>
    own.every(({ path }) => complaintAbout({ ...problem, errors: [error] }, path) === undefined),
  );
  return errors.length === 0 && problem.errors.length > 0 ? undefined : { ...problem, errors };
};
