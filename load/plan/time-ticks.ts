// The scale of a time that is drawn upwards, from nothing to a round one.
import { roughly } from '../../report/elapsed.ts';
import { linearScale, type Scale, type Span } from '../charts/scale.ts';
import { timeWords } from './plan-words.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Ticks at round numbers of the unit that fits. */
export const timeTicksScale = (mostMs: number, span: Span): Scale => {
  const unitMs = mostMs >= 2 * HOUR_MS ? HOUR_MS : mostMs >= 2 * MINUTE_MS ? MINUTE_MS : mostMs >= 2000 ? 1000 : 1;
  const scale = linearScale(Math.max(1, mostMs) / unitMs, span, (value) =>
    value === 0 ? '0' : unitMs > 1000 ? roughly(value * unitMs) : timeWords(value * unitMs),
  );
  return { ...scale, place: (ms) => scale.place(ms / unitMs) };
};
