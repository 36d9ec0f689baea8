// What every bank has come to for one query, as a strip of cells in the network's order.
import type { JSX } from 'preact';
import { say } from '../language.ts';
import { nameOf } from '../ui/bank-names.ts';
import { QUERY_WORDS } from './words.ts';

type Letter = 'D' | 'N' | 'F' | 'T' | '.' | 'r' | '-';

const LETTERS: readonly Letter[] = ['D', 'N', 'F', 'T', '.', 'r', '-'];
const LOOKS: Readonly<Record<Letter, string>> = {
  D: 'good',
  N: 'ink',
  F: 'bad',
  T: 'warn',
  '.': 'waiting',
  r: 'again',
  '-': 'none',
};

const letterOf = (text: string): Letter => LETTERS.find((letter) => letter === text) ?? '-';

export const Strip = ({ strip, banks }: { readonly strip: string; readonly banks: readonly string[] }): JSX.Element => {
  const words = say(QUERY_WORDS).strip;
  const letters = [...strip].map(letterOf);
  const counts = LETTERS.filter((letter) => letter !== '-').flatMap((letter) => {
    const count = letters.filter((one) => one === letter).length;
    return count === 0 ? [] : [`${count} ${words[letter]}`];
  });
  return (
    <span class="strip" role="img" aria-label={counts.join(', ')}>
      {letters.map((letter, at) => (
        <i key={banks[at]} class={LOOKS[letter]} title={`${nameOf(banks[at] ?? '')}: ${words[letter]}`} />
      ))}
    </span>
  );
};
