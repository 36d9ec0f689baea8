// From a seed to a story as a scenario file holds it: a random network, people, faults, crashes; whole features left
// out at random. First whatever may happen happens, then everything heals, and what can finish must.
import { DAY_MS } from '../../core/calendar.ts';
import { createRandom } from '../../core/random.ts';
import { type Choices, choicesOf, type Plain } from './choices.ts';
import { anytime, atEdge, HOUR_MS, MINUTE_MS, SECOND_MS, written } from './edges.ts';
import { createFaultMaker, type FaultMaker, incidentOf } from './fault-plan.ts';
import { chooseFeatures, type Feature } from './features.ts';
import { planMishap } from './mishap-plan.ts';
import { type NetworkPlan, planNetwork, throttleOf } from './network-plan.ts';
import { planPeople } from './people-plan.ts';
import { createStory, type Story } from './story.ts';
import { planUser } from './user-plan.ts';

/** Faults that a bank has from the start. */
const MAX_FAULTS_OF_BANK = 3;
const MAX_CRASHES = 3;

/** The story of a seed. The same seed gives the same story. */
export const planOf = (seed: number): Plain => {
  const choices = choicesOf(createRandom(seed).fork('plan'));
  const has = chooseFeatures(choices.under('features'));
  const network = planNetwork(choices.under('network'), has);
  const people = planPeople(choices.under('people'), has, network.banks);
  const maker = createFaultMaker();
  const story = createStory();
  const faulty = withFaults(choices.under('faults'), has, network, maker);
  const incidents = incidentsOf(choices.under('incidents'), has, network, maker);
  for (const person of people) planUser({ story, network, people, has }, person, choices.under('user', person.name));
  const strayers = strayersOf(choices.under('stray'), has, story);
  const mishap = planMishap({ story, network, has, maker }, choices.under('mishap'), faulty);
  planTrouble({ story, network, has, maker }, choices.under('trouble'));
  return {
    name: `Exploration, seed ${seed}`,
    seed,
    given: {
      startAt: network.startAt,
      ...(Object.keys(network.engine).length === 0 ? {} : { engine: network.engine }),
      issuers: mishap.issuers,
      ...(incidents.length === 0 ? {} : { incidents }),
      people: { ...Object.fromEntries(people.map(({ name, given }) => [name, given])), ...strayers, ...mishap.people },
    },
    steps: story.steps(),
  };
};

/** Somebody in good order asks for a bank that is none, and is refused for that alone. */
const strayersOf = (choices: Choices, has: ReadonlySet<Feature>, story: Story): Plain => {
  // Nobody answers where the engine may be down just then.
  if (!has.has('badBanks') || has.has('crashes')) return {};
  const apply = { person: 'stray', banks: ['ICBC', 'XYZ'] };
  story.add(anytime(choices, 'at', DAY_MS), { apply, expect: { refused: 'UNKNOWN_BANK' } });
  return { stray: { persona: 'ordinary' } };
};

const withFaults = (choices: Choices, has: ReadonlySet<Feature>, network: NetworkPlan, maker: FaultMaker): Plain => {
  if (!has.has('faults')) return network.issuers;
  const hit = choices.some('hit', network.banks, choices.whole('how many', 1, network.banks.length));
  const broken = hit.map((bank) => {
    const count = choices.whole(`faults of ${bank}`, 1, MAX_FAULTS_OF_BANK);
    const faults = Array.from({ length: count }, (_, at) => maker.next(choices.under(bank, at), [bank]));
    return [bank, { ...Object(network.issuers[bank]), faults }];
  });
  return { ...network.issuers, ...Object.fromEntries(broken) };
};

const incidentsOf = (choices: Choices, has: ReadonlySet<Feature>, { banks }: NetworkPlan, maker: FaultMaker) => {
  if (!has.has('incidents')) return [];
  const count = choices.whole('how many', 1, 2);
  return Array.from({ length: count }, (_, at) => incidentOf(choices.under(at), maker, banks));
};

interface Trouble {
  readonly story: Story;
  readonly network: NetworkPlan;
  readonly has: ReadonlySet<Feature>;
  readonly maker: FaultMaker;
}

/** Faults, changes of the throttle and crashes in the middle of the story; then the instant at which all is healed. */
const planTrouble = ({ story, network, has, maker }: Trouble, choices: Choices): void => {
  const { banks, deadlineMs, usualMs = SECOND_MS } = network;
  const healMs = choices.pick('heals', [
    atEdge(choices, 'deadline', deadlineMs),
    anytime(choices, 'some time', deadlineMs),
    10 * MINUTE_MS,
    3 * HOUR_MS,
    26 * HOUR_MS,
  ]);
  const before = (key: string): number => Math.min(healMs, anytime(choices, key, Math.max(2, healMs)));
  if (has.has('faultSteps')) {
    const issuers = choices.some('faulty', banks, choices.whole('how many', 1, banks.length));
    story.add(before('fault at'), { fault: { issuers, ...maker.next(choices.under('fault'), issuers) } });
  }
  if (has.has('partHeals')) story.add(before('part at'), { heal: { issuers: choices.some('part', banks, 1) } });
  if (has.has('throttleSteps')) {
    story.add(before('throttle at'), { throttle: throttleOf(choices.under('throttle')) });
    if (choices.chance('back', 0.5)) story.add(before('back at'), { throttle: { burst: 200, perSecond: 100 } });
  }
  if (has.has('crashes')) {
    for (let at = 0; at < choices.whole('crashes', 1, MAX_CRASHES); at++) {
      const crashMs = choices.pick(`kind ${at}`, [
        0,
        usualMs,
        before(`crash ${at}`),
        before(`crash ${at}`),
        deadlineMs,
      ]);
      const restartAfter = written(choices.pick(`down ${at}`, [0, 0, SECOND_MS, HOUR_MS, DAY_MS]));
      story.add(crashMs, { crash: { restartAfter } });
    }
  }
  story.add(healMs, { heal: { issuers: 'ALL' } });
};
