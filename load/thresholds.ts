// What a run must hold, as people write it (`apply.p99 < 250ms`), and whether it did.
import { parseDuration } from '../core/durations.ts';
import { nearestName } from '../core/nearest-name.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { FIGURES, type FigureUnit, type Measured } from './figures.ts';
import type { ThresholdResult } from './load-result.ts';
import type { Threshold } from './profile.ts';

/** Longer is no threshold. */
const MAX_TEXT = 200;

const COMPARISONS: Readonly<Record<Threshold['comparison'], (value: number, bound: number) => boolean>> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '==': (value, bound) => value === bound,
  '>=': (value, bound) => value >= bound,
  '>': (value, bound) => value > bound,
};

const isComparison = (text: string): text is Threshold['comparison'] => Object.hasOwn(COMPARISONS, text);

const NUMBER = /^[0-9]+(\.[0-9]+)?$/;

const numberOf = (text: string): number | undefined => (NUMBER.test(text) ? Number(text) : undefined);

/** `0.01` or `1%`. */
const shareOf = (text: string): number | undefined => {
  const value = text.endsWith('%') ? (numberOf(text.slice(0, -1)) ?? Number.NaN) / 100 : numberOf(text);
  return value !== undefined && value <= 1 ? value : undefined;
};

/** How the bound of each unit is read, and what would be right. */
const BOUNDS: Readonly<Record<FigureUnit, readonly [(text: string) => number | undefined, string]>> = {
  ms: [parseDuration, 'a time such as 250ms or 5s'],
  share: [shareOf, 'a share such as 1% or 0.01'],
  ratio: [numberOf, 'a number without a unit such as 1.3'],
  count: [numberOf, 'a number without a unit such as 0'],
  'per-second': [numberOf, 'a number a second without a unit such as 100'],
};

/** The threshold that a text says; else what would be right. */
export const readThreshold = (given: unknown): Result<Threshold, string> => {
  const form = 'must be a figure, <, <=, ==, >= or >, and a bound, such as "apply.p99 < 250ms" or "lost == 0"';
  if (typeof given !== 'string' || given.length > MAX_TEXT) return fail(form);
  const [, name = '', comparison = '', boundText = ''] = /^\s*([\w.]+)\s*([<>=]+)\s*(\S+)\s*$/.exec(given) ?? [];
  if (!isComparison(comparison)) return fail(form);
  const figure = FIGURES.get(name);
  if (figure === undefined) return fail(`must name a figure${figureHint(name)}`);
  const [read, right] = BOUNDS[figure.unit];
  const bound = read(boundText);
  if (bound === undefined) return fail(`must compare ${name} with ${right}`);
  return ok({ text: given.trim(), figure: name, comparison, bound });
};

/** Each threshold against a result. A figure that the run does not have has not held. */
export const judgeThresholds = (thresholds: readonly Threshold[], result: Measured): readonly ThresholdResult[] =>
  thresholds.map(({ text, figure, comparison, bound }) => {
    const value = FIGURES.get(figure)?.read(result);
    return { text, figure, bound, value, held: value !== undefined && COMPARISONS[comparison](value, bound) };
  });

/** The nearest figure, or the one of which it is the end; else those that begin alike, or the first words. */
const figureHint = (name: string): string => {
  const names = [...FIGURES.keys()];
  const nearest = nearestName(name, names);
  const whole = names.filter((one) => one.endsWith(`.${name}`));
  const meant = nearest ?? (whole.length === 1 ? whole[0] : undefined);
  if (meant !== undefined) return `; did you mean ${meant}?`;
  const group = name.slice(0, name.lastIndexOf('.') + 1);
  const alike = group === '' ? [] : names.filter((one) => one.startsWith(group));
  if (alike.length > 0) return `; there are ${alike.join(', ')}`;
  return `; there are ${names.filter((one) => !one.startsWith('bank.')).join(', ')}, and bank.CODE.p99 and its like`;
};
