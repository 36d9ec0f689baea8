// A verification on a terminal: a line a group, then whatever is not as it must be with all that helps, then what was
// left out, and the verdict last, where the eye is.
import { elapsed } from '../report/elapsed.ts';
import { oneLine } from '../report/visible-text.ts';
import type { CheckResult, Finding } from './verification.ts';
import {
  byReason,
  type CheckGroup,
  counted,
  countWords,
  groupsOf,
  outcomeOf,
  type VerificationReport,
  verdictSentence,
} from './verification-summary.ts';

type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red';

/** Colours of a terminal, or none. */
export type Paint = Readonly<Record<Style, (text: string) => string>>;

/** Of one check: what is beyond is counted. All of them are in the other reports. */
const MAX_FINDINGS = 3;
/** Names of checks in one line that tells why they were not run. */
const MAX_NAMES = 6;

/** The whole report, its last line ended. `isQuiet` leaves out what is as it must be. */
export const verificationText = (report: VerificationReport, paint: Paint, isQuiet = false): string => {
  const { checks } = report.verification;
  const groups = isQuiet ? [] : groupLines(groupsOf(checks), paint);
  const lines = [
    ...groups,
    ...checks.flatMap((result) => brokenLines(result, paint)),
    ...againLines(report, paint),
    ...reasonLines(checks, 'not-run', paint),
    ...(isQuiet ? [] : reasonLines(checks, 'left-out', paint)),
    ...(groups.length > 0 ? [''] : []),
    verdictLine(report, paint),
  ];
  return `${lines.join('\n')}\n`;
};

const groupLines = (groups: readonly CheckGroup[], paint: Paint): readonly string[] => {
  const width = Math.max(0, ...groups.map(({ name }) => name.length));
  return groups.map(({ name, counts }) => {
    const sign = signOf(counts, paint);
    return `${sign} ${oneLine(name).padEnd(width)}  ${paint.dim(countWords(counts))}`;
  });
};

const signOf = (counts: CheckGroup['counts'], paint: Paint): string => {
  if (counts.broken > 0) return paint.red('✗');
  if (counts['not-run'] > 0) return paint.yellow('!');
  return counts.held > 0 ? paint.green('✓') : paint.dim('–');
};

const brokenLines = ({ name, title, source, verdict }: CheckResult, paint: Paint) => {
  if (verdict.kind !== 'broken') return [];
  const { findings } = verdict;
  const more = findings.length - MAX_FINDINGS;
  return [
    '',
    `${paint.red('✗')} ${paint.bold(oneLine(name))}`,
    `    ${oneLine(title)}  ${paint.dim(oneLine(source))}`,
    ...findings.slice(0, MAX_FINDINGS).flatMap((finding) => findingLines(finding, paint)),
    ...(more > 0 ? [`      and ${counted(more, 'more finding')}`] : []),
  ];
};

/** Once for all of them: the command is long. */
const againLines = ({ verification, command }: VerificationReport, paint: Paint): readonly string[] => {
  const first = verification.checks.find(({ verdict }) => verdict.kind === 'broken');
  if (first === undefined) return [];
  return ['', 'One of them again:', `  ${paint.bold(`${oneLine(command)} --only ${oneLine(first.name)}`)}`];
};

const findingLines = ({ sent, expected, got }: Finding, paint: Paint): readonly string[] => [
  `      sent      ${oneLine(sent)}`,
  `      expected  ${paint.green(oneLine(expected))}`,
  `      got       ${paint.red(oneLine(got))}`,
];

const reasonLines = (checks: readonly CheckResult[], kind: 'not-run' | 'left-out', paint: Paint): readonly string[] => {
  const reasons = byReason(checks, kind);
  if (reasons.length === 0) return [];
  const head = kind === 'not-run' ? paint.yellow('Not run, which is no pass:') : 'Left out:';
  return [
    '',
    head,
    ...reasons.map(({ why, results }) => {
      const names = results.slice(0, MAX_NAMES).map(({ name }) => oneLine(name));
      const rest = results.length - names.length;
      const list = rest > 0 ? `${names.join(' ')} and ${rest} more` : names.join(' ');
      return `  ${counted(results.length, 'check')}: ${oneLine(why)}\n    ${paint.dim(list)}`;
    }),
  ];
};

const TONES = { held: 'green', broken: 'red', unknown: 'yellow' } as const;

const verdictLine = (report: VerificationReport, paint: Paint): string => {
  const { url, tookMs } = report.verification;
  const tone = paint[TONES[outcomeOf(report.verification)]];
  return `${tone(verdictSentence(report))}\n${paint.dim(`${oneLine(url)}, ${elapsed(tookMs)}`)}`;
};
