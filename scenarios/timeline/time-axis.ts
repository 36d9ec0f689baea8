// The time axis of a picture. A story has all its action in a second and its end nine days later, so the axis is made
// of panels: each begins with something (a step, or the first sign of life after a long silence). Short panels are
// drawn to scale; in long ones time grows as retries do, with the logarithm of what has passed since their beginning.
// Silence between two panels is a break of fixed width.

export interface Panel {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly x: number;
  readonly width: number;
  /** Drawn to scale, or by the logarithm. */
  readonly isLinear: boolean;
}

export interface Break {
  readonly x: number;
  readonly width: number;
  /** How long nothing happened; undefined where only the scale begins anew. */
  readonly silentMs: number | undefined;
}

export interface Tick {
  readonly x: number;
  /** Since the beginning of its panel; 0 is the beginning itself. */
  readonly sinceMs: number;
  readonly atMs: number;
}

export interface TimeAxis {
  readonly width: number;
  readonly panels: readonly Panel[];
  readonly breaks: readonly Break[];
  readonly ticks: readonly Tick[];
  /** Where this instant is, from 0 to `width`. */
  readonly x: (atMs: number) => number;
}

/** A pause so many times as long as all that the panel has shown is a silence. */
const SILENCE_RATIO = 6;
/** Nothing shorter is one, and no step begins a panel sooner than so long after the last. */
const SHORTEST_SILENCE_MS = 1000;
const LONGEST_LINEAR_MS = 3000;
/** In a panel that is not linear so much is nearly to scale. */
const LOGARITHM_UNIT_MS = 150;
const USUAL_WIDTH = 880;
const MIN_PANEL_WIDTH = 84;
const BREAK_WIDTH = 46;
const SEAM_WIDTH = 12;
/** More steps than this begin no panels of their own: the picture would be a ribbon. */
const MAX_PANELS = 24;
const TICK_DISTANCE = 52;
const TICKS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500]
  .concat([1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200].map((seconds) => seconds * 1000))
  .concat([1, 2, 7, 30].map((days) => days * 86_400_000));

interface Span {
  readonly fromMs: number;
  untilMs: number;
  /** Whether nothing was under way before it, for long. */
  readonly isAfterSilence: boolean;
}

/** What a time axis is made for. */
export interface AxisContent {
  /** Of everything that is drawn. */
  readonly instants: readonly number[];
  /** Those with which something begins: the steps. */
  readonly impulses: ReadonlySet<number>;
  /** While something is under way a growing pause belongs to it: retries become ever rarer. */
  readonly underWay: readonly { readonly fromMs: number; readonly untilMs: number }[];
}

export const timeAxisOf = (content: AxisContent): TimeAxis => {
  const spans = spansOf(content);
  const gaps = spans.slice(1).map((span, at) => gapBefore(span, spans[at]));
  const breaksWidth = gaps.reduce((sum, { width }) => sum + width, 0);
  const weights = spans.map(weightOf);
  const unit = (USUAL_WIDTH - breaksWidth) / weights.reduce((sum, weight) => sum + weight, 0);
  const panels: Panel[] = [];
  const breaks: Break[] = [];
  let x = 0;
  for (const [at, { fromMs, untilMs }] of spans.entries()) {
    const gap = gaps[at - 1];
    if (gap !== undefined) {
      breaks.push({ x, ...gap });
      x += gap.width;
    }
    const width = Math.max(MIN_PANEL_WIDTH, (weights[at] ?? 0) * unit);
    panels.push({ fromMs, untilMs, x, width, isLinear: untilMs - fromMs <= LONGEST_LINEAR_MS });
    x += width;
  }
  return { width: x, panels, breaks, ticks: panels.flatMap(ticksOf), x: (atMs) => placeOf(atMs, panels) };
};

const spansOf = ({ instants, impulses, underWay }: AxisContent): readonly Span[] => {
  const ordered = [...new Set(instants)].sort((one, other) => one - other);
  const first = ordered[0] ?? 0;
  let current: Span = { fromMs: first, untilMs: first, isAfterSilence: false };
  const spans = [current];
  for (const atMs of ordered) {
    const sinceMs = current.untilMs;
    const begun = underWay.filter(({ fromMs, untilMs }) => fromMs <= sinceMs && untilMs >= atMs);
    const oldestMs = Math.min(current.fromMs, ...begun.map(({ fromMs }) => fromMs));
    const isSilence = atMs - sinceMs > SILENCE_RATIO * Math.max(SHORTEST_SILENCE_MS, sinceMs - oldestMs);
    const isBeginning = impulses.has(atMs) && atMs - current.fromMs > SHORTEST_SILENCE_MS;
    if ((isSilence || isBeginning) && spans.length < MAX_PANELS) {
      current = { fromMs: atMs, untilMs: atMs, isAfterSilence: isSilence || begun.length === 0 };
      spans.push(current);
    } else current.untilMs = atMs;
  }
  return spans;
};

const gapBefore = (span: Span, before: Span | undefined): Omit<Break, 'x'> => {
  const silentMs = span.fromMs - (before?.untilMs ?? span.fromMs);
  const { isAfterSilence } = span;
  return { width: isAfterSilence ? BREAK_WIDTH : SEAM_WIDTH, silentMs: isAfterSilence ? silentMs : undefined };
};

/** How much room a panel deserves. */
const weightOf = ({ fromMs, untilMs }: Span): number => 0.6 + Math.log10(1 + (untilMs - fromMs) / LOGARITHM_UNIT_MS);

/** A panel shows at least so much time: a call of a millisecond alone in one is no wide bar. */
const SHORTEST_PANEL_MS = 1000;

const shareOf = ({ fromMs, untilMs, isLinear }: Panel, atMs: number): number => {
  const grown = (spanMs: number): number => (isLinear ? spanMs : Math.log10(1 + spanMs / LOGARITHM_UNIT_MS));
  return grown(atMs - fromMs) / grown(Math.max(SHORTEST_PANEL_MS, untilMs - fromMs));
};

/** Room at both ends of a panel, so that what stands at its edge is seen whole. */
const MARGIN = 10;

const placeIn = (panel: Panel, atMs: number): number =>
  panel.x + MARGIN + shareOf(panel, atMs) * (panel.width - 2 * MARGIN);

const placeOf = (atMs: number, panels: readonly Panel[]): number => {
  const after = panels.findIndex(({ fromMs }) => fromMs > atMs);
  const panel = after === 0 ? undefined : panels.at(after === -1 ? -1 : after - 1);
  if (panel === undefined) return 0;
  if (atMs <= panel.untilMs) return placeIn(panel, atMs);
  const next = panels[after];
  const fromX = placeIn(panel, panel.untilMs);
  if (next === undefined) return panel.x + panel.width;
  const share = (atMs - panel.untilMs) / (next.fromMs - panel.untilMs);
  return fromX + share * (placeIn(next, next.fromMs) - fromX);
};

const ticksOf = (panel: Panel): readonly Tick[] => {
  const end = panel.x + panel.width;
  const ticks: Tick[] = [{ x: placeIn(panel, panel.fromMs), sinceMs: 0, atMs: panel.fromMs }];
  for (const sinceMs of TICKS_MS) {
    const atMs = panel.fromMs + sinceMs;
    const x = placeIn(panel, atMs);
    if (atMs > panel.untilMs || x > end - MARGIN) break;
    if (x - (ticks.at(-1)?.x ?? 0) >= TICK_DISTANCE) ticks.push({ x, sinceMs, atMs });
  }
  return ticks;
};
