// The exit codes of every command (interfaces.md).

export const EXIT = {
  ok: 0,
  /** A check failed, or the network refused. */
  checkFailed: 1,
  /** The command line, a configuration or a scenario file is wrong. */
  usage: 2,
  /** A port is taken, a target cannot be reached, a disk is full. */
  environment: 3,
  /** Interrupted, after a clean stop. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
