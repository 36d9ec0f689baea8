// The time axis of a query's picture. A query has most of its calls in the first second and may wait for a day, so the
// axis is even, or its start is stretched: time goes with the logarithm of what has passed since acceptance, as retries
// do. Either shows any part of the time. Pure.

export type ScaleKind = 'even' | 'stretched';

/** Milliseconds since acceptance. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface Tick {
  readonly x: number;
  readonly atMs: number;
}

export interface TimeScale {
  readonly window: TimeWindow;
  /** Where this instant is; what is outside lies just beyond the edge. */
  readonly x: (atMs: number) => number;
  readonly ticks: readonly Tick[];
}

/** So much at the beginning is nearly even in a stretched axis. */
const STRETCH_UNIT_MS = 100;
/** Beyond the edges: bars that go on are seen to do so. */
const OVERHANG_PX = 4;
const TICK_DISTANCE_PX = 64;
export const SHORTEST_WINDOW_MS = 5;

const STEPS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500]
  .concat([1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200].map((seconds) => seconds * 1000))
  .concat([1, 2, 7, 30].map((days) => days * 86_400_000));

const grown = (kind: ScaleKind, ms: number): number =>
  kind === 'even' ? ms : Math.sign(ms) * Math.log1p(Math.abs(ms) / STRETCH_UNIT_MS);

const shrunk = (kind: ScaleKind, value: number): number =>
  kind === 'even' ? value : Math.sign(value) * Math.expm1(Math.abs(value)) * STRETCH_UNIT_MS;

/** From `leftPx` over `widthPx`. */
export const timeScaleOf = (kind: ScaleKind, window: TimeWindow, leftPx: number, widthPx: number): TimeScale => {
  const from = grown(kind, window.fromMs);
  const span = grown(kind, window.untilMs) - from;
  const place = (atMs: number): number => leftPx + ((grown(kind, atMs) - from) / span) * widthPx;
  const x = (atMs: number): number =>
    Math.min(leftPx + widthPx + OVERHANG_PX, Math.max(leftPx - OVERHANG_PX, place(atMs)));
  const instants = kind === 'even' ? evenInstants(window, widthPx) : stretchedInstants(window, widthPx);
  const ticks: Tick[] = [];
  for (const atMs of instants) {
    const tick = { x: place(atMs), atMs };
    if (tick.x - (ticks.at(-1)?.x ?? Number.NEGATIVE_INFINITY) >= TICK_DISTANCE_PX) ticks.push(tick);
  }
  return { window, x, ticks };
};

const evenInstants = ({ fromMs, untilMs }: TimeWindow, widthPx: number): readonly number[] => {
  const least = ((untilMs - fromMs) / widthPx) * TICK_DISTANCE_PX;
  const step = STEPS_MS.find((one) => one >= least) ?? least;
  const first = Math.ceil(fromMs / step);
  return Array.from({ length: Math.floor(untilMs / step) - first + 1 }, (_, at) => (first + at) * step);
};

/** Round ones; in a narrow part of a stretched axis, which is nearly even, those of an even one. */
const stretchedInstants = (window: TimeWindow, widthPx: number): readonly number[] => {
  const round = [0, ...STEPS_MS].filter((ms) => ms >= window.fromMs && ms <= window.untilMs);
  return round.length >= 4 ? round : evenInstants(window, widthPx);
};

/** `times` as much time, where `aroundMs` stays where it is: 0.5 shows half of it. Never before acceptance. */
export const zoomed = (
  kind: ScaleKind,
  { fromMs, untilMs }: TimeWindow,
  times: number,
  aroundMs: number,
  endMs: number,
): TimeWindow => {
  const around = grown(kind, aroundMs);
  const far = (ms: number): number => shrunk(kind, around + (grown(kind, ms) - around) * times);
  return within(far(fromMs), far(untilMs), endMs);
};

/** Moved by this share of what is seen; later where it is positive. */
export const moved = (kind: ScaleKind, { fromMs, untilMs }: TimeWindow, share: number, endMs: number): TimeWindow => {
  const [from, until] = [grown(kind, fromMs), grown(kind, untilMs)];
  const step = (until - from) * share;
  const most = grown(kind, endMs) - until;
  const by = Math.min(Math.max(step, -from), Math.max(0, most));
  return within(shrunk(kind, from + by), shrunk(kind, until + by), endMs);
};

const within = (fromMs: number, untilMs: number, endMs: number): TimeWindow => {
  const from = Math.max(0, Math.min(fromMs, endMs - SHORTEST_WINDOW_MS));
  return { fromMs: from, untilMs: Math.min(endMs, Math.max(untilMs, from + SHORTEST_WINDOW_MS)) };
};

/** What stands in the middle of what is seen. */
export const middleOf = (kind: ScaleKind, { fromMs, untilMs }: TimeWindow): number =>
  shrunk(kind, (grown(kind, fromMs) + grown(kind, untilMs)) / 2);

const ROUND = [1, 1.5, 2, 3, 5, 7, 10];

/** A little more than `ms`, and the same for a while: a picture that is fitted to what grows does not always move. */
export const roundedUp = (ms: number): number => {
  const least = Math.max(ms, SHORTEST_WINDOW_MS);
  const decade = 10 ** Math.floor(Math.log10(least));
  return decade * (ROUND.find((one) => one * decade >= least) ?? 10);
};
