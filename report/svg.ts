// Shapes of a picture in SVG: numbers rounded, a title to hover over. Colours come from classes, so that one picture is
// right in the light, in the dark and on paper.
import { html, type Markup, tag } from './markup.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Look {
  readonly class?: string | undefined;
  /** Shown to who points at it, and read aloud. */
  readonly title?: string | undefined;
}

export interface Box extends Point, Look {
  readonly width: number;
  readonly height: number;
  /** Radius of the corners. */
  readonly round?: number;
}

/** A tenth of a pixel is finer than anybody sees, and keeps files small. */
const short = (value: number): number => Math.round(value * 10) / 10;

const titled = (title: string | undefined): Markup | undefined =>
  title === undefined ? undefined : tag('title', {}, title);

export const rect = ({ x, y, width, height, round, class: name, title }: Box): Markup =>
  tag(
    'rect',
    { x: short(x), y: short(y), width: short(width), height: short(height), rx: round, class: name },
    titled(title),
  );

export const line = (from: Point, to: Point, { class: name, title }: Look = {}): Markup =>
  tag('line', { x1: short(from.x), y1: short(from.y), x2: short(to.x), y2: short(to.y), class: name }, titled(title));

export const circle = ({ x, y }: Point, radius: number, { class: name, title }: Look = {}): Markup =>
  tag('circle', { cx: short(x), cy: short(y), r: short(radius), class: name }, titled(title));

/** Straight lines through these points; `closed` joins the last to the first. */
export const polyline = (points: readonly Point[], closed: boolean, { class: name, title }: Look = {}): Markup => {
  const d = points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${short(x)} ${short(y)}`).join('');
  return tag('path', { d: closed ? `${d}Z` : d, class: name }, titled(title));
};

export interface Words extends Point, Look {
  readonly words: string;
  readonly anchor?: 'start' | 'middle' | 'end';
}

export const text = ({ x, y, words, anchor, class: name, title }: Words): Markup =>
  tag('text', { x: short(x), y: short(y), 'text-anchor': anchor, class: name }, words, titled(title));

export const group = ({ class: name, title }: Look, ...children: readonly (Markup | undefined)[]): Markup =>
  tag('g', { class: name }, titled(title), ...children);

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** What it shows, for who cannot see it. */
  readonly label: string;
  readonly class?: string;
}

/** The whole picture: as wide as its place, never wider than `width`. */
export const picture = ({ width, height, label, class: name }: Picture, ...children: readonly Markup[]): Markup => {
  const viewBox = `0 0 ${short(width)} ${short(height)}`;
  const size = { viewBox, width: short(width), height: short(height) };
  return html`${tag('svg', { ...size, class: name, role: 'img', 'aria-label': label }, ...children)}`;
};
