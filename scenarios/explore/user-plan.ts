// What one person of a plan does, or a crowd as one: asks, looks, comes back, and gets things wrong on the way.
import { DAY_MS } from '../../core/calendar.ts';
import type { Choices, Plain } from './choices.ts';
import { anytime, atEdge, HOUR_MS, MINUTE_MS, midnightAfter, SECOND_MS } from './edges.ts';
import type { Feature } from './features.ts';
import type { NetworkPlan } from './network-plan.ts';
import { LARGE_CROWD, ownCards, type PlannedPerson } from './people-plan.ts';
import type { Story } from './story.ts';

/** What a step of somebody can see of the plan. */
export interface Scene {
  readonly story: Story;
  readonly network: NetworkPlan;
  readonly people: readonly PlannedPerson[];
  readonly has: ReadonlySet<Feature>;
}

/** A code is good for so long, and another is sent after so long (R7). */
const CODE_VALID_MS = 5 * MINUTE_MS;
const RESEND_MS = 60 * SECOND_MS;
/** A verification is good for so long. */
const VERIFICATION_VALID_MS = 10 * MINUTE_MS;
/** So many wrong passwords lock, for so long (R24). */
const WRONG_TRIES = 5;
const LOCK_MS = 30 * MINUTE_MS;

export const planUser = (scene: Scene, person: PlannedPerson, choices: Choices): void => {
  const { story, has, network } = scene;
  const firstMs = firstOf(scene, choices);
  if (has.has('signIns')) signIn(scene, person, choices.under('sign in'), firstMs);
  if (has.has('codes')) codes(scene, person, choices.under('codes'), firstMs);
  if (has.has('badVerifications')) badApplication(scene, person, choices.under('bad'), firstMs);
  const query = apply(scene, person, choices.under('first'), firstMs);
  if (has.has('doubleClicks')) doubleClick(scene, person, choices.under('double'), firstMs);
  if (has.has('personChanges') && choices.chance('changes', 0.5)) {
    const atMs = anytime(choices, 'changes at', 2 * HOUR_MS);
    const change = choices.chance('all cards', 0.5) ? ownCards(choices.under('change'), network.banks) : NEW_REGION;
    story.add(firstMs + atMs, { person: { person: person.name, ...change } });
  }
  const endMs = choices.pick('end', endsOf(scene, firstMs));
  look(scene, person, choices.under('looks'), { query, appliedMs: firstMs, endMs });
  if (has.has('secondApplications')) comeBack(scene, person, choices.under('second'), endMs);
  if (has.has('expiries')) lookLate(scene, choices.under('late'), query, endMs);
};

const NEW_REGION: Plain = { region: '31' };

/** At once, when the throttle has one more token exactly, or at any time. */
const firstOf = ({ network: { throttle } }: Scene, choices: Choices): number => {
  const refillMs = (choices.whole('tokens', 1, 4) * 1000) / throttle.perSecond;
  return choices.pick('first', [
    0,
    0,
    anytime(choices, 'some time', HOUR_MS),
    ...(refillMs < HOUR_MS ? [atEdge(choices, 'refill', Math.ceil(refillMs))] : []),
  ]);
};

/** When a query that begins then will end, as far as a plan can know. */
const endsOf = ({ network: { usualMs = SECOND_MS, deadlineMs } }: Scene, beganMs: number): readonly number[] => [
  beganMs + usualMs,
  beganMs + usualMs,
  beganMs + deadlineMs,
];

const banksOf = ({ network: { banks }, has }: Scene, choices: Choices): 'ALL' | readonly string[] => {
  if (has.has('badBanks') && choices.chance('twice', 0.5)) return ['ICBC', 'ICBC'];
  if (banks.length > 8 && choices.chance('all', 0.7)) return 'ALL';
  return choices.some('banks', banks, choices.whole('how many', 1, banks.length));
};

/** A good application; the name of its query. */
const apply = (scene: Scene, person: PlannedPerson, choices: Choices, atMs: number, more: Plain = {}): string => {
  const { story, has } = scene;
  const as = story.nameQuery();
  const isKeyed = has.has('idempotencyKeys') && choices.chance('keyed', 0.6);
  const key = isKeyed ? { idempotencyKey: `key-${person.name}` } : {};
  const application = { person: person.name, banks: banksOf(scene, choices), as, ...key, ...more };
  story.add(atMs, { apply: application, ...timesOf(scene, person, choices) });
  if (isKeyed && choices.chance('repeated', 0.7)) {
    const { as: _, ...same } = application;
    story.add(atMs + anytime(choices, 'later', 2 * DAY_MS), { apply: same });
  }
  return as;
};

/** One click becomes several; a large crowd comes together, or one after the other. */
const timesOf = ({ has }: Scene, { count }: PlannedPerson, choices: Choices): Plain => {
  if (count >= LARGE_CROWD) {
    const over = choices.pick('rush', [undefined, '1s', '5s', '5m']);
    return over === undefined ? {} : { over };
  }
  if (!has.has('doubleClicks') || choices.chance('once', 0.5)) return {};
  const over = choices.pick('over', [undefined, '1s', '2m']);
  return { repeat: choices.whole('clicks', 2, 4), ...(over === undefined ? {} : { over }) };
};

const doubleClick = ({ story, network }: Scene, { name }: PlannedPerson, choices: Choices, atMs: number): void => {
  const laterMs = choices.pick('later', [0, 1, SECOND_MS, RESEND_MS, network.deadlineMs]);
  const verification = choices.pick('verification', ['fresh', 'used']);
  story.add(atMs + laterMs, { apply: { person: name, banks: network.banks.slice(0, 1), verification } });
};

const badApplication = (scene: Scene, { name }: PlannedPerson, choices: Choices, firstMs: number): void => {
  const { story, network, people } = scene;
  const other = people.find((one) => one.name !== name)?.name;
  const wrong = choices.pick<Plain>('wrong', [
    { verification: 'none' },
    { verification: 'stale' },
    { verification: 'used' },
    { consent: false },
    { face: 'mismatch' },
    { code: 'wrong' },
    { code: 'expired' },
    ...(other === undefined ? [] : [{ verification: { of: other } }]),
  ]);
  const atMs = choices.pick('at', [firstMs, firstMs + RESEND_MS, firstMs + VERIFICATION_VALID_MS, 0]);
  const repeat = choices.chance('again', 0.3) ? { repeat: choices.whole('times', 2, 6), over: '10m' } : {};
  story.add(atMs, { apply: { person: name, banks: network.banks.slice(0, 1), ...wrong }, ...repeat });
};

const codes = ({ story }: Scene, { name }: PlannedPerson, choices: Choices, firstMs: number): void => {
  const at = choices.pick('after', [0, RESEND_MS, CODE_VALID_MS]);
  story.add(firstMs, { sendCode: { person: name } });
  story.add(atEdge(choices, 'edge', firstMs + at), { sendCode: { person: name } });
};

const signIn = ({ story }: Scene, { name }: PlannedPerson, choices: Choices, firstMs: number): void => {
  const step = choices.pick<Plain>('step', [
    { register: { person: name } },
    { register: { person: name, as: 'somebody-else' } },
    { signIn: { person: name } },
    { signIn: { person: name, password: 'wrong' } },
  ]);
  story.add(choices.pick('at', [0, firstMs, firstMs + 1, firstMs + HOUR_MS]), step);
};

/** A query, and when it is likely to end. */
interface Asked {
  readonly query: string;
  readonly appliedMs: number;
  readonly endMs: number;
}

/** Records and views, by the owner and by others, with the right password and with wrong ones. */
const look = (scene: Scene, person: PlannedPerson, choices: Choices, { query, appliedMs, endMs }: Asked): void => {
  const { story, has, people } = scene;
  if (has.has('looks')) {
    // A query is not known before somebody applies for it, which with an instant bank is its end.
    story.add(Math.max(appliedMs, atEdge(choices, 'record', endMs)), { record: { query } });
    story.add(Math.max(appliedMs, atEdge(choices, 'view', endMs)), { view: { query } });
  }
  const other = people.find((one) => one.name !== person.name && one.count === 1);
  if (has.has('strangers') && other !== undefined) {
    story.add(endMs + 1, { [choices.pick('what', ['view', 'record'])]: { query, by: other.name } });
  }
  if (!has.has('wrongPasswords')) return;
  const tries = choices.whole('tries', 1, WRONG_TRIES + 1);
  const tryMs = endMs + SECOND_MS;
  story.add(tryMs, { view: { query, password: 'wrong' }, repeat: tries });
  const againMs = tries >= WRONG_TRIES ? atEdge(choices, 'unlocked', tryMs + LOCK_MS) : tryMs + 1;
  story.add(againMs, { view: { query } });
};

/** Once more at the end of the interval: the last instant at which it is too soon, or the first at which it is not. */
const comeBack = (scene: Scene, person: PlannedPerson, choices: Choices, endMs: number): void => {
  const { network } = scene;
  const atMs = choices.pick('when', [
    atEdge(choices, 'opens', endMs + network.intervalMs),
    atEdge(choices, 'runs', endMs),
    endMs + anytime(choices, 'some time', 8 * DAY_MS),
  ]);
  const query = apply(scene, person, choices, atMs);
  const asked = { query, appliedMs: atMs, endMs: choices.pick('end', endsOf(scene, atMs)) };
  if (choices.chance('looked at', 0.5)) look(scene, person, choices.under('looks'), asked);
};

/** The report at its last moment, at its expiry, and long after. */
const lookLate = ({ story, network }: Scene, choices: Choices, query: string, endMs: number): void => {
  const { startAtMs, retention } = network;
  const expiresMs =
    retention.unit === 'hours'
      ? endMs + retention.length * HOUR_MS
      : midnightAfter(startAtMs, endMs, retention.length + (retention.unit === 'working-days' ? 2 : 0));
  story.add(atEdge(choices, 'expiry', expiresMs), { view: { query } });
  if (choices.chance('record', 0.5)) story.add(expiresMs + 1, { record: { query } });
};
