// A bank that calls back and does it wrongly, asked by somebody who has a card there, while another bank keeps their
// query running: what is told twice or late must find the query so, and by chance alone that is one story in thousands.
import type { Choices, Plain } from './choices.ts';
import { anytime, HOUR_MS } from './edges.ts';
import type { FaultMaker } from './fault-plan.ts';
import type { Feature } from './features.ts';
import type { NetworkPlan } from './network-plan.ts';
import type { Story } from './story.ts';

interface Scene {
  readonly story: Story;
  readonly network: NetworkPlan;
  readonly has: ReadonlySet<Feature>;
  readonly maker: FaultMaker;
}

/** What the plan has of it beside the steps: its person, and banks with what they are in its place. */
export interface Mishap {
  readonly people: Plain;
  readonly issuers: Plain;
}

const NAME = 'waiting';

/** Over the issuers as they are planned so far. */
export const planMishap = ({ story, network, has, maker }: Scene, choices: Choices, issuers: Plain): Mishap => {
  const [caller, slow] = choices.some('banks', network.banks, 2);
  if (!has.has('callbackMishaps') || caller === undefined || slow === undefined) return { people: {}, issuers };
  const fault = maker.next(choices.under('fault'), [caller], ['callback']);
  const { faults = [], ...calling } = Object(issuers[caller]);
  const card = { bank: caller, type: 'DEBIT', first4: '6225', last4: '0000' };
  story.add(anytime(choices, 'at', HOUR_MS), { apply: { person: NAME, banks: [caller, slow], as: story.nameQuery() } });
  return {
    people: { [NAME]: { cards: [card] } },
    issuers: {
      ...issuers,
      [caller]: { ...calling, mode: 'callback', faults: [...faults, fault] },
      [slow]: { ...Object(issuers[slow]), mode: 'poll', latency: { fixed: '2h' } },
    },
  };
};
