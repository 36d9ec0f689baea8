// A query and its calls as what is drawn: a lane for each bank with bars, waits, faults, callbacks and open circuits,
// in milliseconds since acceptance. Pure.
import type { JournalEntry } from '../../core/journal.ts';
import type { BankOfQuery, Query } from '../wire/queries.ts';

export interface Bar {
  /** Of the journal. */
  readonly seq: number;
  readonly fromMs: number;
  /** Of a call that is under way: now. */
  readonly untilMs: number;
  readonly entry: JournalEntry;
}

export interface Wait {
  readonly fromMs: number;
  readonly untilMs: number;
  /** The floor that the bank has set, where it has. */
  readonly retryAfterMs: number | undefined;
}

export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly words: string;
}

export interface Lane {
  readonly bank: string;
  readonly disposition: BankOfQuery['disposition'];
  readonly doneMs: number | undefined;
  readonly bars: readonly Bar[];
  readonly callbacks: readonly Bar[];
  readonly waits: readonly Wait[];
  /** Of each call that met faults, their names. */
  readonly faults: readonly Span[];
  readonly circuits: readonly Span[];
}

export interface QueryLanes {
  /** Epoch ms of acceptance, or of what was heard of first. */
  readonly startMs: number;
  readonly lanes: readonly Lane[];
  /** Undefined once the query has ended. */
  readonly nowMs: number | undefined;
  readonly deadlineMs: number | undefined;
  /** When the last of all that has happened did. */
  readonly lastMs: number;
  /** Some of its calls are not known here. */
  readonly isIncomplete: boolean;
}

const instant = (text: string): number => Date.parse(text);

/** `atMs` is the network's clock, epoch ms. */
export const lanesOf = (query: Query, entries: readonly JournalEntry[], atMs: number): QueryLanes => {
  const startMs = Math.min(
    query.acceptedAt === undefined ? Number.POSITIVE_INFINITY : instant(query.acceptedAt),
    ...entries.map(({ at }) => instant(at)),
    atMs,
  );
  const since = (text: string): number => instant(text) - startMs;
  const isOver = query.status !== 'RUNNING';
  const nowMs = isOver ? undefined : Math.max(0, atMs - startMs);
  const endMs = query.endedAt === undefined ? (nowMs ?? 0) : since(query.endedAt);
  const lanes = query.banks.map((bank) => {
    const own = entries.filter(({ issuer }) => issuer === bank.bank);
    const bars = own.filter(({ operation }) => operation !== 'callback').map((entry) => barOf(entry, since, endMs));
    const doneMs = bank.doneAt === undefined ? undefined : since(bank.doneAt);
    return {
      bank: bank.bank,
      disposition: bank.disposition,
      doneMs,
      bars,
      callbacks: own.filter(({ operation }) => operation === 'callback').map((entry) => barOf(entry, since, endMs)),
      waits: bars.flatMap((bar, at) => waitAfter(bar, bars[at + 1], doneMs, since)),
      faults: faultsOf(bars),
      circuits: query.circuits
        .filter((circuit) => circuit.bank === bank.bank)
        .map(({ from, until }) => ({
          fromMs: Math.max(0, since(from)),
          untilMs: Math.min(endMs, until === undefined ? endMs : since(until)),
          words: bank.bank,
        })),
    };
  });
  const ends = lanes.flatMap(({ bars, callbacks, doneMs }) => [
    doneMs ?? 0,
    ...[...bars, ...callbacks].map(({ untilMs }) => untilMs),
  ]);
  return {
    startMs,
    lanes,
    nowMs,
    deadlineMs: query.deadline === undefined ? undefined : since(query.deadline),
    lastMs: Math.max(endMs, ...ends),
    isIncomplete:
      query.acceptedAt === undefined ||
      query.banks.some(({ bank, attempts }) => attempts > countOf(lanes.find((lane) => lane.bank === bank))),
  };
};

const countOf = (lane: Lane | undefined): number => lane?.bars.length ?? 0;

const barOf = (entry: JournalEntry, since: (text: string) => number, endMs: number): Bar => {
  const fromMs = since(entry.at);
  const untilMs = entry.tookMs === undefined ? Math.max(fromMs, endMs) : fromMs + entry.tookMs;
  return { seq: entry.seq, fromMs, untilMs, entry };
};

/** Until the next call that was set, or sooner where the bank called back, or was done. */
const waitAfter = (
  { untilMs, entry }: Bar,
  next: Bar | undefined,
  doneMs: number | undefined,
  since: (text: string) => number,
): readonly Wait[] => {
  if (entry.nextAt === undefined) return [];
  const nextMs = Math.min(since(entry.nextAt), doneMs ?? Number.POSITIVE_INFINITY);
  // A lane with a bound may let it wait for longer.
  return [{ fromMs: untilMs, untilMs: Math.max(nextMs, next?.fromMs ?? 0), retryAfterMs: entry.retryAfterMs }];
};

const faultsOf = (bars: readonly Bar[]): readonly Span[] =>
  bars
    .filter(({ entry }) => entry.faults.length > 0)
    .map(({ fromMs, untilMs, entry }) => ({ fromMs, untilMs, words: entry.faults.join(', ') }));
