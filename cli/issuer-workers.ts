// The simulated issuers of a network in several processes, for more than one core. An issuer is in one of them with all
// that it remembers and counts, so its answers are what they are in one process.
import type { IssuerCode } from '../core/banks.ts';
import type { ClockFollower, SteerableClock } from '../core/steerable-clock.ts';
import type { PersonOverride } from '../simulator/people/overrides.ts';
import type { PopulationSettings } from '../simulator/people/settings.ts';
import type { HostedIssuer, HostOptions, IssuerHost } from './issuer-host.ts';
import { WorkerLink } from './worker-link.ts';
import type { Question } from './worker-messages.ts';

export interface WorkersOptions extends HostOptions {
  /** Of whom `people` are. */
  readonly population: Partial<PopulationSettings>;
  /** Leads the clocks of the workers. */
  readonly clock: SteerableClock;
  /** How many processes, at least 1; an issuer is in one, so more than there are issuers are not started. */
  readonly workers: number;
}

export interface WorkersHost extends IssuerHost {
  /** Of the processes as they are now. */
  readonly pids: readonly number[];
}

/** One process, and what it has to know to be started again as it should be now. */
interface Worker {
  readonly link: WorkerLink;
  readonly hosted: Map<IssuerCode, HostedIssuer>;
  readonly follower: ClockFollower;
}

/**
 * All issuers, the first in the first worker, the second in the second, and round again. Each promise resolves when all
 * workers that it concerns have done it. A worker that dies is told to `onProblem` and started again on its ports with
 * the settings in force, five times at most; what its issuers remembered of inquiries is lost then, and callbacks that
 * they owed, and the provider states that held, as with any program that keeps them in memory.
 * @throws {PortTaken} a port is in use; no process is left then
 */
export const hostIssuersInWorkers = async (options: WorkersOptions): Promise<WorkersHost> => {
  const { issuers, clock, people } = options;
  const overrides = new Map<string, PersonOverride>();
  const count = Math.min(options.workers, issuers.length);
  const workers = Array.from({ length: count }, (_, nth) =>
    startWorker(
      options,
      overrides,
      issuers.filter((_issuer, at) => at % count === nth),
    ),
  );
  const leaving = workers.map(({ follower }) => clock.lead(follower));
  const close = async (): Promise<void> => {
    for (const leave of leaving) leave();
    await Promise.all(workers.map(({ link }) => link.close()));
  };
  const started = await Promise.allSettled(workers.map(({ link }) => link.doors));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await close();
    throw failed.reason;
  }
  const urls = new Map(
    started
      .flatMap((result) => (result.status === 'fulfilled' ? result.value : []))
      .map(({ code, url }) => [code, url]),
  );
  for (const { hosted } of workers) keepPorts(hosted, urls);
  const workerOf = (code: IssuerCode): Worker => {
    const worker = workers.find(({ hosted }) => hosted.has(code));
    if (worker === undefined) throw new Error(`${code} is not one of the issuers here`);
    return worker;
  };
  const allAsk = async (question: Question): Promise<void> => {
    await Promise.all(workers.map(({ link }) => link.ask(question)));
  };

  return {
    doors: issuers.map(({ code }) => ({ code, url: urls.get(code) ?? '' })),
    get pids() {
      return workers.flatMap(({ link }) => link.pid ?? []);
    },
    async configure(code, settings) {
      const { hosted, link } = workerOf(code);
      const before = hosted.get(code);
      if (before !== undefined) hosted.set(code, { ...before, settings });
      await link.ask({ kind: 'configure', code, settings });
    },
    async overridePerson(idNumber, change) {
      // Ours first: what no bank could hold is refused here, and no worker has heard of it.
      people.override(idNumber, change);
      overrides.set(idNumber, merged(overrides.get(idNumber), change));
      await allAsk({ kind: 'override', idNumber, change });
    },
    async clearOverrides() {
      people.clearOverrides();
      overrides.clear();
      await allAsk({ kind: 'clear-overrides' });
    },
    changeState: (code, body) => workerOf(code).link.ask({ kind: 'change-state', code, body }),
    clearStates: () => allAsk({ kind: 'clear-states' }),
    pendingCallbacks: 0,
    close,
  };
};

const startWorker = (
  { host, seed, population, clock, onCall, onProblem }: WorkersOptions,
  overrides: ReadonlyMap<string, PersonOverride>,
  issuers: readonly HostedIssuer[],
): Worker => {
  const hosted = new Map(issuers.map((issuer) => [issuer.code, issuer]));
  const link = new WorkerLink({
    name: [...hosted.keys()].join(', '),
    opening: () => ({ issuers: [...hosted.values()], host, seed, population, course: clock.course, overrides }),
    onCalls: (records) => {
      for (const record of records) onCall(record);
    },
    onProblem,
  });
  return { link, hosted, follower: followerOver(link, onProblem) };
};

/** A worker that is gone for good has no timers and keeps no clock waiting. */
const followerOver = (link: WorkerLink, onProblem: (error: unknown) => void): ClockFollower => {
  const orTold =
    <Fallback>(fallback: Fallback) =>
    (error: unknown): Fallback => {
      onProblem(error);
      return fallback;
    };
  return {
    hold: () => link.ask({ kind: 'hold' }).catch(orTold(undefined)),
    follow: (course) => link.ask({ kind: 'follow', course }).catch(orTold(false)),
    nextAtMs: () => link.ask({ kind: 'next-timer' }).catch(orTold(undefined)),
  };
};

/** A worker that is started again takes the ports that it has now, also where it had the choice. */
const keepPorts = (hosted: Map<IssuerCode, HostedIssuer>, urls: ReadonlyMap<IssuerCode, string>): void => {
  for (const [code, issuer] of hosted) {
    const port = issuer.port || Number(new URL(urls.get(code) ?? '').port);
    hosted.set(code, { ...issuer, port });
  }
};

/** One change that does what both do, one after the other. */
const merged = (before: PersonOverride | undefined, change: PersonOverride): PersonOverride => {
  const holdings = change.holdings ?? before?.holdings;
  return { ...before, ...change, ...(holdings === undefined ? {} : { holdings }) };
};
