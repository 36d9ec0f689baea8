// How much is hit: a slider and a field beside it.
import type { JSX } from 'preact';
import { say } from '../language.ts';
import { percentOf, readTyped, shareOf } from '../ui/field-form.ts';
import { FieldRow } from '../ui/field-row.tsx';
import { BANK_WORDS } from './bank-words.ts';
import { FAULT_WORDS } from './fault-words.ts';
import { SHARE_STEPS, StepSlider } from './step-slider.tsx';

export interface ShareFieldProps {
  /** Of what. */
  readonly name: string;
  /** Empty: of every call. */
  readonly typed: string;
  readonly complaint: string | undefined;
  readonly onInput: (typed: string) => void;
  /** When the slider is let go, or the field is left. */
  readonly onDone?: (typed: string) => void;
}

const EVERY_CALL = 1;

const shareIn = (typed: string): number => {
  const value = readTyped('share', typed);
  const share = typeof value === 'number' || typeof value === 'string' ? shareOf(value) : EVERY_CALL;
  return typed.trim() === '' || !Number.isFinite(share) ? EVERY_CALL : share;
};

export const ShareField = ({ name, typed, complaint, onInput, onDone }: ShareFieldProps): JSX.Element => (
  <div class="network-slid">
    <StepSlider
      label={say(BANK_WORDS).shareOf(name)}
      steps={SHARE_STEPS}
      value={shareIn(typed)}
      textOf={percentOf}
      onSlide={(share) => onInput(percentOf(share))}
      onDone={(share) => onDone?.(percentOf(share))}
    />
    <FieldRow
      label={say(FAULT_WORDS).fields.share ?? ''}
      value={typed}
      placeholder={percentOf(EVERY_CALL)}
      complaint={complaint}
      onInput={onInput}
      onDone={() => onDone?.(typed)}
    />
  </div>
);
