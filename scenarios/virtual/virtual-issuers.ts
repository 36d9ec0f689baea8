// The simulated issuers of a network under virtual time, with what a tester may do to them: faults and incidents go
// through the same state as those of the control API, so that names, offsets and refusals are the same.
import { BANKS, type IssuerCode } from '../../core/banks.ts';
import type { Clock } from '../../core/clock.ts';
import type { IssuerCallRecord } from '../../core/journal.ts';
import type { Random } from '../../core/random.ts';
import { type InProcessClient, inProcessClient } from '../../simulator/doors/in-process.ts';
import { IssuerControl } from '../../simulator/doors/issuer-control.ts';
import type { SendCallback } from '../../simulator/issuer/callbacks.ts';
import type { ControlBase, ControlRefusal } from '../../simulator/issuer/control-state.ts';
import { createIssuer, type Issuer } from '../../simulator/issuer/issuer.ts';
import type { People } from '../../simulator/people/people.ts';
import { StoryProblem } from '../play/story-problem.ts';
import type { Stage } from '../stage.ts';

export interface VirtualIssuersOptions {
  readonly base: ControlBase;
  readonly people: People;
  /** The seed's own. */
  readonly random: Random;
  readonly clock: Clock;
  readonly deliverCallback: SendCallback;
  /** Told what issuers did about each call. */
  readonly onCall?: ((record: IssuerCallRecord) => void) | undefined;
}

export interface VirtualIssuers extends Required<Pick<Stage, 'fault' | 'heal' | 'faultsEndAtMs'>> {
  readonly client: InProcessClient;
}

export const createVirtualIssuers = (options: VirtualIssuersOptions): VirtualIssuers => {
  const { people, random, clock, deliverCallback, onCall } = options;
  const base: ControlBase = {
    issuers: new Map(BANKS.map(({ code }) => [code, options.base.issuers.get(code) ?? {}])),
    incidents: options.base.incidents,
  };
  const control = new IssuerControl({
    base,
    now: () => clock.now(),
    random,
    apply: async (code, settings) => made.get(code)?.configure(settings),
  });
  /** Those that have been called: most stories are about a few banks, and an issuer that nobody calls does nothing. */
  const made = new Map<IssuerCode, Issuer>();
  const issuerOf = (bank: IssuerCode): Issuer => {
    const known = made.get(bank);
    if (known !== undefined) return known;
    const issuer = createIssuer({ bank, people, settings: control.settingsOf(bank), random });
    made.set(bank, issuer);
    return issuer;
  };
  const issuers = { get: (bank: IssuerCode) => (base.issuers.has(bank) ? issuerOf(bank) : undefined) };

  return {
    client: inProcessClient({ issuers, clock, deliverCallback, ...(onCall && { onCall }) }),
    async faultsEndAtMs() {
      const ends = control.codes.flatMap((code) =>
        (control.settingsOf(code).faults ?? []).map(({ window }) => window.untilMs ?? Number.POSITIVE_INFINITY),
      );
      const latestMs = Math.max(0, ...ends);
      return latestMs === Number.POSITIVE_INFINITY ? undefined : latestMs;
    },
    async fault(hit, { given }) {
      for (const code of listOf(hit, control.codes)) {
        const added = await control.addFault(code, given);
        if (!added.ok) throw new StoryProblem(`a fault cannot begin at ${code}: ${reasonOf(added.failure)}`);
      }
    },
    async heal(hit, name) {
      if (hit === 'ALL' && name === undefined) return control.heal();
      const codes = listOf(hit, control.codes);
      let healed = 0;
      for (const code of codes) healed += await healAt(control, code, name);
      if (name !== undefined && healed === 0) {
        throw new StoryProblem(`there is no fault or incident ${name} at ${codes.join(', ')} to heal`);
      }
    },
  };
};

const listOf = (issuers: 'ALL' | readonly IssuerCode[], all: readonly IssuerCode[]): readonly IssuerCode[] =>
  issuers === 'ALL' ? all : issuers;

/** Ends what has this name at a bank, or everything; an incident ends everywhere. How much there was. */
const healAt = async (control: IssuerControl, code: IssuerCode, only: string | undefined): Promise<number> => {
  const names = (control.settingsOf(code).faults ?? []).map(({ name }) => name);
  const chosen = names.filter((name) => only === undefined || name === only);
  for (const name of chosen) {
    const own = await control.removeFault(code, name);
    if (!own.ok) await control.removeIncident(name);
  }
  return chosen.length;
};

const reasonOf = (refusal: ControlRefusal): string =>
  refusal.kind === 'unknown'
    ? `there is no ${refusal.what}`
    : refusal.errors.map(({ pointer, message }) => `${pointer} ${message}`.trim()).join('; ');
