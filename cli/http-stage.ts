// A stage over sockets: a network at an address, whose app API the people of a story use and whose control API its
// tester. Its clock is held while the story plays, and goes only from step to step, so that every offset is exact.
import type { IssuerCode } from '../core/banks.ts';
import type { EngineSettings } from '../engine/settings.ts';
import { knownUsers } from '../scenarios/play/known-users.ts';
import type { Stage } from '../scenarios/stage.ts';
import { VirtualPeople } from '../scenarios/virtual/virtual-people.ts';
import type { People } from '../simulator/people/people.ts';
import type { PersonaName } from '../simulator/people/personas.ts';
import { ControlClient } from './control-client.ts';
import { createHttpApp } from './http-app.ts';
import { HttpSights } from './http-sights.ts';
import { createHttpTester, formOf, orStoryProblem } from './http-tester.ts';

export interface HttpStageOptions {
  readonly url: string;
  readonly controlToken?: string | undefined;
  /** The people of the network's seed and population. */
  readonly population: People;
  readonly settings: EngineSettings;
  /** The simulated issuers. */
  readonly codes: readonly IssuerCode[];
  /** Who plays the index-th person of a persona, by ID number. */
  readonly cast: (name: PersonaName, index: number) => Promise<string>;
  /** Throws what has gone wrong inside the network, where that is known. */
  readonly check: () => void;
  /** Told after the last call. */
  readonly onClose: () => Promise<void>;
}

/** A stage on a network that stands ready for the story: set as the story says, and its clock held where it begins. */
export const createHttpStage = async (options: HttpStageOptions): Promise<Stage> => {
  const { url, controlToken, population, settings, codes, cast, check, onClose } = options;
  const control = new ControlClient(url, { controlToken });
  const { nowMs: startMs } = await control.clock();
  const sights = await HttpSights.open(control);
  let nowMs = startMs;
  const now = (): number => nowMs;
  const people = new VirtualPeople(population, now);
  const heard = (): Promise<void> => sights.heard();
  const app = createHttpApp(url, { controlToken }, heard);
  const users = knownUsers(app);
  const tester = createHttpTester(control, codes);
  const advance = async (byMs: number, until?: 'rest'): Promise<boolean> => {
    const { nowMs: reachedMs, atRest = false } = await control.advance(Math.max(0, byMs), until);
    nowMs = reachedMs;
    await heard();
    check();
    return atRest;
  };

  return {
    context: {
      startMs,
      settings,
      idNumberOf: users.idNumberOf,
      people: () => people.known,
      truths: people.truths,
    },
    persona: async (name, index) => people.person(await cast(name, index)),
    person: async (idNumber) => people.person(idNumber),
    now,
    async advanceTo(atMs) {
      await advance(atMs - nowMs);
    },
    advanceToRest: (latestMs) => advance(latestMs - nowMs, 'rest'),
    ...app,
    register: users.register,
    signIn: users.signIn,
    arrangeVerification: ({ userId }, expiresAtMs) => control.arrangeVerification(userId, expiresAtMs),
    ...tester,
    async throttle(throttle) {
      await control.setThrottle(throttle);
      await heard();
    },
    // Whoever kills a process of somebody else's cannot start it again.
    crash: undefined,
    async change(person, change) {
      people.change(person, change);
      const changed = control.changePerson(person.idNumber, formOf(change.given));
      await orStoryProblem('a person cannot be changed so', changed);
    },
    // What a process keeps is not seen from outside.
    remainsOf: undefined,
    subscribe: (onSight) => sights.subscribe(onSight),
    async close() {
      sights.close();
      await onClose();
    },
  };
};
