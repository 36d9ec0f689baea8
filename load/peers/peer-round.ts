// One server in one round: started, warmed up, loaded as fast as it answers, then at a steady rate; ended.
import { cpus } from 'node:os';
import { INQUIRIES_PATH } from '../../core/issuer-client.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { systemClock } from '../../core/system-clock.ts';
import { createPeople, type People } from '../../simulator/people/people.ts';
import { bareAnswer } from './bare-issuer.ts';
import type { Contestant, Stub } from './contestant.ts';
import {
  type AnswerCheck,
  echoCheck,
  firstAnswer,
  requestBytes,
  signedInquiries,
  stubCheck,
  truthCheck,
} from './inquiries.ts';
import { OWN_ISSUER, OWN_SEED } from './own-issuer.ts';
import type { PeerRound, PeersSettings } from './peers-result.ts';
import { processFigures } from './process-figures.ts';
import type { ProcessGuard } from './process-guard.ts';
import { errorCount, type RawResult, runRawLoad } from './raw-client.ts';
import { type RunningServer, startServer } from './running-server.ts';
import { runSteadyLoad } from './steady-load.ts';

/** Whom inquiries are about. */
const PERSONS = 2000;
/**
 * Inquiries are signed in advance, so many as a server may answer by what it has shown, but never fewer than the least,
 * for some are still becoming faster. Should they not do, the load ends with the last of them.
 */
const SPARE = 1.6;
const LEAST_PER_SECOND = 12_000;
/** Fewer answers leave a server in code that is not compiled yet, however long they took on a busy machine. */
const WARM_ANSWERS = 20_000;
/** A second of warm-up that is faster than all before by less than this is the last but one. */
const FASTER = 1.05;
const SECOND_MS = 1000;

export interface RoundOptions {
  readonly settings: PeersSettings;
  readonly guard: ProcessGuard;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly startWithinMs?: number;
}

export type RunRound = (contestant: Contestant, program: string) => Promise<Result<PeerRound, string>>;

/** What runs a round of any server; people are made once. Fails with why the round is not whole. */
export const createRounds = (options: RoundOptions): RunRound => {
  const people = createPeople({ seed: OWN_SEED });
  return async (contestant, program) => {
    // The day decides what a bank may show; the server, in its own process, has the clock of the system.
    const nowMs = systemClock.now();
    const stub: Stub = { path: INQUIRIES_PATH, body: firstAnswer(people, OWN_ISSUER, nowMs) };
    const isRight = checkOf(contestant, people, stub, nowMs);
    const [first] = signedInquiries(people, OWN_ISSUER, 1, PERSONS).map(requestBytes);
    const { guard, env, signal, startWithinMs } = options;
    const started = await startServer(contestant, {
      ...{ guard, env, signal, stub, program, inquiry: first ?? Buffer.alloc(0) },
      isRight: (body) => isRight(0, body),
      ...(startWithinMs === undefined ? {} : { startWithinMs }),
    });
    if (!started.ok) return fail(started.failure);
    const server = started.value;
    try {
      const figures = await measure(server, people, isRight, options);
      const { ended } = server.process;
      if (ended.aborted) return fail(`it did not last: ${ended.reason}`);
      return signal.aborted ? fail('interrupted') : ok(figures);
    } finally {
      await server.process.stop();
    }
  };
};

const checkOf = ({ answers }: Contestant, people: People, stub: Stub, nowMs: number): AnswerCheck => {
  if (answers === 'truth') return truthCheck(people, OWN_ISSUER, PERSONS, nowMs);
  return answers === 'echo' ? echoCheck(OWN_ISSUER, bareAnswer(OWN_ISSUER)) : stubCheck(stub.body);
};

const measure = async (
  { port, process: { pid, ended }, startMs }: RunningServer,
  people: People,
  isRight: AnswerCheck,
  { settings, signal: interrupted }: RoundOptions,
): Promise<PeerRound> => {
  const { seconds, connections, perSecond } = settings;
  const signal = AbortSignal.any([interrupted, ended]);
  // The first was asked at the start: every inquiry of a round is new to the server.
  let used = 1;
  const next = (count: number) => {
    const from = used;
    used += count;
    const check = (at: number, body: string): boolean => isRight(from + at, body);
    return { inquiries: signedInquiries(people, OWN_ISSUER, count, PERSONS, from), check };
  };
  const closed = async (count: number, durationMs: number) => {
    const { inquiries, check } = next(count);
    const requests = inquiries.map(requestBytes);
    const before = usedSoFar(pid);
    const result = await runRawLoad({
      ...{ port, connections, requests, durationMs, signal },
      repeats: false,
      // A server that answers on several cores must not find one of them taken by a client that waits.
      staysAwake: false,
      isRight: check,
    });
    return { ...result, ...usedSince(before, pid) };
  };
  const countFor = (rate: number): number => Math.ceil(Math.max(rate * SPARE, LEAST_PER_SECOND));
  const warm = await warmUp(settings.warmUpSeconds, (rate) => closed(countFor(rate), SECOND_MS), signal);
  const measured = await closed(Math.ceil(countFor(warm.rate) * seconds), seconds * SECOND_MS);
  const { inquiries, check } = next(Math.ceil(perSecond * seconds));
  const open = await runSteadyLoad({ port, perSecond, inquiries, isRight: check, signal });
  return {
    startMs,
    warmUpSeconds: warm.seconds,
    closed: measured,
    open,
    residentBytes: processFigures(pid)?.residentBytes,
  };
};

/** Second by second until it is no faster than before twice in a row: a compiler at work has its ups and downs. */
const warmUp = async (
  mostSeconds: number,
  second: (rate: number) => Promise<RawResult>,
  signal: AbortSignal,
): Promise<{ readonly rate: number; readonly seconds: number }> => {
  let [rate, seconds, answers, slower] = [0, 0, 0, 0];
  for (; (slower < 2 || answers < WARM_ANSWERS) && seconds < mostSeconds && !signal.aborted; seconds++) {
    const result = await second(rate);
    const now = rateOf(result);
    answers += result.right;
    slower = now < rate * FASTER ? slower + 1 : 0;
    rate = Math.max(rate, now);
  }
  return { rate, seconds };
};

/** Replies a second, right or wrong. */
const rateOf = ({ right, errors, elapsedMs }: RawResult): number =>
  elapsedMs === 0 ? 0 : ((right + errorCount(errors)) * 1000) / elapsedMs;

interface Used {
  readonly serverMs: number | undefined;
  readonly clientMs: number;
  readonly busyMs: number;
  readonly allMs: number;
}

const usedSoFar = (pid: number): Used => {
  const times = cpus().map((core) => core.times);
  const idleMs = times.reduce((sum, { idle }) => sum + idle, 0);
  const allMs = times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idleMs);
  const { user, system } = process.cpuUsage();
  return {
    serverMs: processFigures(pid)?.cpuMs,
    clientMs: (user + system) / 1000,
    busyMs: allMs - idleMs,
    allMs,
  };
};

/** Of the server, and of whatever else runs on this machine. */
const usedSince = (before: Used, pid: number): Pick<PeerRound['closed'], 'cpuMs' | 'othersShare'> => {
  const after = usedSoFar(pid);
  if (before.serverMs === undefined || after.serverMs === undefined)
    return { cpuMs: undefined, othersShare: undefined };
  const cpuMs = after.serverMs - before.serverMs;
  const othersMs = after.busyMs - before.busyMs - cpuMs - (after.clientMs - before.clientMs);
  const allMs = after.allMs - before.allMs;
  return { cpuMs, othersShare: allMs === 0 ? undefined : Math.min(1, Math.max(0, othersMs / allMs)) };
};
