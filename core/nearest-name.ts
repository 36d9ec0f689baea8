// The known name that a misspelt one most likely means.

/** More letters wrong than this, and it is another word. */
const MAX_DISTANCE = 3;
/** A longer name is no misspelling of ours, and comparing it would only cost time. */
const MAX_LENGTH = 64;

/** The nearest of `names`, or undefined where none is near. Capital letters make no difference. */
export const nearestName = (given: string, names: readonly string[]): string | undefined => {
  if (given.length > MAX_LENGTH) return undefined;
  const ranked = names
    .map((name) => ({ name, distance: editDistance(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.min(MAX_DISTANCE, Math.floor(name.length / 2)));
  return ranked.toSorted((one, other) => one.distance - other.distance)[0]?.name;
};

/** ` (did you mean NAME?)`, or nothing where no name is near. */
export const didYouMean = (given: string, names: readonly string[]): string => {
  const nearest = nearestName(given, names);
  return nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
};

/** Insertions, deletions, replacements and swaps of two neighbours from one text to the other. */
const editDistance = (one: string, other: string): number => {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let at = 0; at < one.length; at++) {
    const next = [at + 1];
    for (let to = 0; to < other.length; to++) {
      const replaced = (row[to] ?? 0) + (one[at] === other[to] ? 0 : 1);
      const isSwapped = at > 0 && to > 0 && one[at] === other[to - 1] && one[at - 1] === other[to];
      const swapped = isSwapped ? (before[to - 1] ?? 0) + 1 : replaced;
      next.push(Math.min(replaced, swapped, (row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[other.length] ?? 0;
};
