// I10: the instant at which a report goes is worked out here from the day it was made (R25), without the engine's own
// reckoning. From then on nobody is shown it, its record says so, and nothing of its cards is left.
import type { RetentionSettings } from '../../engine/settings.ts';
import { Latest } from './latest.ts';
import type { Invariant, SeenAs, Violation, Watch } from './sight.ts';
import { broken, NONE } from './violations.ts';

export const nothingAfterExpiry: Invariant = {
  id: 'I10',
  title: 'after expiry no card data of that report exists',
  watch: ({ settings }) => new Expiries(settings.retention),
};

class Expiries implements Watch {
  readonly #retention: RetentionSettings;
  readonly #expiresAtMs = new Latest<number>();

  constructor(retention: RetentionSettings) {
    this.#retention = retention;
  }

  report({ queryId, report, atMs }: SeenAs<'report'>): readonly Violation[] {
    const expiresAtMs = this.#expiryOf(queryId, Date.parse(report.generatedAt));
    const shown = atMs >= expiresAtMs ? [`its report was shown at ${written(atMs)}, after it had expired`] : [];
    return this.#told(queryId, expiresAtMs, Date.parse(report.expiresAt), shown);
  }

  record({ record, atMs }: SeenAs<'record'>): readonly Violation[] {
    const { queryId, status, generatedAtMs } = record;
    if (generatedAtMs === undefined) return NONE;
    const expiresAtMs = this.#expiryOf(queryId, generatedAtMs);
    const right = atMs >= expiresAtMs ? 'EXPIRED' : 'READY';
    const isWrong = status === 'READY' || status === 'EXPIRED' ? status !== right : false;
    const wrong = isWrong ? [`its record says ${status} at ${written(atMs)}`] : [];
    return this.#told(queryId, expiresAtMs, record.expiresAtMs, wrong);
  }

  remains({ queryId, where, cards, atMs }: SeenAs<'remains'>): readonly Violation[] {
    const expiresAtMs = this.#expiresAtMs.get(queryId);
    if (cards === 0 || (expiresAtMs !== undefined && atMs < expiresAtMs)) return NONE;
    const since = expiresAtMs === undefined ? '' : `, though its report went at ${written(expiresAtMs)}`;
    return broken('I10', queryId, `${where} still has ${cards} of its cards at ${written(atMs)}${since}`);
  }

  #expiryOf(queryId: string, generatedAtMs: number): number {
    const expiresAtMs = expiryOf(generatedAtMs, this.#retention);
    this.#expiresAtMs.set(queryId, expiresAtMs);
    return expiresAtMs;
  }

  /** What is wrong, with the instant that is right; also where another was told. */
  #told(queryId: string, rightMs: number, toldMs: number | undefined, wrong: readonly string[]): readonly Violation[] {
    const other =
      toldMs === rightMs ? [] : [`it is said to expire at ${toldMs === undefined ? 'no time' : written(toldMs)}`];
    const problems = [...other, ...wrong];
    if (problems.length === 0) return NONE;
    return broken('I10', queryId, ...problems.map((problem) => `${problem}; it expires at ${written(rightMs)}`));
  }
}

/** Shanghai is eight hours before UTC all year. */
const OFFSET_MS = 8 * 60 * 60 * 1000;

const written = (atMs: number): string =>
  Number.isFinite(atMs) ? new Date(atMs + OFFSET_MS).toISOString().replace('Z', '+08:00') : 'no instant';

/** The calendar's own arithmetic: a date whose day of the month is too high is one of the months that follow. */
const expiryOf = (generatedAtMs: number, { length, unit }: RetentionSettings): number => {
  if (unit === 'hours') return generatedAtMs + length * 60 * 60 * 1000;
  const day = new Date(generatedAtMs + OFFSET_MS);
  const midnight = (later: number): number =>
    Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + later) - OFFSET_MS;
  if (unit === 'natural-days') return midnight(length + 1);
  let later = 0;
  for (let full = 0; full < length; ) {
    later++;
    if (isWorkingDay(new Date(midnight(later) + OFFSET_MS))) full++;
  }
  return midnight(later + 1);
};

const isWorkingDay = (day: Date): boolean => day.getUTCDay() !== 0 && day.getUTCDay() !== 6;
