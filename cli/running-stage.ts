// A stage on a network that runs already (--url): looks whether it is one on which the story can be played, holds its
// clock, sets it as the story says, and gives it back as it was started.
import { BANKS, type IssuerCode } from '../core/banks.ts';
import { DAY_MS } from '../core/calendar.ts';
import { DEFAULT_SETTINGS, type EngineSettings } from '../engine/settings.ts';
import type { Stage } from '../scenarios/stage.ts';
import type { Scenario } from '../scenarios/story/scenario.ts';
import type { WrittenSettings } from '../simulator/issuer/settings-schema.ts';
import { createPeople } from '../simulator/people/people.ts';
import { ControlClient, type IssuerView } from './control-client.ts';
import { createFreeCast } from './free-cast.ts';
import { createHttpStage } from './http-stage.ts';
import { formOf } from './http-tester.ts';
import { refuseUnfit } from './unfit-network.ts';

export interface RunningStageOptions {
  readonly url: string;
  readonly controlToken?: string | undefined;
  readonly scenario: Pick<Scenario, 'seed' | 'given'>;
}

/**
 * Nobody else should use the network meanwhile: the story moves its clock, and what others do would be taken for the
 * story's.
 * @throws {CliProblem} exit 2 with a line for each thing that this network is and the story is not; exit 3 where no
 * network answers
 */
export const openHttpStage = async ({ url, controlToken, scenario }: RunningStageOptions): Promise<Stage> => {
  const { seed, given } = scenario;
  const control = new ControlClient(url, { controlToken });
  const settings = { ...DEFAULT_SETTINGS, ...given.engine };
  const issuers = await control.issuers();
  refuseUnfit(await control.network(), issuers, scenario, settings);
  const { scale } = await control.clock();
  const giveBack = async (): Promise<void> => {
    await control.reset();
    await control.setScale(scale);
  };
  try {
    const population = createPeople({ seed, population: given.population });
    await control.reset();
    await control.setScale(0);
    await goToBeginning(control, given.startAtMs);
    await setUp(control, issuers, given, settings);
    return await createHttpStage({
      url,
      controlToken,
      population,
      settings,
      codes: BANKS.map(({ code }) => code),
      cast: createFreeCast(control, population),
      check: () => undefined,
      onClose: giveBack,
    });
  } catch (error) {
    await giveBack();
    throw error;
  }
};

const WEEK_MS = 7 * DAY_MS;

/**
 * The next instant, a day from now at the earliest, at which a week stands where it stands when the story begins: its
 * midnights and working days are where it expects them, and what was used up of the throttle has grown back.
 */
const goToBeginning = async (control: ControlClient, startAtMs: number): Promise<void> => {
  const { nowMs } = await control.clock();
  const earliestMs = nowMs + DAY_MS;
  const waitMs = (((startAtMs - earliestMs) % WEEK_MS) + WEEK_MS) % WEEK_MS;
  await control.advance(earliestMs + waitMs - nowMs);
};

/** Faults and incidents count their offsets from now. */
const setUp = async (
  control: ControlClient,
  issuers: readonly IssuerView[],
  { control: base }: Scenario['given'],
  { throttle }: EngineSettings,
): Promise<void> => {
  for (const { name } of await control.incidents()) await control.removeIncident(name);
  for (const { code, settings } of issuers) await control.configure(code, patchFor(code, settings, base.issuers));
  for (const { given } of base.incidents) await control.addIncident(formOf(given));
  await control.setThrottle(throttle);
};

/** What the story says of an issuer, and the default of everything else that the network says of it. */
const patchFor = (
  code: IssuerCode,
  before: Readonly<Record<string, unknown>>,
  wanted: ReadonlyMap<IssuerCode, WrittenSettings>,
): object => ({
  ...Object.fromEntries(Object.keys(before).map((key) => [key, null])),
  faults: null,
  ...Object.fromEntries(
    Object.entries(wanted.get(code) ?? {}).flatMap(([key, one]) => (one === undefined ? [] : [[key, one.given]])),
  ),
});
