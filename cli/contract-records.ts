// What `banknet contract record` and `banknet contract can-go-live` do: one file a result in a folder that a team
// commits or shares, and the answer from it.
import type { Need } from '../contracts/check.ts';
import { listChecks } from '../contracts/check-list.ts';
import { answerGoLive, type GoLiveAnswer, named } from '../contracts/go-live.ts';
import { recordOf, type VerificationRecord } from '../contracts/record.ts';
import { parseVerification } from '../contracts/verification-json.ts';
import { counted, countsOf, countWords, outcomeOf } from '../contracts/verification-summary.ts';
import { NO_PACT, pactHashOf } from '../contracts/verify/pact-hash.ts';
import type { IssuerCode } from '../core/banks.ts';
import { shanghaiTimestamp } from '../core/calendar.ts';
import { oneLine } from '../report/visible-text.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem } from './problem.ts';
import { keepRecord, recordsIn, unreadable } from './record-folder.ts';
import { readSmallFile } from './small-file.ts';

/** A hundred checks with ten findings of 8 KB each make 8 MB. */
const MAX_REPORT_BYTES = 32 * 1024 * 1024;
export interface RecordArguments {
  readonly result: string;
  readonly version?: string;
  readonly dir: string;
  readonly quiet?: boolean;
}

/** @throws {CliProblem} 2 where there is nothing to record, 3 where a file cannot be read or written */
export const recordResult = async (args: RecordArguments, { print }: CommandContext): Promise<void> => {
  const read = readSmallFile(args.result, MAX_REPORT_BYTES);
  if (!read.ok) throw unreadable(`--result ${args.result}`, read.failure, MAX_REPORT_BYTES);
  const parsed = parseVerification(read.value);
  if (!parsed.ok) throw new CliProblem(EXIT.usage, `--result ${args.result}: ${parsed.failure}; ${A_REPORT}`);
  const verification = parsed.value;
  if (outcomeOf(verification) === 'unknown') {
    const why = 'it says nothing about the endpoint, for the checks could not be run; verify it again';
    throw new CliProblem(EXIT.usage, `--result ${args.result}: ${why}`);
  }
  const record = recordOf(verification, versionFrom(args, verification.endpointVersion));
  const path = keepRecord(args.dir, record);
  if (args.quiet === true) return;
  const { issuer, endpointVersion } = record;
  await print(`${issuer} ${oneLine(endpointVersion)}: ${countWords(countsOf(verification.checks))}\n${path}\n`);
};

const A_REPORT = 'name the report.json of "banknet contract verify --report"';

/** Of the command line or of the report; where both say one, they must agree. */
const versionFrom = ({ version, result }: RecordArguments, reported: string | undefined): string => {
  if (version === undefined && reported === undefined) {
    const remedy = 'give it with --version, or verify with --endpoint-version';
    throw new CliProblem(
      EXIT.usage,
      `--result ${result}: it does not say of which version of the endpoint it is; ${remedy}`,
    );
  }
  if (version !== undefined && reported !== undefined && version !== reported) {
    throw new CliProblem(
      EXIT.usage,
      `--version ${version}: ${result} is of version ${oneLine(reported)}; give that, or leave it out`,
    );
  }
  return version ?? reported ?? '';
};

export interface GoLiveArguments {
  readonly issuer: IssuerCode;
  readonly version: string;
  readonly dir: string;
  readonly allowWithout?: readonly Need[];
  readonly json?: boolean;
}

/** Prints yes or no, and why. @throws {CliProblem} 1 for no, 3 where the records cannot be read */
export const canGoLive = async (args: GoLiveArguments, { print, paint }: CommandContext): Promise<void> => {
  const { issuer, version, json } = args;
  const hash = pactHashOf(issuer);
  const answer = answerGoLive({
    issuer,
    endpointVersion: version,
    pactHash: hash === NO_PACT ? undefined : hash,
    checks: listChecks(),
    without: args.allowWithout ?? [],
    ...recordsIn(args.dir, issuer),
  });
  if (json === true) await print(`${JSON.stringify({ issuer, version, ...plain(answer) }, undefined, 2)}\n`);
  else {
    const head = `${issuer} ${version} ${answer.mayGoLive ? 'may go live' : 'may not go live'}`;
    const tone = answer.mayGoLive ? paint.green : paint.red;
    await print([tone(head), ...linesOf(answer, args), ''].join('\n'));
  }
  if (!answer.mayGoLive)
    throw new CliProblem(EXIT.checkFailed, `banknet contract can-go-live: ${issuer} ${version} may not go live`);
};

const plain = ({ mayGoLive, reasons, allowedWithout, record }: GoLiveAnswer): object => {
  if (record === undefined) return { mayGoLive, reasons, allowedWithout };
  const { checks: _checks, ...about } = record;
  return { mayGoLive, reasons, allowedWithout, record: about };
};

const linesOf = ({ reasons, record, allowedWithout }: GoLiveAnswer, { dir, issuer }: GoLiveArguments) => [
  ...reasons.map((reason) => `  ${oneLine(reason)}`),
  ...(allowedWithout.length === 0 ? [] : [allowedLine(allowedWithout)]),
  record === undefined ? `  (looked in ${oneLine(`${dir}/${issuer}`)})` : `  ${recordLine(record)}`,
];

const allowedLine = (names: readonly string[]): string =>
  `  ${counted(names.length, 'check')} left out, as may be: ${oneLine(named(names))}`;

const recordLine = ({ checks, url, startedAt }: VerificationRecord): string => {
  const held = checks.filter(({ verdict }) => verdict === 'held').length;
  const at = shanghaiTimestamp(Date.parse(startedAt)).slice(0, 19).replace('T', ' ');
  return `by the record of ${at} in Shanghai: ${held} of ${checks.length} checks held at ${oneLine(url)}`;
};
