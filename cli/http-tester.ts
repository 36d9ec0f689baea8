// What a tester does to the issuers of a network at an address, in the course of a story.
import type { IssuerCode } from '../core/banks.ts';
import { StoryProblem } from '../scenarios/play/story-problem.ts';
import type { Stage } from '../scenarios/stage.ts';
import type { ControlClient } from './control-client.ts';
import { AppRefused } from './network-caller.ts';

export const createHttpTester = (
  control: ControlClient,
  codes: readonly IssuerCode[],
): Required<Pick<Stage, 'fault' | 'heal' | 'faultsEndAtMs'>> => ({
  async fault(issuers, { given }) {
    for (const code of listOf(issuers, codes)) {
      await orStoryProblem(`a fault cannot begin at ${code}`, control.addFault(code, formOf(given)));
    }
  },
  async heal(issuers, name) {
    const list = listOf(issuers, codes);
    let healed = 0;
    for (const code of list) healed += await healAt(control, code, name);
    if (name !== undefined && healed === 0) {
      throw new StoryProblem(`there is no fault or incident ${name} at ${list.join(', ')} to heal`);
    }
  },
  async faultsEndAtMs() {
    const all = [...(await control.issuers()).flatMap(({ faults }) => faults), ...(await control.incidents())];
    const latestMs = Math.max(0, ...all.map(({ healsAt = Number.POSITIVE_INFINITY }) => healsAt));
    return latestMs === Number.POSITIVE_INFINITY ? undefined : latestMs;
  },
});

const listOf = (issuers: 'ALL' | readonly IssuerCode[], all: readonly IssuerCode[]): readonly IssuerCode[] =>
  issuers === 'ALL' ? all : issuers;

/** Ends what has this name at a bank, or everything; an incident ends everywhere. How much there was. */
const healAt = async (control: ControlClient, code: IssuerCode, only: string | undefined): Promise<number> => {
  const { faults, incidents } = await control.issuer(code);
  const names = only === undefined ? [...faults.map(({ name }) => name), ...incidents] : [only];
  let healed = 0;
  for (const name of names) {
    if ((await control.removeFault(code, name)) || (await control.removeIncident(name))) healed++;
  }
  return healed;
};

/** What was written of something, as a body. */
export const formOf = (given: unknown): object => (typeof given === 'object' && given !== null ? given : {});

/** Where the network finds something wrong with what a story asks, it is the story's mistake. */
export const orStoryProblem = async <Value>(what: string, change: Promise<Value>): Promise<Value> => {
  try {
    return await change;
  } catch (error) {
    if (error instanceof AppRefused) throw new StoryProblem(`${what}: ${error.detail}`);
    throw error;
  }
};
