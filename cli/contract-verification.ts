// What `banknet contract verify` does: the key, the progress, the result, the exit code.
import { listChecks } from '../contracts/check-list.ts';
import { hasHeld, isEnvironmentsFault, type Verification } from '../contracts/verification.ts';
import { countsOf, countWords, type VerificationReport } from '../contracts/verification-summary.ts';
import { isChosen, unknownPatterns } from '../contracts/verify/selection.ts';
import { addressWithoutSecrets } from '../contracts/verify/shown-exchange.ts';
import { type CallbackPlace, type VerifyProgress, verifyEndpoint } from '../contracts/verify/verify-endpoint.ts';
import type { IssuerCode } from '../core/banks.ts';
import { formatDuration } from '../core/durations.ts';
import { didYouMean } from '../core/nearest-name.ts';
import { developmentKeyOf } from '../core/signature.ts';
import { oneLine } from '../report/visible-text.ts';
import type { CommandContext } from './command-context.ts';
import { DEFAULT_TIMEOUT_MS } from './commands/contract-verify.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem } from './problem.ts';
import { prepareReportFolder, writeReportFiles } from './report-files.ts';
import { shellWord } from './shell-word.ts';

export interface ListArguments {
  readonly only?: readonly string[];
  readonly json?: boolean;
}

export interface VerifyArguments extends ListArguments {
  readonly issuer: IssuerCode;
  readonly url: string;
  readonly stateUrl?: string;
  /** The variable that holds the key. */
  readonly key?: string;
  readonly timeout: number;
  readonly report?: string;
  readonly quiet?: boolean;
  readonly endpointVersion?: string;
  readonly callbackUrl?: string;
  readonly callbackPort?: number;
  readonly patient?: boolean;
}

/** Prints the checks that `--only` means, all of them without it. @throws {CliProblem} where it means none */
export const list = ({ only, json }: ListArguments, { print, paint }: CommandContext): Promise<void> => {
  requireKnown(only);
  const checks = listChecks().filter(({ name }) => isChosen(name, only));
  if (json === true) return print(`${JSON.stringify(checks, undefined, 2)}\n`);
  const lines = checks.map(({ name, title, source, needs }) => {
    const more = needs.length === 0 ? '' : `; needs ${needs.join(' and ')}`;
    return `${paint.bold(name)}\n  ${title}\n  ${paint.dim(`${source}${more}`)}\n`;
  });
  return print(lines.join(''));
};

/** @throws {CliProblem} 1 where the endpoint does not hold, 2 for a wrong `--only` or `--key`, 3 for the environment */
export const verify = async (args: VerifyArguments, context: CommandContext): Promise<void> => {
  const { issuer, url, stateUrl, timeout: timeoutMs, only, endpointVersion } = args;
  requireKnown(only);
  const key = keyFrom(args);
  const callbacks = callbackPlaceOf(args);
  if (args.report !== undefined) prepareReportFolder(args.report);
  const verification = await verifyEndpoint({
    issuer,
    url,
    stateUrl,
    key,
    timeoutMs,
    only,
    endpointVersion,
    callbacks,
    isPatient: args.patient,
    onProgress: progressOn(args, context),
    signal: context.signal,
  });
  await show({ verification, command: commandOf(args), wasInterrupted: context.signal.aborted }, args, context);
  if (!context.signal.aborted) judge(verification);
};

const requireKnown = (only: readonly string[] | undefined): void => {
  const checkNames = listChecks().map(({ name }) => name);
  const words = [...new Set([...checkNames, ...checkNames.map((name) => name.split('/')[0] ?? '')])];
  const unknown = unknownPatterns(only ?? [], checkNames);
  if (unknown.length === 0) return;
  const lines = unknown.map((one) => `--only ${one}: there is no such check or group${didYouMean(one, words)}`);
  throw new CliProblem(EXIT.usage, ...lines, '"banknet contract verify --list" prints them all.');
};

/** Of the variable that was named; else BANKNET_KEY_CODE, else the key for development. */
const keyFrom = ({ issuer, key }: VerifyArguments): string => {
  const name = key ?? `BANKNET_KEY_${issuer}`;
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  if (key === undefined) return developmentKeyOf(issuer);
  throw new CliProblem(EXIT.usage, `--key env:${name}: the variable ${name} is not set; it must hold the key`);
};

/** Whoever calls back from elsewhere needs a port that is open to it on every address of this machine. */
const callbackPlaceOf = ({ callbackUrl, callbackPort }: VerifyArguments): CallbackPlace | undefined => {
  if (callbackUrl === undefined) {
    if (callbackPort === undefined) return undefined;
    throw new CliProblem(EXIT.usage, '--callback-port goes with --callback-url, which says how it is reached');
  }
  const { protocol, port } = new URL(callbackUrl);
  const own = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  return { publicUrl: callbackUrl, host: '0.0.0.0', port: callbackPort ?? own };
};

/** One line on the terminal of stderr, drawn over. */
const progressOn = ({ quiet }: VerifyArguments, { screen }: CommandContext): ((progress: VerifyProgress) => void) => {
  if (quiet === true || screen === undefined) return () => undefined;
  return (progress) => {
    if (progress.kind === 'ended') screen.write('\r\x1b[K');
    else screen.write(`\r\x1b[K${progress.at + 1} of ${progress.of}  ${oneLine(progress.name, screen.columns - 16)}`);
  };
};

/** The last words, then the files: a disk that is full takes nothing of what is told here. */
const show = async (report: VerificationReport, args: VerifyArguments, context: CommandContext): Promise<void> => {
  const { verificationJson } = await import('../contracts/verification-json.ts');
  const { verificationText } = await import('../contracts/verification-text.ts');
  const json = verificationJson(report);
  await context.print(args.json === true ? json : verificationText(report, context.paint, args.quiet === true));
  if (args.report === undefined) return;
  const { verificationJunit } = await import('../contracts/verification-junit.ts');
  const { verificationHtml } = await import('../contracts/verification-html.ts');
  const files = { 'junit.xml': verificationJunit(report), 'report.html': verificationHtml(report) };
  writeReportFiles(args.report, { 'report.json': json, ...files });
  if (args.json !== true && args.quiet !== true) await context.print(`Report: ${args.report}/report.html\n`);
};

/** What does it again; without `--only`, so that a report can add its own. */
const commandOf = (args: VerifyArguments): string => {
  const given: readonly (readonly [string, string | undefined])[] = [
    ['--issuer', args.issuer],
    ['--url', args.url],
    // Its query and password may be secret, and are no part of a report.
    ['--state-url', args.stateUrl === undefined ? undefined : addressWithoutSecrets(args.stateUrl)],
    ['--key', args.key === undefined ? undefined : `env:${args.key}`],
    ['--timeout', args.timeout === DEFAULT_TIMEOUT_MS ? undefined : formatDuration(args.timeout)],
    ['--endpoint-version', args.endpointVersion],
    ['--callback-url', args.callbackUrl],
    ['--callback-port', args.callbackPort?.toString()],
  ];
  const words = given.flatMap(([option, value]) => (value === undefined ? [] : [option, shellWord(value)]));
  return ['banknet contract verify', ...words, ...(args.patient === true ? ['--patient'] : [])].join(' ');
};

const judge = (verification: Verification): void => {
  if (hasHeld(verification)) return;
  const { issuer, url, checks } = verification;
  const code = isEnvironmentsFault(verification) ? EXIT.environment : EXIT.checkFailed;
  throw new CliProblem(code, `banknet contract verify: ${issuer} at ${url}: ${countWords(countsOf(checks))}`);
};
