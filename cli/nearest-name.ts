// The known name that a misspelt one most likely means.

/** More letters wrong than this, and it is another word. */
const MAX_DISTANCE = 3;

/** The nearest of `names` by edits of a letter, or undefined where none is near. */
export const nearestName = (given: string, names: readonly string[]): string | undefined => {
  const ranked = names
    .map((name) => ({ name, distance: editDistance(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.min(MAX_DISTANCE, Math.ceil(name.length / 2)));
  return ranked.toSorted((one, other) => one.distance - other.distance)[0]?.name;
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
