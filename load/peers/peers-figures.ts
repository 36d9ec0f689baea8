// Figures of a comparison from its rounds. One rule for all of them: a figure is the middle of the rounds, and a ratio
// the middle of the rounds' own ratios, for in one round the machine was about the same for everybody.
import { countWords, msWords, outcomesWords } from '../load-words.ts';
import type { PeerResult, PeerRound, PeersResult } from './peers-result.ts';
import { errorCount } from './raw-client.ts';

export interface PeerFigure {
  readonly name: string;
  /** What it says, for a reader of the report. */
  readonly says: string;
  /** Undefined where the round does not have it. */
  readonly of: (round: PeerRound) => number | undefined;
  readonly words: (value: number) => string;
}

const MICROSECONDS = 1000;

export const PEER_FIGURES = [
  {
    name: 'requests/s',
    says: 'right answers a second, as fast as it answers',
    of: ({ closed: { right, elapsedMs } }) => (right === 0 ? undefined : (right * 1000) / elapsedMs),
    words: (value) => countWords(Math.round(value)),
  },
  {
    name: 'cpu each',
    says: "the server's processor time for each right answer meanwhile",
    of: ({ closed: { right, cpuMs } }) =>
      cpuMs === undefined || right === 0 ? undefined : (cpuMs * MICROSECONDS) / right,
    words: (value) => `${countWords(Math.round(value))} us`,
  },
  {
    name: 'p50',
    says: 'median latency at the steady rate, from when each was due',
    of: ({ open }) => open.latency?.p50Ms,
    words: (value) => msWords(value),
  },
  {
    name: 'p99',
    says: 'the same of all but the slowest hundredth',
    of: ({ open }) => open.latency?.p99Ms,
    words: (value) => msWords(value),
  },
  {
    name: 'memory',
    says: 'resident after the load',
    of: ({ residentBytes }) => residentBytes,
    words: (value) => `${countWords(Math.round(value / 1e6))} MB`,
  },
  {
    name: 'start',
    says: 'from the start of its process to the first right answer',
    of: ({ startMs }) => startMs,
    words: (value) => msWords(value),
  },
] as const satisfies readonly PeerFigure[];

/** Of one server: a figure, and how many times ours it is. */
export interface Measured {
  readonly value: number | undefined;
  readonly ratio: number | undefined;
}

export const measuredOf = (server: PeerResult, ours: PeerResult | undefined, figure: PeerFigure): Measured => {
  const values = server.rounds.map(figure.of);
  const ratios = values.map((value, at) => {
    const [our] = ours?.rounds.slice(at, at + 1).map(figure.of) ?? [];
    return value === undefined || our === undefined || our === 0 ? undefined : value / our;
  });
  return { value: middle(values), ratio: middle(ratios) };
};

/** The middle one, or between the two in the middle; undefined where there is none. */
const middle = (all: readonly (number | undefined)[]): number | undefined => {
  const values = all.filter((one) => one !== undefined).toSorted((one, other) => one - other);
  const [low, high] = [values[Math.floor((values.length - 1) / 2)], values[Math.floor(values.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
};

export interface Errors {
  readonly errors: number;
  /** Of so many. */
  readonly of: number;
  /** By how. */
  readonly kinds: Readonly<Record<string, number>>;
}

/** Those of all rounds that were not right. */
export const errorsOf = ({ rounds }: PeerResult): Errors => {
  const parts = rounds.flatMap(({ closed, open }) => [closed, open]);
  const kinds: Record<string, number> = {};
  for (const [kind, count] of parts.flatMap((part) => Object.entries(part.errors))) {
    kinds[kind] = (kinds[kind] ?? 0) + count;
  }
  const errors = errorCount(kinds);
  return { errors, of: parts.reduce((sum, { right }) => sum + right, errors), kinds };
};

/** `7 of 4,207 inquiries were not answered rightly: wrong body 7`. */
export const errorWords = ({ errors, of, kinds }: Errors): string =>
  `${countWords(errors)} of ${countWords(of)} inquiries were not answered rightly: ${outcomesWords(kinds)}`;

/** The processor time that other work took, in the middle of all rounds; undefined where nobody knows. */
export const othersShareOf = ({ servers }: PeersResult): number | undefined =>
  middle(servers.flatMap(({ rounds }) => rounds.map(({ closed }) => closed.othersShare)));

/** How late the client itself was with the inquiries of the steady rate, at p99; the middle of all rounds. */
export const clientLateMsOf = ({ servers }: PeersResult): number | undefined =>
  middle(servers.flatMap(({ rounds }) => rounds.map(({ open }) => open.lateP99Ms)));
