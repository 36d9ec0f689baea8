// A worker's side of the conversation with its network: answers one question after the other, and tells of calls and
// problems.

import { SteerableClock } from '../core/steerable-clock.ts';
import { nextTurn, systemClock } from '../core/system-clock.ts';
import { createPeople } from '../simulator/people/people.ts';
import { createCallBatches } from './call-batches.ts';
import { hostIssuers, type IssuerHost } from './issuer-host.ts';
import { sentError } from './sent-error.ts';
import { type FromWorker, type Opening, parseToWorker, type Question, type ToWorker } from './worker-messages.ts';

/** Serves the process that started this one, until that closes it. */
export const serveNetwork = (): void => {
  const { ask, flush } = createService();
  /** The order of questions matters: settings that come after others must win. */
  let working: Promise<void> = Promise.resolve();
  const answer = async ({ id, question }: ToWorker): Promise<void> => {
    let reply: FromWorker;
    try {
      reply = { kind: 'answer', id, answer: await ask(question) };
    } catch (error) {
      reply = { kind: 'failed', id, error: sentError(error) };
    }
    // Calls that were over before are known to whoever has the answer.
    flush();
    tell(reply);
  };
  process.on('message', (message) => {
    const asked = parseToWorker(message);
    working = working.then(() => answer(asked));
  });
  process.on('uncaughtException', (error) => tell({ kind: 'problem', error: sentError(error) }, () => process.exit(1)));
};

const tell = (message: FromWorker, onSent: () => void = () => undefined): void => {
  // A network that has gone takes this process with it: see issuer-worker.ts.
  process.send?.(message, undefined, undefined, onSent);
};

const createService = () => {
  const clock = new SteerableClock({ base: systemClock, settle: nextTurn });
  const batches = createCallBatches({
    clock: systemClock,
    send: (records, missed, onSent) => tell({ kind: 'calls', records, missed }, onSent),
  });
  let host: IssuerHost | undefined;
  const opened = (): IssuerHost => {
    if (host === undefined) throw new Error('a worker was asked before it was opened');
    return host;
  };
  const open = async ({ course, population, overrides, ...options }: Opening): Promise<IssuerHost> => {
    clock.follow(course);
    const people = createPeople({ seed: options.seed, population });
    for (const [idNumber, change] of overrides) people.override(idNumber, change);
    const onProblem = (error: unknown): void => tell({ kind: 'problem', error: sentError(error) });
    return hostIssuers({ ...options, people, clock, onProblem, onCall: batches.take });
  };
  const ask = async (question: Question): Promise<unknown> => {
    switch (question.kind) {
      case 'open':
        host = await open(question.opening);
        return host.doors;
      case 'configure':
        return opened().configure(question.code, question.settings);
      case 'override':
        return opened().overridePerson(question.idNumber, question.change);
      case 'clear-overrides':
        return opened().clearOverrides();
      case 'change-state':
        return opened().changeState(question.code, question.body);
      case 'clear-states':
        return opened().clearStates();
      case 'hold':
        return clock.hold();
      case 'follow':
        return clock.follow(question.course);
      case 'next-timer':
        return clock.nextAtMs();
      case 'close':
        await host?.close();
        clock.stop();
        return undefined;
    }
  };
  return { ask, flush: batches.flush };
};
