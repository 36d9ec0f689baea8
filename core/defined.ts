// What was given of a group of settings, without what was left out: spread over defaults, undefined would hide them.

type Defined<Given> = { [Name in keyof Given]?: Exclude<Given[Name], undefined> };

/** Without the members that are undefined. */
export const defined = <Given extends object>(given: Given): Defined<Given> => {
  const kept: Defined<Given> = { ...given } as Defined<Given>;
  for (const name of Object.keys(kept) as (keyof Given)[]) if (kept[name] === undefined) delete kept[name];
  return kept;
};

/** As {@link defined}, of a table with any words as keys. */
export const definedWords = <Value>(
  given: Readonly<Record<string, Value | undefined>>,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(given).flatMap(([word, value]) => (value === undefined ? [] : [[word, value]])));
