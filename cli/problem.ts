// How a command ends when it cannot do what it was asked: lines for a person, an exit code for a machine.

import { StoreProblem } from '../engine/store/store-problem.ts';
import { PortTaken } from '../simulator/doors/http-server.ts';

/** Exit codes (interfaces.md). */
export const EXIT = { ok: 0, checkFailed: 1, usage: 2, environment: 3, interrupted: 130 } as const;

/** Ends a command with an exit code and lines on stderr. */
export class CliProblem extends Error {
  override readonly name = 'CliProblem';
  readonly exitCode: number;
  readonly lines: readonly string[];

  constructor(exitCode: number, ...lines: readonly string[]) {
    super(lines.join('\n'));
    this.exitCode = exitCode;
    this.lines = lines;
  }
}

/** What the parts below say in their own words, as a problem of the command; anything else is a bug and stays one. */
export const asProblem = (error: unknown): unknown => {
  if (error instanceof PortTaken) {
    const option = 'choose others with --port and --issuer-port';
    return new CliProblem(
      EXIT.environment,
      `Port ${error.port} on ${error.host} is taken: stop what listens there, or ${option}.`,
    );
  }
  if (error instanceof StoreProblem) return new CliProblem(EXIT.environment, error.message);
  if (error instanceof RangeError && /^population\./.test(error.message)) {
    return new CliProblem(EXIT.usage, ...error.message.split('; '));
  }
  if (isAddressError(error)) return new CliProblem(EXIT.environment, `Cannot listen there: ${error.message}`);
  return error;
};

const isAddressError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && ['EADDRNOTAVAIL', 'EACCES', 'ENOTFOUND'].includes(String(error.code));
