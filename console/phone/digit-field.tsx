// Six digits, typed or tapped: the code of a short message, the payment password.
import type { JSX, TargetedInputEvent } from 'preact';
import { useId } from 'preact/hooks';

const LENGTH = 6;
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

interface DigitFieldProps {
  readonly label: string;
  readonly digits: string;
  readonly isSecret: boolean;
  readonly isDisabled: boolean;
  readonly onDigits: (digits: string) => void;
  readonly hasKeys?: boolean;
}

export const isComplete = (digits: string): boolean => digits.length === LENGTH;

const digitsOf = (text: string): string => text.replaceAll(/\D/g, '').slice(0, LENGTH);

export const DigitField = (props: DigitFieldProps): JSX.Element => {
  const { label, digits, isSecret, isDisabled, onDigits, hasKeys = false } = props;
  const give = (text: string): void => onDigits(digitsOf(text));
  const id = useId();
  const field = {
    id,
    class: 'phone-digits number',
    inputmode: 'numeric',
    autocomplete: 'off',
    maxLength: LENGTH,
    value: digits,
    readOnly: isDisabled,
    'data-start': true,
    onInput: ({ currentTarget }: TargetedInputEvent<HTMLInputElement>): void => {
      give(currentTarget.value);
      // What is no digit does not stay in the field.
      currentTarget.value = digitsOf(currentTarget.value);
    },
  } as const;
  return (
    <>
      <label class="stack phone-label" for={id}>
        {label}
        {isSecret ? <input type="password" {...field} /> : <input type="text" {...field} />}
      </label>
      {hasKeys ? (
        <fieldset class="phone-keys" disabled={isDisabled}>
          <legend class="unseen">数字键盘</legend>
          {KEYS.map((key) => (
            <button type="button" key={key} onClick={() => give(digits + key)}>
              {key}
            </button>
          ))}
          <span />
          <button type="button" onClick={() => give(`${digits}0`)}>
            0
          </button>
          <button type="button" aria-label="退格" onClick={() => give(digits.slice(0, -1))}>
            ⌫
          </button>
        </fieldset>
      ) : null}
    </>
  );
};
