// What the shapes of the picture mean.
import type { JSX } from 'preact';
import { say } from '../language.ts';
import { OUTCOMES, OutcomeIcon, outcomeWords } from '../ui/outcomes.tsx';
import { QUERY_WORDS } from './words.ts';

const SIGNS = [
  ['fault', 'faults'],
  ['wait', 'wait'],
  ['circuit', 'circuitOpen'],
] as const;

export const Legend = (): JSX.Element => {
  const words = say(QUERY_WORDS);
  return (
    <ul class="legend" aria-label={words.legend}>
      {OUTCOMES.map((outcome) => (
        <li key={outcome}>
          <OutcomeIcon outcome={outcome} />
          {outcomeWords(outcome)}
        </li>
      ))}
      {SIGNS.map(([look, word]) => (
        <li key={look}>
          <i class={`sign ${look}`} />
          {words[word]}
        </li>
      ))}
      <li>
        <svg class="callback-icon" viewBox="-6 -2 12 12" aria-hidden="true">
          <path d="M-5 0H5L0 8Z" />
        </svg>
        {words.operation.callback}
      </li>
    </ul>
  );
};
