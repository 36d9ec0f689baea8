// Whether a load run held: the answers first, for fast wrong ones are worth nothing; then whether the load was the one
// that was asked for; then what the profile demands.
import { FIGURES } from './figures.ts';
import type { Correctness, EndsHeard, LoadResult, Schedule, ThresholdResult } from './load-result.ts';
import { counted, countWords, figureWords, msWords, shareWords } from './load-words.ts';

export interface Check {
  readonly kind: 'correctness' | 'schedule' | 'threshold' | 'comparison';
  /** What must hold: `apply.p99 < 250ms`. */
  readonly name: string;
  readonly held: boolean;
  /** What was found, in a line. */
  readonly found: string;
  /** Each thing that is wrong. */
  readonly details: readonly string[];
}

/** Every check of a run, in the order in which they count. */
export const checksOf = (result: LoadResult): readonly Check[] => [
  correctnessCheck(result.correctness),
  ...(result.model === 'open' ? [scheduleCheck(result.schedule)] : []),
  ...result.thresholds.map(thresholdCheck),
];

/** Whether all held, to the end. */
export const hasPassed = (result: LoadResult): boolean =>
  !result.wasInterrupted && checksOf(result).every(({ held }) => held);

/** The one sentence: `smoke: answers are right, 6 thresholds held`. */
export const verdictSentence = (result: LoadResult): string => {
  const checks = checksOf(result);
  const broken = checks.filter(({ held }) => !held);
  const end = result.wasInterrupted ? '; interrupted: this is what was measured until then' : '';
  const thresholds = result.thresholds.length;
  if (broken.length === 0) {
    const demands = thresholds === 0 ? 'no thresholds were set' : `${counted(thresholds, 'threshold')} held`;
    return `${result.profile}: answers are right, ${demands}${end}`;
  }
  const missed = broken.filter(({ kind }) => kind === 'threshold');
  const words = [
    ...broken.filter(({ kind }) => kind === 'correctness').map(() => 'answers are wrong'),
    ...broken.filter(({ kind }) => kind === 'schedule').map(() => 'the schedule was not kept'),
    ...(missed.length > 0 ? [`${missed.length} of ${counted(thresholds, 'threshold')} missed`] : []),
  ];
  return `${result.profile}: ${words.join(', ')}${end}`;
};

/** Busier than this, processes wait for a core: latency is then of this machine as much as of the network. */
const BUSY_SHARE = 0.9;

/** What takes some of its worth from a result, though nothing fails by it. */
export const cautionsOf = ({ environment, endsHeard }: LoadResult): readonly string[] => [
  ...(environment.busyShare < BUSY_SHARE
    ? []
    : [
        `the machine was ${shareWords(environment.busyShare)} busy: latencies say as much of it as of the network; ` +
          'lower the rate, or measure where nothing else runs',
      ]),
  ...missedEnds(endsHeard),
];

const missedEnds = ({ breaks, fromRecords, undated }: EndsHeard): readonly string[] => {
  if (breaks + fromRecords === 0) return [];
  const dated = fromRecords - undated;
  const timed = dated === 0 ? '' : `; ${counted(dated, 'report')} found meanwhile ${TIMED}`;
  const late = undated === 0 ? '' : `; ${counted(undated, 'query', 'queries')} ${UNTIMED}`;
  return [`the stream of ends broke ${counted(breaks, 'time')}${timed}${late}`];
};

const TIMED = 'by asking the network count up to the moment that its record tells';
const UNTIMED = 'found so have no such moment: their latency is too long rather than too short';

const correctnessCheck = (correctness: Correctness): Check => {
  const { queriesAccepted, queriesEnded } = correctness;
  const details = wrongsOf(correctness);
  const ended = `${counted(queriesAccepted, 'application')} accepted, ${countWords(queriesEnded)} ended`;
  return {
    kind: 'correctness',
    name: 'answers are right',
    held: details.length === 0,
    found: details.length === 0 ? `${ended}: none lost, doubled or wrong, nothing beyond the throttle, no leak` : ended,
    details,
  };
};

const wrongsOf = ({ lost, doubled, wrongReports, throttleExcess, leaks, violations }: Correctness) => [
  ...(lost > 0 ? [`${counted(lost, 'application')} accepted and not ended by the end of the drain`] : []),
  ...(doubled > 0 ? [`${counted(doubled, 'application')} with more than one end`] : []),
  ...(wrongReports > 0 ? [`${counted(wrongReports, 'report')} not as the banks know it`] : []),
  ...(throttleExcess > 0 ? [`${countWords(throttleExcess)} more accepted than the throttle allows`] : []),
  ...(leaks > 0 ? [`${counted(leaks, 'time')} personal data where none may be`] : []),
  ...violations.map(({ invariant, count, first }) => `${invariant} broken ${counted(count, 'time')}, first: ${first}`),
];

const scheduleCheck = ({ due, sent, late, kept, why }: Schedule): Check => {
  const lateness = late === undefined ? '' : `, ${msWords(late.p99Ms)} late at p99, ${msWords(late.maxMs)} at most`;
  return {
    kind: 'schedule',
    name: 'the schedule was kept',
    held: kept,
    found: `${countWords(due)} due, ${countWords(sent)} sent${lateness}`,
    details: kept ? [] : [why ?? 'nobody said why'],
  };
};

const thresholdCheck = ({ text, figure, value, held }: ThresholdResult): Check => ({
  kind: 'threshold',
  name: text,
  held,
  found: value === undefined ? 'no such figure in this run' : valueWords(figure, value),
  details: [],
});

/** A digit more than elsewhere: it stands beside a bound. */
const THRESHOLD_DIGITS = 4;

const valueWords = (figure: string, value: number): string =>
  figureWords(FIGURES.get(figure)?.unit ?? 'count', value, THRESHOLD_DIGITS);
