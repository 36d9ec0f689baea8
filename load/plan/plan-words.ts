// A plan in words: the sentence that answers, and the numbers as text and page show them.
import { elapsed, roughly } from '../../report/elapsed.ts';
import { countWords, msWords } from '../load-words.ts';
import type { Agreement, ComparedFigure } from './agreement.ts';
import type { Sustained } from './bank-gate.ts';
import { curveMs } from './plan.ts';
import type { PlanResult } from './plan-result.ts';
import { keepsDeadline, type PlanRun } from './plan-run.ts';
import { highestRate } from './plan-schema.ts';

/** Whole people. */
export const people = (count: number): string => countWords(Math.round(count));

export const rateWords = (perSecond: number): string =>
  `${countWords(perSecond >= 10 ? perSecond : Number(perSecond.toPrecision(3)))} a second`;

/** `12m 30s`; of a short time its milliseconds. */
export const timeWords = (ms: number): string => (ms < 60_000 ? msWords(ms) : roughly(ms));

/** The answer in one sentence. */
export const planSentence = (result: PlanResult): string => {
  const { plan, given, best } = result;
  const deadline = `deadline of ${elapsed(plan.engine.deadlineMs)}`;
  const found = bestWords(result);
  if (given === undefined) return `${plan.name}: ${found}`;
  const { throttle } = given;
  const asked = `${rateWords(throttle.perSecond)} with a burst of ${countWords(throttle.burst)}`;
  if (keepsDeadline(given)) {
    const more = best !== undefined && best.throttle.perSecond > throttle.perSecond ? `; ${found}` : '';
    return `${plan.name}: at ${asked} every accepted query keeps its ${deadline}${more}`;
  }
  const missed = `${people(given.missed)} of ${people(given.accepted)} accepted queries`;
  return `${plan.name}: at ${asked} ${missed} miss their ${deadline}; ${found}`;
};

const bestWords = ({ plan, best, acceptsAll, bottleneck }: PlanResult): string => {
  const deadline = `deadline of ${elapsed(plan.engine.deadlineMs)}`;
  const { bank, sustained } = bottleneck;
  if (best === undefined) return `no throttle keeps the ${deadline}: ${bank} is in the way`;
  if (acceptsAll) return `everybody can be accepted at once, and keeps the ${deadline}`;
  const upTo = `up to ${rateWords(best.throttle.perSecond)} every accepted query keeps its ${deadline}`;
  return `${upTo}; ${bank} is in the way (${sustainedWords(sustained)})`;
};

/** `67 a second by its servers`. */
export const sustainedWords = ({ perSecond, by }: Sustained): string =>
  by === 'nothing' ? 'no limit' : `${rateWords(perSecond)} by its ${by}`;

/** What the whole is about, in a line. */
export const planAbout = ({ plan, stepMs }: PlanResult): string =>
  [
    `${people(plan.users)} people in ${elapsed(curveMs(plan))}, ${rateWords(highestRate(plan))} where most come`,
    `${plan.banks.length} banks, ${plan.engine.inFlightPerIssuer} calls in flight each`,
    `deadline ${elapsed(plan.engine.deadlineMs)}`,
    `steps of ${elapsed(stepMs)}`,
    `seed ${plan.seed}`,
  ].join('; ');

/** What would have to change so that nobody is refused. */
export const neededWords = ({ needed, acceptsAll }: PlanResult): readonly string[] => {
  if (acceptsAll) return ['Every bank does enough for everybody to be accepted.'];
  return needed.map(({ banks, sustained, factor }) => {
    const names = banks.join(', ');
    if (factor === undefined)
      return `However much ${names} did, somebody would miss the deadline: it is down too long.`;
    const rate = sustained.by === 'nothing' ? '' : `: ${rateWords(sustained.perSecond * factor)}`;
    const now = sustained.by === 'nothing' ? '' : `, where it does ${sustainedWords(sustained)}`;
    return `For everybody to be accepted ${names} has to do ${factor.toFixed(2)} times as much as now${rate}${now}.`;
  });
};

export const runCells = ({ throttle, accepted, refused, gaveUp, report, missed }: PlanRun): readonly string[] => [
  countWords(throttle.perSecond),
  people(accepted),
  people(refused),
  people(gaveUp),
  report === undefined ? '–' : timeWords(report.p50Ms),
  report === undefined ? '–' : timeWords(report.p99Ms),
  people(missed),
];

export const RUN_COLUMNS = ['throttle/s', 'accepted', 'refused', 'gave up', 'report p50', 'p99', 'missed'] as const;

/** What was made of the plan so that it could be run call by call; undefined where nothing was. */
export const shorteningWords = ({ curveMs: spanMs, shortenedFromMs }: Agreement): string | undefined => {
  if (shortenedFromMs === undefined) return undefined;
  const times = `${timeWords(shortenedFromMs)} are shortened to ${timeWords(spanMs)}, the deadline with them`;
  return `${times}, and calls take as long as ever: figures to compare, not of the plan`;
};

/** How both ways of running it compare, in a sentence. */
export const agreementSentence = ({ users, curveMs: spanMs, figures }: Agreement): string => {
  const apart = figures.filter(({ held }) => !held);
  const of = `${people(users)} people in ${timeWords(spanMs)}, run in steps and call by call`;
  if (apart.length === 0) return `${of}: all ${figures.length} figures are within their tolerance`;
  const [first] = apart;
  const which = first === undefined ? '' : `, first ${[first.bank, first.name].filter(Boolean).join(' ')}`;
  return `${of}: ${apart.length} of ${figures.length} figures are further apart than they may be${which}`;
};

/** The bank or nothing, its name, both values, what it may differ by. */
export const figureCells = ({ bank, name, unit, inSteps, callByCall, allowed }: ComparedFigure): readonly string[] => {
  const say = unit === 'ms' ? timeWords : people;
  return [name, bank ?? '', say(inSteps), say(callByCall), `±${say(allowed)}`];
};

export const FIGURE_COLUMNS = ['figure', 'bank', 'in steps', 'call by call', 'may differ by'] as const;
