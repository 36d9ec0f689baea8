// Finds personal data in any text (R26): knows the people of a run, and what a card number looks like. One look at each
// run of digits and of Chinese characters, whatever the number of people.

/** What is known of somebody; `simulator/people/person.ts` has it. */
export interface KnownPerson {
  readonly name?: string;
  readonly idNumber: string;
  readonly mobile?: string;
  readonly holdings?: readonly { readonly cards: readonly { readonly pan: string }[] }[];
}

/** One hit. It says what and where, and shows it masked: a report of a leak must not leak. */
export interface Finding {
  readonly what: 'name' | 'ID number' | 'mobile' | 'card number';
  readonly at: number;
  readonly shown: string;
}

export interface PersonalDataScanner {
  /** Looks for this person too from now on. */
  know(person: KnownPerson): void;
  /** All hits, also behind JSON's \u escapes and percent signs. */
  find(text: string): readonly Finding[];
}

const SHORTEST_NUMBER = 11;
/** Mobiles have 11 characters, ID numbers 18, card numbers 13 to 19. */
const LENGTHS = [11, 13, 14, 15, 16, 17, 18, 19];
const SHORTEST_NAME = 2;
const NAMES = /\p{Script=Han}[\p{Script=Han}·]+/gu;
const MAY_HAVE_NAME = /[\u2e80-\uffff]/;
const NOTHING: readonly Finding[] = [];
/** What this network's cards look like, alone among other characters: nobody's is as bad as somebody's. */
const CARD_LIKE = /^62[0-9]{14,17}$/;
/** Not alone: with a dash it is a piece of a trace context, whose hexadecimal digits may all be decimal. */
const NOT_ALONE = /[0-9A-Za-z-]/;

export const createPersonalDataScanner = (people: Iterable<KnownPerson>): PersonalDataScanner => {
  const numbers = new Map<string, Finding['what']>();
  const names = new Set<string>();
  let longestName = 0;
  const know = ({ name, idNumber, mobile, holdings = [] }: KnownPerson): void => {
    if (name !== undefined && name.length >= SHORTEST_NAME) {
      names.add(name);
      longestName = Math.max(longestName, name.length);
    }
    numbers.set(idNumber.toUpperCase(), 'ID number');
    if (mobile !== undefined) numbers.set(mobile, 'mobile');
    for (const { cards } of holdings) for (const { pan } of cards) numbers.set(pan, 'card number');
  };
  for (const person of people) know(person);
  return {
    know,
    find: (text) =>
      isWorthALook(text)
        ? formsOf(text).flatMap((form) => [...numbersIn(form, numbers), ...namesIn(form, names, longestName)])
        : [],
  };
};

/** A character of a name, or an escape behind which there could be anything. Latin letters and signs are none. */
const NAME_OR_ESCAPE = /[%\\\u2e80-\uffff]/;
const ZERO = 0x30;
const NINE = 0x39;

/** Whether anything could be found in a text, whoever is known: quick, and nearly always false. */
export const isWorthALook = (text: string): boolean => {
  // Eleven digits in a row cover every eleventh place of a text at least once: no other place need be looked at.
  for (let at = SHORTEST_NUMBER - 1; at < text.length; at += SHORTEST_NUMBER) {
    if (isDigit(text.charCodeAt(at)) && isOfNumber(text, at)) return true;
  }
  return NAME_OR_ESCAPE.test(text);
};

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;

/** Whether the digit at this place is one of enough in a row. */
const isOfNumber = (text: string, at: number): boolean => {
  let from = at;
  while (from > 0 && isDigit(text.charCodeAt(from - 1))) from--;
  let to = at + 1;
  while (to < text.length && isDigit(text.charCodeAt(to))) to++;
  return to - from >= SHORTEST_NUMBER;
};

/** The text, and what it says to somebody who takes its escapes away. */
const formsOf = (text: string): readonly string[] => {
  if (!text.includes('\\') && !text.includes('%')) return [text];
  const plain = text
    .replaceAll(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll(/(?:%[0-9a-fA-F]{2})+/g, (bytes) => decoded(bytes));
  return plain === text ? [text] : [text, plain];
};

const decoded = (bytes: string): string => {
  try {
    return decodeURIComponent(bytes);
  } catch {
    // No UTF-8 behind these signs: they stand for themselves.
    return bytes;
  }
};

const numbersIn = (text: string, known: ReadonlyMap<string, Finding['what']>): readonly Finding[] => {
  const found: Finding[] = [];
  // By hand: one trace context in ten has so many digits in a row, and there are millions of them.
  for (let from = 0; from < text.length; ) {
    let to = from;
    while (to < text.length && isDigit(text.charCodeAt(to))) to++;
    if (to - from >= SHORTEST_NUMBER) {
      if (text[to] === 'X' || text[to] === 'x') to++;
      const hit = numberAt(text, from, to, known);
      if (hit !== undefined) found.push(hit);
    }
    from = Math.max(to, from + 1);
  }
  return found;
};

/** Of one row of digits. */
const numberAt = (text: string, from: number, to: number, known: ReadonlyMap<string, Finding['what']>) => {
  const run = text.slice(from, to);
  const hit = knownIn(run.toUpperCase(), known);
  if (hit !== undefined) return { ...hit, at: from + hit.at };
  if (!CARD_LIKE.test(run)) return undefined;
  const isAlone = !NOT_ALONE.test(text.charAt(from - 1)) && !NOT_ALONE.test(text.charAt(to));
  return isAlone ? ({ what: 'card number', at: from, shown: masked(run) } as const) : undefined;
};

/** Somebody's number, also in the middle of more digits: a prefix does not hide it. */
const knownIn = (run: string, known: ReadonlyMap<string, Finding['what']>): Finding | undefined => {
  for (let at = 0; at + SHORTEST_NUMBER <= run.length; at++) {
    for (const length of LENGTHS) {
      if (at + length > run.length) break;
      const part = run.slice(at, at + length);
      const what = known.get(part);
      if (what !== undefined) return { what, at, shown: masked(part) };
    }
  }
  return undefined;
};

const namesIn = (text: string, names: ReadonlySet<string>, longest: number): readonly Finding[] => {
  if (!MAY_HAVE_NAME.test(text)) return NOTHING;
  return [...text.matchAll(NAMES)].flatMap(({ 0: run, index }) => {
    for (let at = 0; at + SHORTEST_NAME <= run.length; at++) {
      for (let length = SHORTEST_NAME; length <= longest && at + length <= run.length; length++) {
        const part = run.slice(at, at + length);
        if (names.has(part)) return [{ what: 'name', at: index + at, shown: `${part.slice(0, 1)}*` } as const];
      }
    }
    return [];
  });
};

const masked = (number: string): string => `${number.slice(0, 3)}…${number.slice(-4)}`;
