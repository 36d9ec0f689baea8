// Runs commands for the console, one at a time, each in a process of its own, and keeps what came of the last of them.
import { type ChildProcess, fork } from 'node:child_process';
import { extname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Run, RunOrder } from '../console/wire/runs.ts';
import { shanghaiTimestamp } from '../core/calendar.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { systemClock } from '../core/system-clock.ts';
import { EXIT } from './exit-codes.ts';
import type { RunNews } from './run-messages.ts';

const PROCESS_FILE = join(import.meta.dirname, `run-process${extname(import.meta.filename)}`);
/** Runs that are kept to be looked at. */
export const MAX_RUNS = 20;
/** The largest result that a run may print: of the whole library, or of an hour of load. */
const MAX_RESULT_CHARACTERS = 32 * 1024 * 1024;
/** A run that is told to stop may write its report; then it is ended. */
const STOP_WITHIN_MS = 10_000;

export interface RunPlan {
  readonly kind: RunOrder['kind'];
  readonly title: string;
  /** Of the command line that is run. */
  readonly args: readonly string[];
  /** Called when it is over, however it ended. */
  readonly clean?: () => void;
}

interface KeptRun {
  readonly id: string;
  readonly plan: RunPlan;
  readonly startedMs: number;
  readonly child: ChildProcess;
  readonly gone: Promise<void>;
  endedMs: number | undefined;
  state: Run['state'];
  progress: string;
  problems: readonly string[];
  printed: string;
}

export class RunDesk {
  readonly #runs = new Map<string, KeptRun>();
  #lastNumber = 0;

  /** Newest first. */
  list(): readonly Run[] {
    return [...this.#runs.values()].map(shown).reverse();
  }

  get(id: string): Run | undefined {
    const run = this.#runs.get(id);
    return run && shown(run);
  }

  /** The JSON that a run has printed; undefined where it has none, or none yet. */
  result(id: string): string | undefined {
    const run = this.#runs.get(id);
    return run === undefined || !hasResult(run) ? undefined : run.printed;
  }

  /** Fails with the id of the run that is under way: they would take each other's time. */
  start(plan: RunPlan): Result<Run, string> {
    const busy = [...this.#runs.values()].find(({ state }) => state === 'running');
    if (busy !== undefined) return fail(busy.id);
    const child = fork(PROCESS_FILE, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' });
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
    const run: KeptRun = {
      id: `r${++this.#lastNumber}`,
      plan,
      startedMs: systemClock.now(),
      child,
      gone,
      endedMs: undefined,
      state: 'running',
      progress: '',
      problems: [],
      printed: '',
    };
    this.#keep(run);
    child.on('message', (news: RunNews) => hear(run, news));
    void gone.then(() => {
      if (run.state === 'running') over(run, 'impossible', ['the process of the run ended before it was done']);
      run.plan.clean?.();
    });
    child.send({ args: plan.args }, (error) => {
      if (error !== null) over(run, 'impossible', [`the process of the run does not hear: ${error.message}`]);
    });
    return ok(shown(run));
  }

  /** Resolves when it has ended; false where there is no such run. */
  async stop(id: string): Promise<boolean> {
    const run = this.#runs.get(id);
    if (run === undefined) return false;
    if (run.state === 'running' && run.child.connected) run.child.send('stop', () => undefined);
    const cancel = systemClock.at(systemClock.now() + STOP_WITHIN_MS, () => void run.child.kill('SIGKILL'));
    await run.gone;
    cancel();
    return true;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#runs.keys()].map((id) => this.stop(id)));
  }

  #keep(run: KeptRun): void {
    const [oldest] = this.#runs.keys();
    if (this.#runs.size >= MAX_RUNS && oldest !== undefined) this.#runs.delete(oldest);
    this.#runs.set(run.id, run);
  }
}

const hear = (run: KeptRun, news: RunNews): void => {
  if (news.kind === 'screen') run.progress = lastLine(news.text) || run.progress;
  else if (news.kind === 'printed') run.printed += news.text;
  else over(run, STATES[news.code] ?? 'impossible', news.lines);
  if (run.printed.length <= MAX_RESULT_CHARACTERS) return;
  run.printed = '';
  over(run, 'impossible', [`its result is over ${MAX_RESULT_CHARACTERS} characters: run it on the command line`]);
  run.child.kill('SIGKILL');
};

const STATES: Readonly<Record<number, Run['state']>> = {
  [EXIT.ok]: 'held',
  [EXIT.checkFailed]: 'failed',
  [EXIT.interrupted]: 'stopped',
};

const over = (run: KeptRun, state: Run['state'], problems: readonly string[]): void => {
  if (run.state !== 'running') return;
  run.state = state;
  run.problems = problems;
  run.endedMs = systemClock.now();
};

const hasResult = ({ state, printed }: KeptRun): boolean => state !== 'running' && printed.startsWith('{');

const shown = (run: KeptRun): Run => {
  const { id, plan, startedMs, endedMs = systemClock.now(), state, progress, problems } = run;
  const { kind, title } = plan;
  const [startedAt, tookMs] = [shanghaiTimestamp(startedMs), endedMs - startedMs];
  return {
    runId: id,
    kind,
    title,
    state,
    startedAt,
    tookMs,
    progress,
    problems: [...problems],
    hasResult: hasResult(run),
  };
};

/** What of a text for a terminal is still to be read: it draws over its own line. */
const lastLine = (text: string): string => {
  const lines = stripVTControlCharacters(text).split(/[\r\n]/);
  return lines.findLast((line) => line.trim() !== '')?.trim() ?? '';
};
