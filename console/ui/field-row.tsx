// One field of a form with its label, what may be typed, and what the network says of what was typed.
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import './field.css';

export interface FieldRowProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (typed: string) => void;
  /** Enter, or the field is left. */
  readonly onDone?: () => void;
  readonly complaint?: string | undefined;
  readonly placeholder?: string | undefined;
  /** To choose from: value and what is shown; empty is "as it is by default". */
  readonly choices?: readonly (readonly [string, string])[] | undefined;
  readonly isDisabled?: boolean;
}

/** The network's own words, which are English in both languages. */
export const Complaint = ({ id, text }: { readonly id?: string; readonly text: string }): JSX.Element => (
  <span class="ui-complaint" id={id} lang="en" role="alert">
    {text}
  </span>
);

export const FieldRow = (props: FieldRowProps): JSX.Element => {
  const { label, value, onInput, onDone, complaint, placeholder, choices, isDisabled = false } = props;
  const id = useId();
  const shared = {
    id,
    value,
    disabled: isDisabled,
    'aria-invalid': complaint !== undefined,
    'aria-describedby': complaint === undefined ? undefined : `${id}-complaint`,
  };
  return (
    <div class="ui-field">
      <label for={id}>{label}</label>
      {choices === undefined ? (
        <input
          {...shared}
          type="text"
          autocomplete="off"
          spellcheck={false}
          placeholder={placeholder}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
          onChange={onDone}
        />
      ) : (
        <select {...shared} onChange={({ currentTarget }) => onInput(currentTarget.value)}>
          {choices.map(([one, shown]) => (
            <option key={one} value={one}>
              {shown}
            </option>
          ))}
        </select>
      )}
      {complaint !== undefined && <Complaint id={`${id}-complaint`} text={complaint} />}
    </div>
  );
};
