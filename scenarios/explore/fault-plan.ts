// What goes wrong with the banks of a plan: faults of every kind, from the start, over several banks, or in the middle
// of the story. Two faults that contradict each other never meet, for at most one of a bank hits every call.
import type { IssuerCode } from '../../core/banks.ts';
import { BREAKAGES, SHAPES } from '../../simulator/faults/kinds.ts';
import type { Choices, Plain } from './choices.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS, written } from './edges.ts';

/**
 * Makes faults for one plan: their names say what they are and end in a number, as `callback-late-3`, and knows
 * which banks already have one that hits every call.
 */
export interface FaultMaker {
  /** The next fault, over these banks; of any kind, unless some are named. */
  next(choices: Choices, banks: readonly IssuerCode[], kinds?: readonly string[]): Plain;
}

/** What a fault of that name is: its name without the number. */
export const kindOfName = (name: string): string => name.replace(/-[0-9]+$/, '');

export const createFaultMaker = (): FaultMaker => {
  const certain = new Set<IssuerCode>();
  let made = 0;
  return {
    next(choices, banks, kinds = KINDS) {
      const mayBeCertain = banks.every((bank) => !certain.has(bank));
      const share = choices.pick('share', mayBeCertain ? [undefined, undefined, ...PARTS] : PARTS);
      if (share === undefined) for (const bank of banks) certain.add(bank);
      const kind = choices.pick('kind', kinds);
      const keys = keysOf(kind, choices);
      return {
        kind,
        name: [kind, keys.what ?? keys.status, ++made].filter((part) => part !== undefined).join('-'),
        ...(share === undefined ? {} : { share }),
        ...keys,
        ...windowOf(kind, choices),
      };
    },
  };
};

/** A refusal has so many forms that it comes as often as two of the others. */
const KINDS = [...Object.keys(BREAKAGES), ...Object.keys(SHAPES), 'status'];
const PARTS = ['1/2', '1/5', '1/20', 0.9];

/** 404 more often: only asked for a running inquiry it says that the bank has lost it. */
const STATUSES = [302, 400, 401, 404, 404, 404, 409, 413, 422, 429, 429, 500, 502, 503, 503];
const RETRY_AFTERS = ['0s', '1s', '90s', '20m', 'none'];

type Keys = (choices: Choices) => Plain;
const what =
  (...names: readonly string[]): Keys =>
  (choices) => ({ what: choices.pick('what', names) });

/** The keys that a kind has beside those of every fault; a kind that is not here has none. */
const KEYS: Readonly<Record<string, Keys>> = {
  status: (choices) => ({
    status: choices.pick('status', STATUSES),
    ...(choices.chance('says when', 0.5) ? { retryAfter: choices.pick('when', RETRY_AFTERS) } : {}),
  }),
  callback: (choices) => ({
    what: choices.pick('what', ['lost', 'duplicate', 'late', 'unsigned']),
    by: choices.pick('by', ['0s', '1s', '10m', '25h']),
  }),
  'wrong-answer': what('other-inquiry', 'other-bank', 'full-pan', 'schema'),
  malformed: what('json', 'empty', 'html', 'utf8'),
  dribble: (choices) => ({
    bytes: choices.pick('bytes', [16, 64]),
    every: choices.pick('every', ['100ms', '1s', '5s']),
  }),
  reset: (choices) => ({ at: choices.pick('at', ['accept', 'headers', 'body']) }),
  latency: (choices) => choices.pick('added', [{ fixed: '9960ms' }, { fixed: '20s' }, { p50: '1s', p99: '1m' }]),
  ramp: (choices) => ({ start: choices.pick('begins', [0, 0.5, 1]), ...fillingOf(choices) }),
  burst: (choices) => ({
    good: choices.pick('good', ['1s', '1m', '1h']),
    bad: choices.pick('bad', ['1s', '1m', '1h']),
    ...fillingOf(choices),
  }),
  outage: (choices) => fillingOf(choices),
  'fail-first': (choices) => ({ n: choices.pick('n', [1, 2, 7, 8, 9, 17]), ...fillingOf(choices, false) }),
};

const keysOf = (kind: string, choices: Choices): Plain => KEYS[kind]?.(choices) ?? {};

/** What a shape is filled with; `port`: whether it may close the port, which cannot tell one inquiry from another. */
const fillingOf = (choices: Choices, port = true): Plain => {
  if (choices.chance('usual filling', 0.3)) return {};
  const names = Object.keys(BREAKAGES).filter((name) => port || name !== 'refuse');
  const kind = choices.pick('filling', names);
  const keys = keysOf(kind, choices.under('filling'));
  return { as: { kind, ...(kind === 'reset' && !port ? { at: 'headers' } : keys) } };
};

/** When it is in force: for ever (until healed), from an instant on, between two, or every day. */
const windowOf = (kind: string, choices: Choices): Plain => {
  const fromMs = choices.pick('from', [0, 0, 1, SECOND_MS, MINUTE_MS, HOUR_MS]);
  const forMs = choices.pick('for', [1, SECOND_MS, 30 * SECOND_MS, 5 * MINUTE_MS, HOUR_MS, 5 * HOUR_MS, 25 * HOUR_MS]);
  const bounded = { from: written(fromMs), until: written(fromMs + forMs) };
  if (kind === 'ramp') return bounded;
  return choices.pick('window', [
    {},
    { from: written(fromMs) },
    { from: written(fromMs), for: written(forMs) },
    bounded,
    { from: '23:30', until: '00:30' },
    { from: '09:00', until: '09:00:01' },
  ]);
};

/** An incident over some banks, or over all: one after the other, or all at once. */
export const incidentOf = (choices: Choices, maker: FaultMaker, banks: readonly IssuerCode[]): Plain => {
  const hit = choices.chance('all', 0.2) ? banks : choices.some('hit', banks, choices.whole('count', 1, banks.length));
  const fault = maker.next(choices.under('fault'), hit);
  // Staggered beginnings only where the end cannot come before the beginning.
  const stagger = choices.chance('staggered', 0.3) ? { stagger: written(SECOND_MS), recovery: written(MINUTE_MS) } : {};
  return { ...fault, issuers: hit, ...stagger };
};
