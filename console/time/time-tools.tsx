// The network's clock in the head of the page; a click opens what moves it.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { say } from '../language.ts';
import { isFresh } from '../live/overview.ts';
import { isWalking } from './clock-step.ts';
import { clockScale, clockText, followClock } from './network-clock.ts';
import { TimePanel } from './time-panel.tsx';
import { TIME_WORDS } from './words.ts';
import './time.css';

const isOpen = signal(false);

/** As wide as the time itself. */
const NOTHING_YET = '0000-00-00 00:00:00';
/** `2026-`, for which a narrow page has no room. */
const YEAR_LENGTH = 5;

const Pace = (): JSX.Element | null => {
  const words = say(TIME_WORDS);
  const scale = clockScale.value;
  if (scale === undefined || scale === 1) return null;
  return <span class={`tag ${scale === 0 ? 'warn' : 'calm'}`}>{scale === 0 ? words.held : `×${scale}`}</span>;
};

/** Closes on a click elsewhere. */
const useClickElsewhere = (place: { readonly current: HTMLElement | null }): void => {
  useEffect(() => {
    const close = ({ target }: Event): void => {
      if (target instanceof Node && place.current?.contains(target) === false) isOpen.value = false;
    };
    addEventListener('pointerdown', close);
    return () => removeEventListener('pointerdown', close);
  }, []);
};

export const TimeTools = (): JSX.Element => {
  const words = say(TIME_WORDS);
  const place = useRef<HTMLFieldSetElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(followClock, []);
  useClickElsewhere(place);
  const close = (): void => {
    isOpen.value = false;
    button.current?.focus();
  };
  const text = clockText.value;
  return (
    <fieldset
      class="time-tools"
      aria-label={words.clock}
      ref={place}
      onKeyDown={({ key }) => {
        if (key === 'Escape' && isOpen.value) close();
      }}
    >
      <button
        type="button"
        ref={button}
        aria-expanded={isOpen.value}
        aria-busy={isWalking()}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        <span class="unseen">{words.clock}</span>
        <span class={`number ${isFresh.value ? '' : 'old'} ${text === undefined ? 'time-nothing' : ''}`}>
          <span class="time-year">{(text ?? NOTHING_YET).slice(0, YEAR_LENGTH)}</span>
          {(text ?? NOTHING_YET).slice(YEAR_LENGTH)}
        </span>
        <Pace />
      </button>
      {isOpen.value && <TimePanel onClose={close} />}
    </fieldset>
  );
};
