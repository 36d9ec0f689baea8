// The latency of a bank: fixed, or by median and p99, each with a slider and a field. It is set when a slider is let go
// and when a field is left.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatDuration } from '../../core/durations.ts';
import { say } from '../language.ts';
import type { Problem } from '../live/control.ts';
import { bodyOf, complaintAbout, msOf, otherComplaints, type Typed } from '../ui/field-form.ts';
import { Complaint, FieldRow } from '../ui/field-row.tsx';
import type { Issuer } from '../wire/issuers.ts';
import { BANK_WORDS } from './bank-words.ts';
import { changeBank } from './banks-set.ts';
import { FAULT_WORDS } from './fault-words.ts';
import { LATENCY_STEPS_MS, StepSlider } from './step-slider.tsx';

const FORMS = {
  spread: [
    { path: 'p50', kind: 'duration' },
    { path: 'p99', kind: 'duration' },
  ],
  fixed: [{ path: 'fixed', kind: 'duration' }],
} as const;
type Form = keyof typeof FORMS;
const FORM_NAMES = ['spread', 'fixed'] as const;

/** What a bank has of which nothing is said (simulator/issuer/settings.ts). */
const DEFAULT: Typed = { p50: '80ms', p99: '600ms' };

interface Written {
  readonly form: Form | 'other';
  readonly typed: Typed;
}

const writtenOf = (latency: Issuer['settings']['latency']): Written => {
  if (latency === undefined) return { form: 'spread', typed: { ...DEFAULT, fixed: DEFAULT.p50 ?? '' } };
  const texts = Object.fromEntries(Object.entries(latency).map(([key, value]) => [key, String(value)]));
  const keys = Object.keys(texts).toSorted().join();
  if (keys === 'p50,p99') return { form: 'spread', typed: { ...texts, fixed: texts.p50 ?? '' } };
  const { fixed = texts.p50 } = texts;
  if ((keys === 'fixed' || keys === 'p50') && fixed !== undefined) {
    return { form: 'fixed', typed: { fixed, p50: fixed, p99: fixed } };
  }
  return { form: 'other', typed: { ...DEFAULT, fixed: DEFAULT.p50 ?? '' } };
};

/** Whoever slides one beyond the other takes the other along: p50 is never above p99. */
const pushed = (typed: Typed, path: string, ms: number): Typed => {
  const other = path === 'p50' ? 'p99' : 'p50';
  const otherMs = msOf(typed[other]) ?? ms;
  const moved = { ...typed, [path]: formatDuration(ms) };
  if (path === 'fixed' || (path === 'p50' ? otherMs >= ms : otherMs <= ms)) return moved;
  return { ...moved, [other]: formatDuration(ms) };
};

interface FormChoiceProps {
  readonly form: Written['form'];
  readonly isDefault: boolean;
  readonly onForm: (form: Form) => void;
  readonly onDefault: () => void;
}

const FormChoice = ({ form, isDefault, onForm, onDefault }: FormChoiceProps): JSX.Element => {
  const words = say(BANK_WORDS);
  return (
    <div class="row">
      {FORM_NAMES.map((one) => (
        <button key={one} type="button" aria-pressed={form === one} onClick={() => onForm(one)}>
          {words.latencyForms[one]}
        </button>
      ))}
      <button type="button" class="quiet" disabled={isDefault} onClick={onDefault}>
        {isDefault ? words.isDefault : words.toDefault}
      </button>
    </div>
  );
};

export const LatencySetting = ({ issuer }: { readonly issuer: Issuer }): JSX.Element => {
  const words = say(BANK_WORDS);
  const [draft, setDraft] = useState<Written>();
  const [problem, setProblem] = useState<Problem>();
  const { latency } = issuer.settings;
  const { form, typed } = draft ?? writtenOf(latency);
  const fields = form === 'other' ? [] : FORMS[form];

  const send = async (value: unknown, sent?: Written): Promise<void> => {
    const answer = await changeBank(issuer.code, '', { method: 'PATCH', body: { latency: value } });
    setProblem(answer.ok ? undefined : answer.problem);
    // Whoever has slid on meanwhile goes on from there.
    if (answer.ok) setDraft((now) => (sent === undefined || now === sent ? undefined : now));
  };
  const set = (next: Written): void => {
    setDraft(next);
    if (next.form !== 'other') void send(bodyOf(FORMS[next.form], next.typed), next);
  };

  return (
    <fieldset class="network-setting stack" aria-label={words.latency}>
      <div class="spread">
        <h4>{words.latency}</h4>
        <FormChoice
          form={form}
          isDefault={latency === undefined}
          onForm={(one) => set({ form: one, typed })}
          onDefault={() => void send(null)}
        />
      </div>
      {form === 'other' && (
        <p class="soft">
          {words.latencyOther} <code>{JSON.stringify(latency)}</code>
        </p>
      )}
      {fields.map(({ path }) => (
        <Figure
          key={path}
          path={path}
          typed={typed}
          complaint={complaintAbout(problem, path, '/latency')}
          onTyped={(next) => setDraft({ form, typed: next })}
          onDone={(next) => set({ form, typed: next })}
        />
      ))}
      {otherComplaints(problem, fields, '/latency').map((line) => (
        <Complaint key={line} text={line} />
      ))}
    </fieldset>
  );
};

interface FigureProps {
  readonly path: string;
  readonly typed: Typed;
  readonly complaint: string | undefined;
  readonly onTyped: (typed: Typed) => void;
  readonly onDone: (typed: Typed) => void;
}

const Figure = ({ path, typed, complaint, onTyped, onDone }: FigureProps): JSX.Element => {
  const label = say(FAULT_WORDS).fields[path] ?? path;
  return (
    <div class="network-slid">
      <StepSlider
        label={say(BANK_WORDS).latencySlider(label)}
        steps={LATENCY_STEPS_MS}
        value={msOf(typed[path]) ?? 0}
        textOf={formatDuration}
        onSlide={(ms) => onTyped(pushed(typed, path, ms))}
        onDone={(ms) => onDone(pushed(typed, path, ms))}
      />
      <FieldRow
        label={label}
        value={typed[path] ?? ''}
        complaint={complaint}
        onInput={(text) => onTyped({ ...typed, [path]: text })}
        onDone={() => onDone(typed)}
      />
    </div>
  );
};
