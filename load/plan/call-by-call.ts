// The same plan call by call: the whole network in this process under virtual time (scenarios/virtual-network.ts), with
// every person, every call and every retry. What the time steps are held against where both can run.
import { BANKS } from '../../core/banks.ts';
import { createRandom, type Random } from '../../core/random.ts';
import { DEFAULT_SETTINGS, type ThrottleSettings } from '../../engine/settings.ts';
import type { User } from '../../engine/store/port.ts';
import { registerPerson, verifyUser } from '../../scenarios/play/app-user.ts';
import { createVirtualNetwork, type VirtualNetwork } from '../../scenarios/virtual/virtual-network.ts';
import { DEFAULT_ISSUER_SETTINGS } from '../../simulator/issuer/settings.ts';
import { dueTimes } from '../arrivals.ts';
import { CallTally, type ComparedRun } from './call-tally.ts';
import type { LoadPlan } from './plan.ts';

/** How often it is looked whether the last query has ended. */
const LOOKS_IN_A_DEADLINE = 100;

/** Undefined where it was interrupted. */
export const runCallByCall = async (
  plan: LoadPlan,
  throttle: ThrottleSettings,
  signal?: AbortSignal,
): Promise<ComparedRun | undefined> => {
  const isWanted = (): boolean => signal?.aborted !== true;
  const network = networkOf(plan, throttle);
  const { clock, engine, events, people } = network;
  const tally = new CallTally(plan.banks);
  events.subscribe((event) => tally.see(event));
  await engine.start();
  const crowd = new Crowd(plan, network);
  let index = 0;
  for (const dueMs of dueTimes(plan.segments)) {
    if (!isWanted()) break;
    await clock.runUntil(plan.startAtMs + Math.round(dueMs));
    await crowd.come(people.at(index++));
  }
  while (isWanted() && (tally.running > 0 || crowd.away > 0)) {
    await clock.runUntil(clock.now() + Math.ceil(plan.engine.deadlineMs / LOOKS_IN_A_DEADLINE));
  }
  // Stopping waits for calls that are under way, and time moves only here.
  await clock.runUntil(clock.now() + plan.engine.issuerTimeoutMs);
  await engine.stop();
  return isWanted() ? tally.told : undefined;
};

const networkOf = ({ seed, startAtMs, banks, engine, issuers }: LoadPlan, throttle: ThrottleSettings): VirtualNetwork =>
  createVirtualNetwork({
    seed,
    startMs: startAtMs,
    banks: BANKS.filter(({ code }) => banks.includes(code)),
    settings: {
      ...engine,
      throttle,
      // Nobody is refused but by the throttle: that is the question of a plan.
      openRegions: DEFAULT_SETTINGS.openRegions,
      verificationValidMs: DEFAULT_SETTINGS.sessionValidMs,
    },
    issuerSettings: (bank) => issuers.get(bank) ?? DEFAULT_ISSUER_SETTINGS,
  });

/** Everybody who comes, and those who come back. */
class Crowd {
  readonly #plan: LoadPlan;
  readonly #network: VirtualNetwork;
  readonly #chance: Random;
  /** Who was refused and is going to come back. */
  away = 0;

  constructor(plan: LoadPlan, network: VirtualNetwork) {
    this.#plan = plan;
    this.#network = network;
    this.#chance = createRandom(plan.seed).fork('plan', 'returns');
  }

  async come(idNumber: string): Promise<void> {
    const { engine, people } = this.#network;
    const person = people.find(idNumber);
    if (person === undefined) throw new Error('the population lists somebody who does not exist');
    const user = await registerPerson(engine, person);
    await this.#apply(user, await verifyUser(engine, user), 0);
  }

  async #apply(user: User, verificationId: string, refused: number): Promise<void> {
    const { engine, clock } = this.#network;
    const applied = await engine.applications.apply(user, { verificationId, banks: 'ALL', idempotencyKey: undefined });
    if (applied.ok) return;
    if (applied.failure.code !== 'THROTTLED') {
      throw new Error(`an application of the plan was refused: ${applied.failure.code}`);
    }
    const { returns } = this.#plan;
    if (returns === undefined || this.#chance.unit(user.userId, refused) >= returns.share) return;
    this.away++;
    clock.at(clock.now() + returns.afterMs, () => {
      this.away--;
      void this.#apply(user, verificationId, refused + 1);
    });
  }
}
