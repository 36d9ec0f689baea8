// One server for one round: started in a folder of its own, asked until its first right answer, and ended.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Contestant, Stub } from './contestant.ts';
import { freePort } from './free-port.ts';
import type { GuardedProcess, ProcessGuard } from './process-guard.ts';
import { runRawLoad } from './raw-client.ts';

export interface RunningServer {
  readonly port: number;
  readonly process: GuardedProcess;
  /** From when its process was started to its first right answer. */
  readonly startMs: number;
}

export interface StartOptions {
  readonly guard: ProcessGuard;
  readonly env: NodeJS.ProcessEnv;
  readonly stub: Stub;
  /** The file of its program, where it comes from npm. */
  readonly program: string;
  /** An inquiry as bytes, and whether a body is the right answer to it. */
  readonly inquiry: Buffer;
  readonly isRight: (body: string) => boolean;
  readonly signal?: AbortSignal;
  /** A server that has not answered rightly by then does not; default {@link START_WITHIN_MS}. */
  readonly startWithinMs?: number;
}

/** A Java on a busy machine needs some ten seconds. */
const START_WITHIN_MS = 60_000;
/** So often it is asked meanwhile; to this a start-up time is exact. */
const ASK_EVERY_MS = 10;
/** One answer may take so long, the first of a server most of all. */
const ANSWER_WITHIN_MS = 5000;

/** The server, which the caller stops; or why it does not serve, and then nothing of it is left. */
export const startServer = async (
  contestant: Contestant,
  options: StartOptions,
): Promise<Result<RunningServer, string>> => {
  const { guard, env, stub, program, startWithinMs = START_WITHIN_MS } = options;
  const folder = mkdtempSync(join(tmpdir(), `banknet-${contestant.name}-`));
  const port = await freePort();
  const { file, args, files } = await contestant.launch({ program, port, folder, stub });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const beganMs = performance.now();
  // What a program keeps for its user it keeps there, and it goes with it.
  const own = { ...env, HOME: folder, USERPROFILE: folder };
  const process = guard.start({ file, args, folder, removesFolder: true, env: own });
  const trouble = await firstRightAnswer(port, process, beganMs + startWithinMs, options);
  if (trouble === undefined) return ok({ port, process, startMs: performance.now() - beganMs });
  await process.stop();
  return fail(trouble);
};

/** Asks until the answer is right; else why there is none. */
const firstRightAnswer = async (
  port: number,
  { ended }: GuardedProcess,
  untilMs: number,
  { inquiry, isRight, signal }: StartOptions,
): Promise<string | undefined> => {
  let last = 'nothing';
  while (performance.now() < untilMs) {
    if (signal?.aborted) return 'interrupted';
    if (ended.aborted) return String(ended.reason);
    const { right, errors } = await runRawLoad({
      port,
      connections: 1,
      requests: [inquiry],
      repeats: false,
      durationMs: ANSWER_WITHIN_MS,
      staysAwake: false,
      isRight: (_at, body) => isRight(body),
      signal: signal === undefined ? ended : AbortSignal.any([ended, signal]),
    });
    if (right > 0) return undefined;
    [last = last] = Object.keys(errors);
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  return `no right answer in time, at last: ${last}`;
};
