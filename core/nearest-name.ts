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

/** Insertions, deletions and replacements from one text to the other (Levenshtein). */
const editDistance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, char] of [...one].entries()) {
    const next = [at + 1];
    for (const [to, target] of [...other].entries()) {
      const replaced = (row[to] ?? 0) + (char === target ? 0 : 1);
      next.push(Math.min(replaced, (row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
};
