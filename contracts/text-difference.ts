// Where two short texts differ, word by word. Pure.

export interface Piece {
  readonly text: string;
  readonly isSame: boolean;
}

export interface TextDifference {
  readonly expected: readonly Piece[];
  readonly got: readonly Piece[];
}

/** Comparing takes the product of both lengths; a longer text is no line that anybody reads word by word. */
const MAX_TOKENS = 600;
/** Texts with fewer words in common are two texts: to mark what is left between is to hide that. */
const LEAST_SHARE_IN_COMMON = 1 / 3;

const TOKEN = /[\p{L}\p{N}_-]+|\s+|[^\p{L}\p{N}_\s-]/gu;

/** Both texts in pieces, each as it is in the other or not. */
export const differenceOf = (expected: string, got: string): TextDifference => {
  const one = expected.match(TOKEN) ?? [];
  const other = got.match(TOKEN) ?? [];
  const common = one.length > MAX_TOKENS || other.length > MAX_TOKENS ? [] : commonTokens(one, other);
  const words = common.filter(([at]) => isWord(one[at])).length;
  const fewest = Math.min(one.filter(isWord).length, other.filter(isWord).length);
  if (words === 0 || words < fewest * LEAST_SHARE_IN_COMMON) return { expected: whole(expected), got: whole(got) };
  return {
    expected: pieces(one, new Set(common.map(([at]) => at))),
    got: pieces(other, new Set(common.map(([, at]) => at))),
  };
};

const isWord = (token: string | undefined): boolean => token !== undefined && /[\p{L}\p{N}]/u.test(token);

const whole = (text: string): readonly Piece[] => (text === '' ? [] : [{ text, isSame: false }]);

/** The longest run of places, in order, at which both have the same. */
const commonTokens = (one: readonly string[], other: readonly string[]): readonly (readonly [number, number])[] => {
  const lengths: number[][] = Array.from({ length: one.length + 1 }, () => Array(other.length + 1).fill(0));
  const lengthAt = (at: number, to: number): number => lengths[at]?.[to] ?? 0;
  for (let at = one.length - 1; at >= 0; at--) {
    for (let to = other.length - 1; to >= 0; to--) {
      const row = lengths[at];
      if (row === undefined) continue;
      row[to] =
        one[at] === other[to] ? lengthAt(at + 1, to + 1) + 1 : Math.max(lengthAt(at + 1, to), lengthAt(at, to + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let at = 0, to = 0; at < one.length && to < other.length; ) {
    if (one[at] === other[to]) pairs.push([at++, to++]);
    else if (lengthAt(at + 1, to) >= lengthAt(at, to + 1)) at++;
    else to++;
  }
  return pairs;
};

/** Neighbours of one kind as one piece. */
const pieces = (tokens: readonly string[], same: ReadonlySet<number>): readonly Piece[] => {
  const made: { text: string; readonly isSame: boolean }[] = [];
  for (const [at, token] of tokens.entries()) {
    const last = made.at(-1);
    if (last?.isSame === same.has(at)) last.text += token;
    else made.push({ text: token, isSame: same.has(at) });
  }
  return made;
};
