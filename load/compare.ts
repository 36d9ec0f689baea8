// A result beside earlier ones, figure by figure. Several earlier results of the same thing have a spread; only what is
// worse than all of them, and by more than the stated change than their middle, counts as worse: one run beside one
// other tells a change from chance by that bound alone.
import { FIGURES, type FigureUnit } from './figures.ts';
import type { LoadResult } from './load-result.ts';

export interface CompareOptions {
  /** 0.1: a figure that is worse by more than a tenth fails. Undefined: nothing fails. */
  readonly changeShare: number | undefined;
}

/** `gone`: the earlier runs have it, this one has not. */
export type ComparedVerdict = 'same' | 'better' | 'worse' | 'new' | 'gone';

export interface ComparedFigure {
  readonly name: string;
  readonly unit: FigureUnit;
  readonly value: number | undefined;
  /** Of the earlier runs. */
  readonly lowest: number | undefined;
  readonly middle: number | undefined;
  readonly highest: number | undefined;
  /** From the middle: 0.1 is a tenth more. Undefined where there is nothing to be a share of. */
  readonly changeShare: number | undefined;
  readonly verdict: ComparedVerdict;
  /** Whether the run fails by it. */
  readonly fails: boolean;
}

export interface Comparison {
  readonly runs: number;
  readonly changeShare: number | undefined;
  /** What was not the same: then a change may come from it. */
  readonly differences: readonly string[];
  readonly figures: readonly ComparedFigure[];
  readonly passed: boolean;
}

/** `baseline`: one earlier result or several. */
export const compareResults = (
  result: LoadResult,
  baseline: readonly LoadResult[],
  options: CompareOptions,
): Comparison => {
  const figures = [...FIGURES]
    .filter(([name]) => isShown(name))
    .flatMap(([name, { unit, read }]) => {
      const earlier = baseline.map(read).filter((value) => value !== undefined);
      const value = read(result);
      if (value === undefined && earlier.length === 0) return [];
      return [compareFigure({ name, unit, value, earlier }, options.changeShare)];
    });
  return {
    runs: baseline.length,
    changeShare: options.changeShare,
    differences: differencesOf(result, baseline),
    figures,
    passed: figures.every(({ fails }) => !fails),
  };
};

interface Both {
  readonly name: string;
  readonly unit: FigureUnit;
  readonly value: number | undefined;
  readonly earlier: readonly number[];
}

/** What a bank takes is mostly injected: its middle, its tail and its retries are enough of each. */
const isShown = (name: string): boolean =>
  !name.startsWith('bank.') || /^bank\.\w+\.(p50|p99|amplification)$/.test(name);

/**
 * One request alone, and what the generator itself was late, say nothing of the network; a recovery is told by whole
 * seconds, and one more or less is chance.
 */
const isJudged = (name: string): boolean =>
  !/\.(min|max)$/.test(name) && !name.startsWith('schedule.') && name !== 'throttle.recovery';

const isMoreBetter = (name: string): boolean => name === 'accepted.perSecond';

/** Below it no figure has changed, whatever share it is: nobody notices, and a busy machine does not hold it. */
const SMALLEST_CHANGE: Readonly<Record<FigureUnit, number>> = {
  ms: 1,
  share: 0.001,
  ratio: 0.005,
  count: 0.5,
  'per-second': 0.5,
};

const compareFigure = ({ name, unit, value, earlier }: Both, changeShare: number | undefined): ComparedFigure => {
  const ordered = earlier.toSorted((one, other) => one - other);
  const [lowest, middle, highest] = [ordered[0], middleOf(ordered), ordered.at(-1)];
  const change = middle === undefined || value === undefined || middle === 0 ? undefined : value / middle - 1;
  const head = { name, unit, value, lowest, middle, highest, changeShare: change };
  if (value === undefined) return { ...head, verdict: 'gone', fails: changeShare !== undefined && isJudged(name) };
  if (lowest === undefined || middle === undefined || highest === undefined) {
    return { ...head, verdict: 'new', fails: false };
  }
  const isSmall = Math.abs(value - middle) < SMALLEST_CHANGE[unit];
  if ((value >= lowest && value <= highest) || isSmall) return { ...head, verdict: 'same', fails: false };
  const verdict = value > highest === isMoreBetter(name) ? 'better' : 'worse';
  const isBeyond = changeShare !== undefined && Math.abs(value - middle) > changeShare * Math.abs(middle);
  return { ...head, verdict, fails: verdict === 'worse' && isBeyond && isJudged(name) };
};

const middleOf = (ordered: readonly number[]): number | undefined => {
  const [one, other] = [ordered[(ordered.length - 1) >> 1], ordered[ordered.length >> 1]];
  return one === undefined || other === undefined ? undefined : (one + other) / 2;
};

const TRAITS: readonly (readonly [string, (result: LoadResult) => string])[] = [
  ['profile', ({ profile }) => profile],
  ['seed', ({ seed }) => String(seed)],
  ['model', ({ model }) => model],
  ['number of generators', ({ generators }) => String(generators)],
  ['target', ({ target }) => target],
  ['commit', ({ environment }) => environment.commit ?? 'unknown'],
  ['banknet', ({ environment }) => environment.toolVersion],
  ['runtime', ({ environment }) => environment.runtime],
  ['machine', ({ environment: { processor, cores } }) => `${processor.trim()} with ${cores} cores`],
];

const differencesOf = (result: LoadResult, baseline: readonly LoadResult[]): readonly string[] => [
  ...TRAITS.flatMap(([name, read]) => {
    const others = [...new Set(baseline.map(read))].filter((other) => other !== read(result));
    return others.length === 0 ? [] : [`another ${name}: ${read(result)} now, ${others.join(', ')} before`];
  }),
  ...unsoundOf(baseline),
];

/** An earlier run that is no measure. */
const unsoundOf = (baseline: readonly LoadResult[]): readonly string[] => {
  const interrupted = baseline.filter(({ wasInterrupted }) => wasInterrupted).length;
  const unkept = baseline.filter(({ model, schedule }) => model === 'open' && !schedule.kept).length;
  return [
    ...(interrupted > 0 ? [`${interrupted} of the earlier runs were interrupted`] : []),
    ...(unkept > 0 ? [`${unkept} of the earlier runs did not keep their schedule`] : []),
  ];
};
