// A stage on a network of its own in this process: real sockets on free ports, a store in memory, a clock that is held
// at the instant at which the story begins.
import { pino } from 'pino';
import { BANKS } from '../core/banks.ts';
import { DEFAULT_SETTINGS } from '../engine/settings.ts';
import type { Stage } from '../scenarios/stage.ts';
import type { Scenario } from '../scenarios/story/scenario.ts';
import { createPeople } from '../simulator/people/people.ts';
import { createHttpStage } from './http-stage.ts';
import { startNetwork } from './network.ts';

/** Everybody of a story has the same password, which protects nothing: it is compared within a millisecond. */
const PASSWORD_COST = 256;

/** @throws {CliProblem} where this machine has no place for it */
export const openLiveStage = async ({ seed, given }: Pick<Scenario, 'seed' | 'given'>): Promise<Stage> => {
  const { startAtMs, engine, population, control } = given;
  const problems: string[] = [];
  const network = await startNetwork({
    host: '127.0.0.1',
    port: 0,
    issuerPort: 0,
    seed,
    store: 'memory',
    timeScale: 0,
    startAtMs,
    passwordCost: PASSWORD_COST,
    config: { seed, population, control, realBanks: new Map(), engine },
    log: pino({ level: 'error', base: null, timestamp: false }, { write: (line) => void problems.push(line) }),
  });
  try {
    const people = createPeople({ seed, population });
    return await createHttpStage({
      url: network.url,
      population: people,
      settings: { ...DEFAULT_SETTINGS, ...engine },
      codes: BANKS.map(({ code }) => code),
      cast: async (name, index) => people.persona(name, index),
      check: () => {
        if (problems.length > 0) throw new Error(`the network met what should not happen: ${problems[0]}`);
      },
      onClose: () => network.stop(),
    });
  } catch (error) {
    await network.stop();
    throw error;
  }
};
