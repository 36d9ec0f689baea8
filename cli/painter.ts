// Colour on a terminal. NO_COLOR (no-color.org) and a dumb terminal mean none, whatever else is asked.
import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red';

/** One function for each style: from text to text. */
export type Painter = Readonly<Record<Style, (text: string) => string>>;

const same = (text: string): string => text;

/** Leaves every text as it is. */
export const PLAIN: Painter = { bold: same, dim: same, green: same, yellow: same, red: same };

const COLOURS: Painter = {
  bold: (text) => styleText('bold', text, { validateStream: false }),
  dim: (text) => styleText('dim', text, { validateStream: false }),
  green: (text) => styleText('green', text, { validateStream: false }),
  yellow: (text) => styleText('yellow', text, { validateStream: false }),
  red: (text) => styleText('red', text, { validateStream: false }),
};

/** The painter for a stream with this environment. */
export const painterFor = (isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): Painter =>
  isTerminal && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb' ? COLOURS : PLAIN;
