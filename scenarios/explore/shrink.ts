// From a story that fails to a smaller one that fails in the same way: whatever can be left out is left out, bit by
// bit, as long as the same invariant still fires. Works on plain data, so that the result is a scenario file.
import type { Plain } from './choices.ts';
import { editsOf } from './edits.ts';

/** What a story breaks: an invariant, or another sign that is the same in every telling. Undefined: nothing. */
export type Failing = (data: Plain) => Promise<string | undefined>;

/** So many stories are tried. A story of a hundred parts needs some hundreds; beyond this little is won. */
const MAX_TRIES = 3000;

export interface Shrunk {
  readonly data: Plain;
  readonly tries: number;
  /** Whether nothing more can be left out; else the tries were used up, or it was told to stop. */
  readonly isMinimal: boolean;
}

export interface ShrinkOptions {
  readonly maxTries?: number;
  /** Asked before every try. */
  readonly isOver?: () => boolean;
}

/**
 * The smallest story that was found, which is `data` itself where that fails in nothing.
 * An edit that is taken is followed by the next one at the same place; when all have been tried in vain, it is done.
 */
export const shrink = async (data: Plain, failing: Failing, options: ShrinkOptions = {}): Promise<Shrunk> => {
  const { maxTries = MAX_TRIES, isOver = () => false } = options;
  const sign = await failing(data);
  if (sign === undefined) return { data, tries: 1, isMinimal: false };
  let smallest = data;
  let edits = [...editsOf(smallest)];
  let at = 0;
  let vain = 0;
  let tries = 1;
  // Round and round: an edit that was in vain may work once something else is gone.
  while (vain < edits.length) {
    if (tries >= maxTries || isOver()) return { data: smallest, tries, isMinimal: false };
    const edited = edits[at % edits.length]?.();
    tries++;
    if (edited !== undefined && (await failing(edited)) === sign) {
      smallest = edited;
      edits = [...editsOf(smallest)];
      vain = 0;
    } else {
      at = (at + 1) % edits.length;
      vain++;
    }
  }
  return { data: smallest, tries, isMinimal: true };
};
