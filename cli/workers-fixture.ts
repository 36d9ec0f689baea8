// For tests only: issuers in this process or in workers, on a clock that can be put forward, and signed calls to them.
import { onTestFinished } from 'vitest';
import { BANKS, type IssuerCode } from '../core/banks.ts';
import type { IssuerCallRecord } from '../core/journal.ts';
import { SteerableClock } from '../core/steerable-clock.ts';
import { nextTurn, systemClock } from '../core/system-clock.ts';
import { callDoor } from '../simulator/doors/calls-fixture.ts';
import { issuerSettingsFrom } from '../simulator/issuer/settings-schema.ts';
import { createPeople } from '../simulator/people/people.ts';
import { type HostOptions, hostIssuers, type IssuerHost } from './issuer-host.ts';
import { hostIssuersInWorkers, type WorkersHost } from './issuer-workers.ts';

export const SEED = 11;
/** Everybody's world, also that of workers. */
const POPULATION = { people: 1000 };

export interface TestHost<Host extends IssuerHost> {
  readonly host: Host;
  readonly clock: SteerableClock;
  readonly people: HostOptions['people'];
  readonly records: IssuerCallRecord[];
  readonly problems: string[];
  /** Resolves with the next record of a callback. */
  readonly nextCallback: () => Promise<void>;
  /** Calls the issuer that stands there, now by its clock. */
  readonly call: (at: number, idNumber: string, inquiryId: string, callbackUrl?: string) => Promise<Outcome>;
}

/** Status and body, or the code of what broke. */
export interface Outcome {
  readonly status: number | string | undefined;
  readonly body: { readonly respCode?: string; readonly cards?: readonly unknown[] } | undefined;
}

export interface TestSettings {
  /** What is written of an issuer; the issuers are those of the network's first. */
  readonly issuers: readonly object[];
  readonly ports?: readonly number[];
}

export const AT_ONCE = { latency: { fixed: '0ms' } };
export const settingsOf = (given: object) => issuerSettingsFrom({ ...AT_ONCE, ...given }, { originMs: 0 });
export const codeAt = (at: number): IssuerCode => BANKS[at]?.code ?? '';

const openWith = async <Host extends IssuerHost>(
  { issuers, ports = [] }: TestSettings,
  open: (options: HostOptions & { readonly clock: SteerableClock }) => Promise<Host>,
): Promise<TestHost<Host>> => {
  const records: IssuerCallRecord[] = [];
  const problems: string[] = [];
  let onCallback = (): void => undefined;
  const nextCallback = (): Promise<void> => new Promise((resolve) => (onCallback = resolve));
  const clock = new SteerableClock({ base: systemClock, settle: (ran) => (ran ? nextCallback() : nextTurn()) });
  const people = createPeople({ seed: SEED, population: POPULATION });
  const host = await open({
    issuers: issuers.map((given, at) => ({ code: codeAt(at), port: ports[at] ?? 0, settings: settingsOf(given) })),
    host: '127.0.0.1',
    seed: SEED,
    clock,
    people,
    onProblem: (error) => problems.push(error instanceof Error ? error.message : String(error)),
    onCall: (record) => {
      records.push(record);
      if (record.operation === 'callback') onCallback();
    },
  });
  onTestFinished(() => host.close());
  return {
    host,
    clock,
    people,
    records,
    problems,
    nextCallback,
    async call(at, idNumber, inquiryId, callbackUrl) {
      const person = people.identity(idNumber);
      if (person === undefined) throw new Error(`nobody has the ID number ${idNumber}`);
      const customer = { name: person.name, idType: '01', idNumber, mobile: person.mobile };
      const body = JSON.stringify({ inquiryId, consentId: 'consent-1', customer, callbackUrl });
      const signed = { body, issuer: codeAt(at), createdS: Math.floor(clock.now() / 1000) };
      return callDoor(host.doors[at]?.url ?? '', signed).then(
        ({ status, body: answer }) => ({ status, body: answer }),
        (error: { readonly code?: string }) => ({ status: error.code, body: undefined }),
      );
    },
  };
};

export const inOneProcess = (settings: TestSettings): Promise<TestHost<IssuerHost>> => openWith(settings, hostIssuers);

export const inWorkers = (workers: number, settings: TestSettings): Promise<TestHost<WorkersHost>> =>
  openWith(settings, (options) => hostIssuersInWorkers({ ...options, population: POPULATION, workers }));
