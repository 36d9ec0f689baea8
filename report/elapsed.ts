// Spans of time for people: `9d`, `1h 30m`, `2.345s`. (core/durations.ts writes them for files.)

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

/** The span in days, hours, minutes and seconds, to the millisecond; what is zero is left out. */
export const elapsed = (spanMs: number): string => {
  let restMs = Math.round(Math.abs(spanMs));
  const words: string[] = [];
  for (const [unit, unitMs] of UNITS) {
    const count = Math.floor(restMs / unitMs);
    restMs -= count * unitMs;
    if (count > 0) words.push(`${count}${unit}`);
  }
  if (restMs > 0 || words.length === 0) words.push(`${restMs / 1000}s`);
  return (spanMs < 0 ? '-' : '') + words.join(' ');
};

/** The two largest parts of it, for where there is little room: `6d 20h` for 6 days, 20 hours, 59 minutes. */
export const roughly = (spanMs: number): string => {
  if (Math.abs(spanMs) < 1000) return `${Math.round(spanMs)}ms`;
  if (Math.abs(spanMs) < 60_000) return `${Math.round(spanMs / 100) / 10}s`;
  const roundedMs = Math.round(spanMs / 1000) * 1000;
  return elapsed(roundedMs).split(' ').slice(0, 2).join(' ');
};
