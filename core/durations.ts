// Durations as people write them: 250ms 5s 30m 24h 7d.

const UNITS_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** The milliseconds of a text such as `1.5s`; undefined where it is no duration. */
export const parseDuration = (text: string): number | undefined => {
  const match = /^([0-9]+(?:\.[0-9]+)?)(ms|s|m|h|d)$/.exec(text);
  if (match === null) return undefined;
  return withoutNoise(Number(match[1]) * UNITS_MS[match[2] as keyof typeof UNITS_MS]);
};

/** `1.001s` is 1001 ms, not the 1000.9999999999999 of binary fractions. */
const withoutNoise = (durationMs: number): number => {
  const wholeMs = Math.round(durationMs);
  return Math.abs(durationMs - wholeMs) <= durationMs * 2 ** -50 ? wholeMs : durationMs;
};

/** The shortest exact writing of a whole number of milliseconds: 90000 is `90s`, 86400000 is `1d`. */
export const formatDuration = (durationMs: number): string => {
  const unit = (['d', 'h', 'm', 's'] as const).find((name) => durationMs !== 0 && durationMs % UNITS_MS[name] === 0);
  return unit === undefined ? `${durationMs}ms` : `${durationMs / UNITS_MS[unit]}${unit}`;
};
