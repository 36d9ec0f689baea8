// What a running network is and cannot be made for a story: its seed, its population, settings of its engine, banks
// that are not simulated. A story that says otherwise is not begun there.
import { DEFAULT_SETTINGS, type EngineSettings } from '../engine/settings.ts';
import type { Scenario } from '../scenarios/story/scenario.ts';
import { completePopulation } from '../simulator/people/settings.ts';
import type { IssuerView, NetworkFacts } from './control-client.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem } from './problem.ts';

/** @throws {CliProblem} exit 2 with a line for each difference */
export const refuseUnfit = (
  network: NetworkFacts,
  issuers: readonly IssuerView[],
  { seed, given }: Pick<Scenario, 'seed' | 'given'>,
  settings: EngineSettings,
): void => {
  const { engine } = network;
  const differences = [
    ...(seed === network.seed ? [] : [difference('seed', seed, network.seed)]),
    ...differencesOf('given.population', { ...completePopulation(given.population) }, network.population),
    ...(engine === undefined ? [NO_ENGINE] : differencesOf('given.engine', settable(settings), settable(engine))),
    ...issuers.filter(({ kind }) => kind === 'real').map(({ code }) => `given.issuers.${code}: ${REAL_BANK}`),
  ];
  if (differences.length > 0) throw new CliProblem(EXIT.usage, ...differences);
};

const NO_ENGINE = 'given.engine: the network only serves issuers; give the address of one with an engine';
const REAL_BANK = 'the network has a real bank there, of which nobody knows what it must answer';

/** The throttle can be set while a network runs. */
const settable = ({ throttle: _, ...others }: object & { readonly throttle?: unknown }): object => others;

const differencesOf = (where: string, wanted: object, found: object): readonly string[] => {
  const there = new Map(Object.entries(found));
  return Object.entries(wanted).flatMap(([key, value]) => {
    const same = JSON.stringify(value) === JSON.stringify(there.get(key));
    return same ? [] : [difference(`${where}.${WRITTEN[key] ?? key}`, value, there.get(key))];
  });
};

/** As scenario files call it, without the unit. */
const WRITTEN: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(DEFAULT_SETTINGS).map((key) => [key, key.replace(/Ms$/, '')]),
);

const difference = (key: string, wanted: unknown, found: unknown): string =>
  `${key}: the story has ${JSON.stringify(wanted)}, the network ${JSON.stringify(found)}, which cannot be changed ` +
  'while it runs; start it so, or play the story with --live';
