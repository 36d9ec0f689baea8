// When a fault is in force: windows between two instants, and windows of every day in Asia/Shanghai.
import { DAY_MS, shanghaiDayNumber, startOfShanghaiDay } from '../../core/calendar.ts';
import type { Window } from './fault.ts';

/** Whether the window is open at this instant. */
export const isOpen = ({ fromMs, untilMs, daily }: Window, nowMs: number): boolean => {
  if (fromMs !== undefined && nowMs < fromMs) return false;
  if (untilMs !== undefined && nowMs >= untilMs) return false;
  if (daily === undefined) return true;
  const atMs = nowMs - startOfShanghaiDay(shanghaiDayNumber(nowMs));
  return daily.fromMs < daily.untilMs
    ? atMs >= daily.fromMs && atMs < daily.untilMs
    : atMs >= daily.fromMs || atMs < daily.untilMs;
};

/** The next instant after `nowMs` at which the window opens or closes; undefined where none is left. */
export const nextEdgeMs = ({ fromMs, untilMs, daily }: Window, nowMs: number): number | undefined => {
  const midnightMs = startOfShanghaiDay(shanghaiDayNumber(nowMs));
  const edges = [fromMs, untilMs];
  if (daily !== undefined) {
    for (const ofDayMs of [daily.fromMs, daily.untilMs]) {
      edges.push(midnightMs + ofDayMs, midnightMs + DAY_MS + ofDayMs);
    }
  }
  const coming = edges.filter((edgeMs) => edgeMs !== undefined && edgeMs > nowMs) as number[];
  return coming.length === 0 ? undefined : Math.min(...coming);
};

/** When an open window closes; undefined where it never does. */
export const closesAtMs = (window: Window, nowMs: number): number | undefined =>
  isOpen(window, nowMs) ? nextEdgeMs(window, nowMs) : undefined;

/** Whether the window never opens again. */
export const isOver = ({ untilMs }: Window, nowMs: number): boolean => untilMs !== undefined && nowMs >= untilMs;

/** Whether two windows are surely open at the same time at some instant. */
export const overlap = (one: Window, other: Window): boolean => {
  if (one.daily !== undefined && other.daily !== undefined) {
    return (
      isOpen({ daily: one.daily }, dayTimeMs(other.daily.fromMs)) ||
      isOpen({ daily: other.daily }, dayTimeMs(one.daily.fromMs))
    );
  }
  const fromMs = Math.max(one.fromMs ?? Number.NEGATIVE_INFINITY, other.fromMs ?? Number.NEGATIVE_INFINITY);
  const untilMs = Math.min(one.untilMs ?? Number.POSITIVE_INFINITY, other.untilMs ?? Number.POSITIVE_INFINITY);
  const isDaily = one.daily !== undefined || other.daily !== undefined;
  // A window of every day surely opens in whatever is longer than a day.
  return isDaily ? untilMs - fromMs >= DAY_MS : fromMs < untilMs;
};

const dayTimeMs = (ofDayMs: number): number => startOfShanghaiDay(0) + ofDayMs;
