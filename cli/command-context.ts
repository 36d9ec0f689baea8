// What a command gets of the process around it. A command touches nothing else of it, so a test can stand in for all.
import type { Painter } from './painter.ts';

export interface CommandContext {
  /** Writes a result to stdout. Resolves when more may be written; does nothing once the reader has gone. */
  readonly print: (text: string) => Promise<void>;
  /** Writes to stderr: what is no result. */
  readonly note: (text: string) => void;
  /** Columns of the terminal on stdout; undefined where stdout is none. */
  readonly columns: number | undefined;
  readonly paint: Painter;
  /** The terminal on stderr for progress; undefined where it is none. */
  readonly screen: Screen | undefined;
  /** Raised by Ctrl-C, SIGTERM, or a reader of stdout that has gone: the command comes to a clean end. */
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
}

export interface Screen {
  readonly columns: number;
  readonly paint: Painter;
  readonly write: (text: string) => void;
}

/** Resolves when the signal is raised. */
export const raised = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
