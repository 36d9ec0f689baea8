// Instants at which something changes over, and those one millisecond beside: where off-by-one defects live.
import { shanghaiDayNumber, startOfShanghaiDay } from '../../core/calendar.ts';
import { formatDuration } from '../../core/durations.ts';
import type { Choices } from './choices.ts';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;

/** Mostly exactly there; else the last instant before or the first after. */
const BESIDE_MS = [0, 0, 0, -1, 1];

/** At this edge or just beside it, never before the start. */
export const atEdge = (choices: Choices, key: string, edgeMs: number): number =>
  Math.max(0, edgeMs + choices.pick(key, BESIDE_MS));

/** An instant up to `latestMs`, of no meaning: short ones as often as long ones. */
export const anytime = (choices: Choices, key: string, latestMs: number): number =>
  Math.floor(latestMs ** (choices.whole(key, 0, 1_000_000) / 1_000_000)) - 1;

/** The first midnight in Shanghai after `days` full days have followed this instant; as the offset from the start. */
export const midnightAfter = (startAtMs: number, offsetMs: number, days: number): number =>
  startOfShanghaiDay(shanghaiDayNumber(startAtMs + offsetMs) + days + 1) - startAtMs;

/** As it stands in a file. */
export const written = (durationMs: number): string => formatDuration(Math.round(durationMs));
