// The fields of one fault: its kind, what that kind wants to know, how much it hits, and when.
import type { JSX } from 'preact';
import { say } from '../language.ts';
import type { Problem } from '../live/control.ts';
import { bodyOf, complaintAbout, type Field, otherComplaints, type Typed } from '../ui/field-form.ts';
import { Complaint, FieldRow } from '../ui/field-row.tsx';
import { COMMON_FIELDS, FAULT_KIND_NAMES, type FaultKind, fieldsOf, isFaultKind, startOf } from './fault-kinds.ts';
import { FAULT_WORDS } from './fault-words.ts';
import { ShareField } from './share-field.tsx';

/** A fault that is being written. */
export interface FaultDraft {
  readonly kind: FaultKind;
  readonly typed: Typed;
}

export const FIRST_DRAFT: FaultDraft = { kind: 'status', typed: startOf('status') };

const allFieldsOf = (kind: FaultKind): readonly Field[] => [...fieldsOf(kind), ...COMMON_FIELDS];

export const faultBody = ({ kind, typed }: FaultDraft): Readonly<Record<string, unknown>> => ({
  kind,
  ...bodyOf(allFieldsOf(kind), typed),
});

export interface FaultFieldsProps {
  readonly draft: FaultDraft;
  readonly problem: Problem | undefined;
  readonly onDraft: (draft: FaultDraft) => void;
}

export const FaultFields = ({ draft, problem, onDraft }: FaultFieldsProps): JSX.Element => {
  const words = say(FAULT_WORDS);
  const { kind, typed } = draft;
  const put = (path: string, text: string): void => onDraft({ kind, typed: { ...typed, [path]: text } });
  const choose = (name: string): void => {
    // What belongs to every kind stays as it was typed.
    const { name: named = '', share = '' } = typed;
    if (isFaultKind(name)) onDraft({ kind: name, typed: { ...startOf(name), name: named, share } });
  };
  const row = ({ path, placeholder, choices }: (typeof COMMON_FIELDS)[number]): JSX.Element => (
    <FieldRow
      key={`${kind} ${path}`}
      label={words.fields[path] ?? path}
      value={typed[path] ?? ''}
      placeholder={placeholder}
      choices={choices?.map((one) => [one, words.values[one] ?? one] as const)}
      complaint={complaintAbout(problem, path)}
      onInput={(text) => put(path, text)}
    />
  );
  return (
    <div class="stack">
      <FieldRow
        label={words.fields.kind ?? ''}
        value={kind}
        choices={FAULT_KIND_NAMES.map((one) => [one, `${words.kinds[one].name} · ${words.kinds[one].does}`] as const)}
        complaint={complaintAbout(problem, 'kind')}
        onInput={choose}
      />
      {fieldsOf(kind).length > 0 && <div class="network-fields">{fieldsOf(kind).map(row)}</div>}
      <ShareField
        name={words.kinds[kind].name}
        typed={typed.share ?? ''}
        complaint={complaintAbout(problem, 'share')}
        onInput={(text) => put('share', text)}
      />
      <div class="network-fields">{COMMON_FIELDS.filter(({ path }) => path !== 'share').map(row)}</div>
      {otherComplaints(problem, [{ path: 'kind', kind: 'text' }, ...allFieldsOf(kind)]).map((line) => (
        <Complaint key={line} text={line} />
      ))}
    </div>
  );
};
