// What every state URL of ours has in common (contract-states.md): how much it takes, and the status of each answer.
import type { StateAnswer } from './state-desk.ts';

/** A state with a customer of 200 cards has about 30,000 bytes. */
export const MAX_STATE_BYTES = 131_072;

/** 2xx: the state holds. Anything else fails whatever was to be tried in it. */
export const STATUS_OF_ANSWER = {
  done: 200,
  wrong: 400,
  full: 409,
  unknown: 500,
} as const satisfies Readonly<Record<StateAnswer['kind'], number>>;
