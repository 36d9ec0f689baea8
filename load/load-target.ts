// The network that a load run is aimed at: what it is, whether it fits the profile, and how its clock stands to ours.
import type { EngineSettings } from '../engine/settings.ts';
import type { PopulationSettings } from '../simulator/people/settings.ts';
import type { ControlLink } from './control-link.ts';
import { LoadProblem } from './load-problem.ts';
import { preciseClock } from './precise-clock.ts';
import type { Profile } from './profile.ts';

export interface TargetFacts {
  readonly seed: number;
  readonly population: PopulationSettings;
  readonly settings: EngineSettings;
  /** The network's clock less the precise clock of this machine. */
  readonly offsetMs: number;
}

/** Looks so often at the network's clock: the quickest answer is the nearest to the truth. */
const CLOCK_LOOKS = 5;

/** @throws {LoadProblem} where nobody answers there, or the network is none for this profile */
export const meetTarget = async (control: ControlLink, profile: Profile, wantedSeed?: number): Promise<TargetFacts> => {
  const { seed, population, engine } = await control.facts();
  const settings = { ...engine, throttle: await control.throttle() };
  const { scale } = await control.clock();
  const real = await control.realBanks();
  const problems = [
    ...(wantedSeed === undefined || wantedSeed === seed ? [] : [otherSeed(wantedSeed, seed)]),
    ...differencesOf('population', profile.population, population),
    ...differencesOf('engine', profile.engine, settings),
    ...(scale === 1 ? [] : [`its clock goes at ${scale} times real time; load is measured at 1`]),
    ...(real.length === 0
      ? []
      : [`${real.join(', ')} are real banks there, of whom nobody knows what they must answer`]),
  ];
  if (problems.length > 0) throw new LoadProblem(problems, 'usage');
  return { seed, population, settings, offsetMs: await offsetMs(control) };
};

const otherSeed = (wanted: number, found: number): string =>
  `--seed is ${wanted}, and the network has ${found}: its people and its chance are made of that; leave --seed out, ` +
  `start the network with \`banknet up --seed ${wanted}\`, or let the run start one of its own`;

const offsetMs = async (control: ControlLink): Promise<number> => {
  let quickest = { tookMs: Number.POSITIVE_INFINITY, offsetMs: 0 };
  for (let look = 0; look < CLOCK_LOOKS; look++) {
    const sentMs = preciseClock.now();
    const { now } = await control.clock();
    const tookMs = preciseClock.now() - sentMs;
    if (tookMs < quickest.tookMs) quickest = { tookMs, offsetMs: now - (sentMs + tookMs / 2) };
  }
  return quickest.offsetMs;
};

const differencesOf = (where: string, wanted: object, found: object): readonly string[] =>
  Object.entries(wanted).flatMap(([key, value]) => {
    const there: unknown = Reflect.get(found, key);
    if (JSON.stringify(value) === JSON.stringify(there)) return [];
    return [
      `${where}.${key}: the profile has ${JSON.stringify(value)}, the network ${JSON.stringify(there)}; ` +
        'start it so, or let the run start a network of its own',
    ];
  });
