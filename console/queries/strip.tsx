// What every bank has come to for one query, as a strip of cells in the network's order.
import type { JSX } from 'preact';
import { say } from '../language.ts';
import { nameOf } from '../ui/bank-names.ts';
import { STRIP_LETTERS, type StripState } from '../wire/queries.ts';
import { QUERY_WORDS } from './words.ts';

const LOOKS: Readonly<Record<StripState, string>> = {
  DELIVERED: 'good',
  DENIED: 'ink',
  FAILED: 'bad',
  TIMEOUT: 'warn',
  PENDING: 'waiting',
  ASKED_AGAIN: 'again',
  NOT_CHOSEN: 'none',
};
const isState = (name: string): name is StripState => name in STRIP_LETTERS;
const STATES = Object.keys(STRIP_LETTERS).filter(isState);

const stateOf = (letter: string): StripState => STATES.find((state) => STRIP_LETTERS[state] === letter) ?? 'NOT_CHOSEN';

export const Strip = ({ strip, banks }: { readonly strip: string; readonly banks: readonly string[] }): JSX.Element => {
  const words = say(QUERY_WORDS).strip;
  const states = [...strip].map(stateOf);
  const counts = STATES.filter((state) => state !== 'NOT_CHOSEN').flatMap((state) => {
    const count = states.filter((one) => one === state).length;
    return count === 0 ? [] : [`${count} ${words[state]}`];
  });
  return (
    <span class="strip" role="img" aria-label={counts.join(', ')}>
      {states.map((state, at) => (
        <i key={banks[at]} class={LOOKS[state]} title={`${nameOf(banks[at] ?? '')}: ${words[state]}`} />
      ))}
    </span>
  );
};
