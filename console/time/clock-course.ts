// Where a clock stands that was told of a while ago. Pure.

/** What reaches us late may set the clock back so much of real time: it stands still meanwhile. */
const JITTER_MS = 1000;

export interface Told {
  readonly atMs: number;
  /** 0: it is held. */
  readonly scale: number;
  /** When we heard it, by `performance.now()`. */
  readonly heardMs: number;
}

/** Where the clock stands at `nowMs`; never a little back, for overviews come sooner or later than they were made. */
export const standing = ({ atMs, scale, heardMs }: Told, nowMs: number, shown: number | undefined): number => {
  const isAt = Math.floor(atMs + (nowMs - heardMs) * scale);
  if (shown === undefined || shown <= isAt) return isAt;
  return shown - isAt <= JITTER_MS * scale ? shown : isAt;
};
