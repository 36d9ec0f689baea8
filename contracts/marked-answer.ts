// Which lines of an answer a finding is about: its status, a header or member that is spoken of, the place that a JSON
// pointer names. The answer is as shown-exchange.ts writes it: a status, headers, an empty line, JSON with a line a
// member. Pure.

export interface MarkedLine {
  readonly text: string;
  readonly isMarked: boolean;
}

export const markedAnswer = (answer: string, expected: string, got: string): readonly MarkedLine[] => {
  const wanted = new Set(wordsOf(expected));
  const surprising = new Set(wordsOf(got).filter((word) => !wanted.has(word)));
  const spokenOf = new Set([...wanted, ...surprising]);
  const lines = answer.split('\n');
  const bodyAt = lines.includes('') ? lines.indexOf('') : lines.length;
  const isInHead = (text: string, at: number): boolean =>
    at === 0 ? !/^\d+$/.test(text) || surprising.has(text) : spokenOf.has(text.split(':')[0]?.toLowerCase() ?? '');
  const body = pathsOf(lines.slice(bodyAt + 1));
  const places = placesIn(`${expected} ${got}`, body);
  const isOther = spokenOf.has('json') && !/^[[{]/.test(body[0]?.text ?? '');
  const isPlaced = places.length > 0 ? isAt(places) : isNamed(spokenOf, surprising, body);
  const isInBody = isOther ? () => true : isPlaced;
  return [
    ...lines.slice(0, bodyAt + 1).map((text, at) => ({ text, isMarked: text !== '' && isInHead(text, at) })),
    ...body.map((line) => ({ text: line.text, isMarked: isInBody(line) })),
  ];
};

const wordsOf = (text: string): readonly string[] =>
  (text.match(/[\p{L}\p{N}_-]+/gu) ?? []).map((word) => word.toLowerCase());

/** A line of the body with the JSON pointer to what stands in it; a bracket that closes has that of what it closes. */
interface BodyLine {
  readonly text: string;
  readonly pointer: string;
  readonly value: string;
}

/** By indentation, two spaces a level: what is no JSON has pointers that nobody asks for. */
const pathsOf = (lines: readonly string[]): readonly BodyLine[] => {
  const path: string[] = [];
  const nextIndex: number[] = [];
  return lines.map((text) => {
    const [, indent = '', name, value = ''] = /^(\s*)(?:"([^"]+)": )?(.*)$/.exec(text) ?? [];
    const level = Math.floor(indent.length / 2);
    if (/^[\]}]/.test(value)) return { text, value, pointer: pointerTo(path.slice(0, level)) };
    if (level > 0) {
      const index = nextIndex[level] ?? 0;
      if (name === undefined) nextIndex[level] = index + 1;
      path.length = Math.min(path.length, level - 1);
      path.push(name ?? String(index));
    }
    nextIndex[level + 1] = 0;
    return { text, value, pointer: pointerTo(path) };
  });
};

const pointerTo = (path: readonly string[]): string => path.map((part) => `/${part}`).join('');

/** The pointers of the text that lead somewhere in the body, or the nearest above that does. */
const placesIn = (text: string, body: readonly BodyLine[]): readonly string[] => {
  const known = new Set(body.map(({ pointer }) => pointer));
  return (text.match(/(?<![\w/])(\/[\w~-]+)+/g) ?? []).flatMap((pointer) => {
    let place = pointer;
    while (place !== '' && !known.has(place)) place = place.slice(0, place.lastIndexOf('/'));
    return place === '' ? [] : [place];
  });
};

const isAt =
  (places: readonly string[]) =>
  ({ pointer }: BodyLine): boolean =>
    places.some((place) => pointer === place || pointer.startsWith(`${place}/`));

/** A member that is spoken of, with all below it, and a value that only the answer has. */
const isNamed = (
  spokenOf: ReadonlySet<string>,
  surprising: ReadonlySet<string>,
  body: readonly BodyLine[],
): ((line: BodyLine) => boolean) => {
  const names = body.flatMap(({ pointer }) => (spokenOf.has(lastOf(pointer)) ? [pointer] : []));
  const isBelow = isAt(names);
  return (line) => isBelow(line) || surprising.has(plain(line.value));
};

const lastOf = (pointer: string): string => pointer.slice(pointer.lastIndexOf('/') + 1).toLowerCase();

/** A value of JSON without its quotes and comma; of one character it is no more than chance. */
const plain = (value: string): string => {
  const text = value
    .replace(/,$/, '')
    .replace(/^"(.*)"$/, '$1')
    .toLowerCase();
  return text.length < 2 ? '' : text;
};
