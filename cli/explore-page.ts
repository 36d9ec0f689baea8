// What `banknet scenario explore` tells at its end, as text and as JSON.
import type { Exploration, Found } from '../scenarios/explore/explore.ts';
import { neverHappened } from '../scenarios/explore/happenings.ts';
import type { Painter } from './painter.ts';

/** An exploration that is over, with what only the command line knows of it. */
export interface Explored {
  readonly exploration: Exploration;
  readonly from: number;
  readonly tookMs: number;
  /** The file of each shrunk story, by sign. */
  readonly files: ReadonlyMap<string, string>;
}

const COUNT_COLUMNS = 12;

/** `isQuiet`: without what happened. */
export const explorationText = (explored: Explored, paint: Painter, isQuiet: boolean): string => {
  const { exploration, from, tookMs, files } = explored;
  const { seeds, issuerCalls, tally, found } = exploration;
  const never = neverHappened(tally);
  const counts = [...tally].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const happened = [
    'What happened:',
    ...counts.map(([name, times]) => `${grouped(times).padStart(COUNT_COLUMNS)}  ${name}`),
    ...(never.length === 0 ? [] : ['', paint.yellow(`What never happened: ${never.join(', ')}`)]),
    '',
  ];
  return [
    ...(isQuiet ? [] : happened),
    ...found.flatMap((one) => [...foundLines(one, files.get(one.sign), paint), '']),
    `${seedsText(from, seeds)}: ${resultText(found, paint)}`,
    `${grouped(issuerCalls)} issuer calls in ${(tookMs / 1000).toFixed(1)} s: ${rates(exploration, tookMs)}`,
    '',
  ].join('\n');
};

export const explorationJson = ({ exploration, from, tookMs, files }: Explored): object => {
  const { seeds, issuerCalls, tally, found } = exploration;
  const { callsPerSecond, seedsPerSecond } = ratesOf(exploration, tookMs);
  return {
    seedStart: from,
    seeds,
    issuerCalls,
    tookMs: Math.round(tookMs),
    callsPerSecond,
    seedsPerSecond,
    happened: Object.fromEntries(tally),
    neverHappened: neverHappened(tally),
    found: found.map(({ sign, ...one }) => {
      const file = files.get(sign);
      return { invariant: sign, ...one, ...(file === undefined ? {} : { file, replay: replayCommand(file) }) };
    }),
  };
};

/** The one command that plays a shrunk story again. */
export const replayCommand = (file: string): string => `banknet scenario run ${file}`;

/** `1,234 calls/s, 56 seeds/s`. */
export const rates = (progress: Pick<Exploration, 'seeds' | 'issuerCalls'>, tookMs: number): string => {
  const { callsPerSecond, seedsPerSecond } = ratesOf(progress, tookMs);
  return `${grouped(callsPerSecond)} calls/s, ${grouped(seedsPerSecond)} seeds/s`;
};

const ratesOf = ({ seeds, issuerCalls }: Pick<Exploration, 'seeds' | 'issuerCalls'>, tookMs: number) => {
  const seconds = Math.max(tookMs, 1) / 1000;
  return { callsPerSecond: Math.round(issuerCalls / seconds), seedsPerSecond: Math.round(seeds / seconds) };
};

const foundLines = (found: Found, file: string | undefined, paint: Painter): readonly string[] => {
  const { sign, seed, seeds, count, message, isMinimal } = found;
  const others = count > seeds.length ? `${seeds.join(', ')} and ${count - seeds.length} more` : seeds.join(', ');
  return [
    paint.red(`${sign} was broken at seed ${seed}: ${message}`),
    ...(count > 1 ? [`  seeds that broke it: ${others}`] : []),
    ...(isMinimal ? [] : ['  the story could still be smaller: shrinking was ended']),
    ...(file === undefined ? [] : [`  replay: ${replayCommand(file)}`]),
  ];
};

const resultText = (found: readonly Found[], paint: Painter): string =>
  found.length === 0
    ? paint.green('all held')
    : paint.red(`${found.map(({ sign, count }) => `${sign} broken by ${grouped(count)}`).join(', ')}`);

const seedsText = (from: number, seeds: number): string =>
  seeds === 0 ? 'No seed' : seeds === 1 ? `Seed ${from}` : `Seeds ${from} to ${from + seeds - 1}`;

const grouped = (number: number): string => number.toLocaleString('en-US');
