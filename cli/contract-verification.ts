// What `banknet contract verify` does: the key, the progress, the result, the exit code.
import { listChecks } from '../contracts/check-list.ts';
import { type CheckResult, hasHeld, isEnvironmentsFault, type Verification } from '../contracts/verification.ts';
import { isChosen, unknownPatterns } from '../contracts/verify/selection.ts';
import { type CallbackPlace, type VerifyProgress, verifyEndpoint } from '../contracts/verify/verify-endpoint.ts';
import type { IssuerCode } from '../core/banks.ts';
import { didYouMean } from '../core/nearest-name.ts';
import { developmentKeyOf } from '../core/signature.ts';
import { oneLine } from '../report/visible-text.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-codes.ts';
import type { Painter } from './painter.ts';
import { CliProblem } from './problem.ts';

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
  const verification = await verifyEndpoint({
    issuer,
    url,
    stateUrl,
    key: keyFrom(args),
    timeoutMs,
    only,
    endpointVersion,
    callbacks: callbackPlaceOf(args),
    onProgress: progressOn(args, context),
    signal: context.signal,
  });
  await show(verification, args, context);
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

const show = (verification: Verification, { json, quiet }: VerifyArguments, context: CommandContext): Promise<void> => {
  if (json === true) return context.print(`${JSON.stringify(verification, undefined, 2)}\n`);
  const hidden = quiet === true ? ['held', 'left-out'] : [];
  const shown = verification.checks.filter(({ verdict }) => !hidden.includes(verdict.kind));
  return context.print(shown.map((result, at) => resultText(result, shown[at - 1], context.paint)).join(''));
};

const resultText = ({ name, title, verdict }: CheckResult, before: CheckResult | undefined, paint: Painter): string => {
  if (verdict.kind === 'held') return `${paint.green('held    ')} ${name}\n`;
  if (verdict.kind !== 'broken') {
    const label = verdict.kind === 'left-out' ? paint.dim('left out') : paint.yellow('not run ');
    // One cause may keep a hundred checks from running: it is said at the first of them.
    const isAsBefore = before !== undefined && 'why' in before.verdict && before.verdict.why === verdict.why;
    return `${label} ${name}${isAsBefore ? '' : `: ${verdict.why}`}\n`;
  }
  const findings = verdict.findings.map(
    ({ sent, expected, got }) => `    sent      ${sent}\n    expected  ${expected}\n    got       ${got}\n`,
  );
  return `${paint.red('BROKEN  ')} ${name}: ${title}\n${findings.join('\n')}`;
};

const judge = (verification: Verification): void => {
  if (hasHeld(verification)) return;
  const { issuer, url, checks } = verification;
  const count = (kind: string): number => checks.filter(({ verdict }) => verdict.kind === kind).length;
  const what = `${count('broken')} broken, ${count('not-run')} not run, ${count('held')} held`;
  const code = isEnvironmentsFault(verification) ? EXIT.environment : EXIT.checkFailed;
  throw new CliProblem(code, `banknet contract verify: ${issuer} at ${url}: ${what}`);
};
