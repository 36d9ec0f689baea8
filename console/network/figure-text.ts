// Figures as people read them.

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

/** `–` where there is none, then `8.4 ms`, `80 ms`, `1.2 s`, `3.5 min`. */
export const msText = (ms: number | null): string => {
  if (ms === null) return '–';
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`;
  return ms < MINUTE_MS ? `${(ms / SECOND_MS).toFixed(1)} s` : `${(ms / MINUTE_MS).toFixed(1)} min`;
};

/** One digit behind the point below ten, none above. */
export const rateText = (perSecond: number): string => (perSecond < 10 ? perSecond.toFixed(1) : perSecond.toFixed(0));
