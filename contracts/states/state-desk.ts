// The provider states that hold at one issuer: takes Pact's {state, params, action}, and says what holds for a person,
// an inquiry and every call. States add up, the later wins. Pure.
import { z } from 'zod';
import type { MemberError } from '../../core/failures.ts';
import { parseMessage } from '../../core/messages.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import { type Effect, type HasInquiry, type HasPerson, STATE_NAMES, STATES, type TurnsAway } from './states.ts';

/** A run of a verifier has a few at a time; so many are of runs that never end theirs. */
export const MAX_HELD_STATES = 1000;

/** What comes of a change. Plain data: it travels between processes. */
export type StateAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'wrong'; readonly errors: readonly MemberError[] }
  | { readonly kind: 'unknown'; readonly detail: string }
  | { readonly kind: 'full'; readonly detail: string };

export interface StateDesk {
  /** Sets up a state or ends it, as the body of a request to the state URL says. */
  change(body: unknown): StateAnswer;
  /** Ends all. */
  clear(): void;
  /** Ends a state before its teardown. */
  drop(effect: Effect): void;
  readonly isIdle: boolean;
  /** What every call gets. */
  turnsAway(): TurnsAway | undefined;
  person(idNumber: string): HasPerson | undefined;
  inquiry(inquiryId: string): HasInquiry | undefined;
}

const changeSchema = z.object({
  state: z.string(),
  // Pact leaves out the params of a state that has none.
  params: z.record(z.string(), z.unknown()).default({}),
  action: z.enum(['setup', 'teardown']),
});

interface Held {
  /** Of name and params: by it a teardown finds what it ends, whatever the order of members. */
  readonly key: string;
  readonly effect: Effect;
}

export const createStateDesk = (): StateDesk => {
  let held: readonly Held[] = [];

  const setUp = (one: Held): StateAnswer => {
    const others = held.filter(({ key }) => key !== one.key);
    if (others.length >= MAX_HELD_STATES) {
      const detail = `${MAX_HELD_STATES} states hold here, the most there may be: end those that are over`;
      return { kind: 'full', detail };
    }
    // Set up twice is set up once, and the later.
    held = [...others, one];
    return { kind: 'done' };
  };

  return {
    change(body) {
      const change = parseMessage(changeSchema, body);
      if (!change.ok) return { kind: 'wrong', errors: change.failure.errors };
      const { state: name, params, action } = change.value;
      const known = STATE_NAMES.find((one) => one === name);
      if (known === undefined) return unknownState(name);
      const read = parseMessage(STATES[known].params, params);
      if (!read.ok) return { kind: 'wrong', errors: read.failure.errors.map(belowParams) };
      const one = { key: JSON.stringify([known, read.value]), effect: STATES[known].effectOf(params) };
      if (action === 'setup') return setUp(one);
      held = held.filter(({ key }) => key !== one.key);
      return { kind: 'done' };
    },
    clear() {
      held = [];
    },
    drop(effect) {
      held = held.filter((one) => one.effect !== effect);
    },
    get isIdle() {
      return held.length === 0;
    },
    turnsAway: () => lastOf(held, 'turns-away', () => true),
    person: (idNumber) => lastOf(held, 'has-person', (one) => one.idNumber === idNumber),
    inquiry: (inquiryId) => lastOf(held, 'has-inquiry', (one) => one.inquiryId === inquiryId),
  };
};

type Kind = Effect['kind'];
type OfKind<Sought extends Kind> = Extract<Effect, { readonly kind: Sought }>;

const isOfKind = <Sought extends Kind>(effect: Effect, kind: Sought): effect is OfKind<Sought> => effect.kind === kind;

/** The latest of this kind that is about what is sought. */
const lastOf = <Sought extends Kind>(
  held: readonly Held[],
  kind: Sought,
  isSought: (effect: OfKind<Sought>) => boolean,
): OfKind<Sought> | undefined => {
  for (let at = held.length - 1; at >= 0; at--) {
    const effect = held[at]?.effect;
    if (effect !== undefined && isOfKind(effect, kind) && isSought(effect)) return effect;
  }
  return undefined;
};

const belowParams = ({ pointer, message }: MemberError): MemberError => ({ pointer: `/params${pointer}`, message });

/** Of a name that nobody knows so much is repeated. */
const MAX_SHOWN_CHARACTERS = 64;

const unknownState = (name: string): StateAnswer => {
  const shown = JSON.stringify(name.length > MAX_SHOWN_CHARACTERS ? `${name.slice(0, MAX_SHOWN_CHARACTERS)}…` : name);
  const known = `there are ${STATE_NAMES.join(', ')}`;
  const detail = `there is no provider state ${shown}${didYouMean(name, STATE_NAMES)}; ${known}`;
  return { kind: 'unknown', detail };
};
