// Reads plain data of which nothing is known yet: a scenario is checked for its names while other parts may be wrong.

/** The members of an object; of anything else none. */
export const membersOf = (given: unknown): readonly (readonly [string, unknown])[] =>
  typeof given === 'object' && given !== null && !Array.isArray(given) ? Object.entries(given) : [];

/** What stands there on the way through members; undefined where the way ends before. */
export const memberAt = (given: unknown, ...path: readonly string[]): unknown => {
  let value = given;
  for (const name of path) value = hasMember(value, name) ? value[name] : undefined;
  return value;
};

/** Whether it is an object with this member of its own. */
export const hasMember = (given: unknown, name: string): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given) && Object.hasOwn(given, name);

export const itemsOf = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : []);

export const textOf = (given: unknown): string | undefined => (typeof given === 'string' ? given : undefined);

/** An object without one of its members; anything else as it is. */
export const without = (given: unknown, ...names: readonly string[]): unknown =>
  typeof given === 'object' && given !== null
    ? Object.fromEntries(Object.entries(given).filter(([key]) => !names.includes(key)))
    : given;
