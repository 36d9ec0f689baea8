// What is worked out of a request is wanted by many rules and findings, and is the same for all of them.

/** The same function, which works each object out once. The object must not change. */
export const oncePer = <Subject extends object, Value>(
  work: (subject: Subject) => Value,
): ((subject: Subject) => Value) => {
  const known = new WeakMap<Subject, { readonly value: Value }>();
  return (subject) => {
    const kept = known.get(subject) ?? { value: work(subject) };
    known.set(subject, kept);
    return kept.value;
  };
};
