// What the overviews of the last seconds say of each bank: how it is, in a word, and its figures. Pure.
import type { Seen } from '../live/overview.ts';
import type { BankOverview } from '../wire/overview.ts';

/** Long enough that a bank with few calls does not flicker, short enough to see it fall and stand up again. */
const LOOK_BACK_SECONDS = 5;
/** From this share of failed calls on a bank is down, or failing. */
const DOWN_SHARE = 0.9;
const FAILING_SHARE = 0.02;
/** Half of the answers take longer: whoever waits for sixteen banks notices this one. */
const SLOW_P50_MS = 1000;

export const BANK_STATES = ['well', 'quiet', 'slow', 'failing', 'circuit', 'down'] as const;
export type BankState = (typeof BANK_STATES)[number];

export interface BankFigures {
  readonly state: BankState;
  readonly callsPerSecond: number;
  readonly failedPerSecond: number;
  /** Of the newest overview with calls; null where there was no call. Milliseconds of the network's clock. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

interface Told {
  readonly sinceMs: number;
  readonly bank: BankOverview;
}

/** Overviews without a break, of the last seconds. */
const lately = (history: readonly Seen[]): readonly Seen[] => {
  const newestAt = history.at(-1)?.seenAt ?? 0;
  const gap = history.findLastIndex(({ overview }) => overview === undefined);
  return history.slice(gap + 1).filter(({ seenAt }) => seenAt > newestAt - LOOK_BACK_SECONDS);
};

const stateOf = ({ port, circuit }: BankOverview, calls: number, failed: number, p50Ms: number | null): BankState => {
  if (port !== 'open') return 'down';
  if (circuit !== 'closed') return 'circuit';
  if (calls === 0) return 'quiet';
  if (failed >= DOWN_SHARE * calls) return 'down';
  if (failed > FAILING_SHARE * calls) return 'failing';
  return (p50Ms ?? 0) >= SLOW_P50_MS ? 'slow' : 'well';
};

const figuresFrom = (told: readonly Told[], newest: BankOverview): BankFigures => {
  const sum = (of: (one: Told) => number): number => told.reduce((all, one) => all + of(one), 0);
  const seconds = sum(({ sinceMs }) => sinceMs) / 1000;
  const [calls, failed] = [sum(({ bank }) => bank.calls), sum(({ bank }) => bank.failed)];
  const measured = told.findLast(({ bank }) => bank.p50Ms !== null)?.bank;
  const [p50Ms, p99Ms] = [measured?.p50Ms ?? null, measured?.p99Ms ?? null];
  return {
    state: stateOf(newest, calls, failed, p50Ms),
    callsPerSecond: seconds > 0 ? calls / seconds : 0,
    failedPerSecond: seconds > 0 ? failed / seconds : 0,
    p50Ms,
    p99Ms,
  };
};

/** By bank, in the network's order; empty before the first overview. */
export const figuresOf = (history: readonly Seen[]): ReadonlyMap<string, BankFigures> => {
  const last = history.findLast(({ overview }) => overview !== undefined)?.overview;
  const recent = lately(history);
  return new Map(
    (last?.banks ?? []).map((newest) => {
      const told = recent.flatMap(({ overview }): Told[] => {
        const bank = overview?.banks.find(({ code }) => code === newest.code);
        return overview === undefined || bank === undefined ? [] : [{ sinceMs: overview.sinceMs, bank }];
      });
      return [newest.code, figuresFrom(told, newest)];
    }),
  );
};

/** What happened in each second to the engine: the same look back. */
export const perSecond = (history: readonly Seen[], of: (seen: Seen) => number): number => {
  const recent = lately(history);
  const seconds = recent.reduce((all, { overview }) => all + (overview?.sinceMs ?? 0), 0) / 1000;
  return seconds > 0 ? recent.reduce((all, seen) => all + of(seen), 0) / seconds : 0;
};
