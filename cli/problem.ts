// How a command ends when it cannot do what it was asked: lines for a person, an exit code for a machine.
import { StoreProblem } from '../engine/store/store-problem.ts';
import { PortTaken } from '../simulator/doors/http-server.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** Ends a command with an exit code and lines on stderr, one for each thing that is wrong. */
export class CliProblem extends Error {
  override readonly name = 'CliProblem';
  readonly exitCode: ExitCode;
  readonly lines: readonly string[];

  constructor(exitCode: ExitCode, ...lines: readonly string[]) {
    super(lines.join('\n'));
    this.exitCode = exitCode;
    this.lines = lines;
  }
}

/** What the parts below say in their own words, as a problem of the command; anything else is a bug and stays one. */
export const asProblem = (error: unknown): unknown => {
  if (error instanceof PortTaken) {
    const { port, host } = error;
    const remedy = 'stop what listens there, or choose others with --port and --issuer-port.';
    return new CliProblem(EXIT.environment, `Port ${port} on ${host} is taken: ${remedy}`);
  }
  if (error instanceof StoreProblem) return new CliProblem(EXIT.environment, error.message);
  const code = codeOf(error);
  const reason = code === undefined ? undefined : ENVIRONMENT[code];
  return reason === undefined ? error : new CliProblem(EXIT.environment, `${reason} (${code})`);
};

/** Failures of the machine around the program that only a person can mend, by error code. */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: 'this machine has no such address to listen on: choose another --host',
  EACCES: 'this user may not listen on that port: choose one above 1023 with --port and --issuer-port',
  ENOTFOUND: 'no address is known for that name: choose another --host',
  EAI_AGAIN: 'the name of --host cannot be looked up now: give an address instead',
  EMFILE: 'too many files and connections are open: raise the limit of the shell (ulimit -n)',
  ENOSPC: 'the disk is full: make room, or keep the store elsewhere with --store',
};

/** The system's or Node's code of an error; undefined where it has none. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
