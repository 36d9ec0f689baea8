// What was given of a group of settings, without what was left out.

type Defined<Given> = { [Name in keyof Given]?: Exclude<Given[Name], undefined> };

/** Without the members that are undefined: spread over defaults, they would hide them. */
export const defined = <Given extends object>(given: Given): Defined<Given> => {
  const kept: Defined<Given> = { ...given } as Defined<Given>;
  for (const name of Object.keys(kept) as (keyof Given)[]) if (kept[name] === undefined) delete kept[name];
  return kept;
};
