// The actions of a scenario, one schema each: a table; a row is an action.
import { z } from 'zod';
import { BANKS } from '../../core/banks.ts';
import { durationMs, either, group, oneOf, reading, written } from '../../core/fields.ts';
import { throttleSchema } from '../../engine/settings-schema.ts';
import { faultName, faultOverSchema, hitIssuersSchema } from '../../simulator/faults/fault-schema.ts';
import { yesOrNo } from '../../simulator/people/person-schema.ts';
import { MAX_OFFSET_MS } from './expectation-schema.ts';
import { changeKeys, changeMistakes, storyName } from './people-schema.ts';
import { without } from './plain.ts';
import type { Action, ActionKind } from './scenario.ts';

/** Twice what there are: a bank may be named twice (R8), or one that is none. */
const MAX_BANKS = 2 * BANKS.length;
/** As the app API takes them. */
const MAX_KEY_CHARACTERS = 128;
const CODES = BANKS.map(({ code }) => code);

type Of<Kind extends ActionKind> = Extract<Action, { kind: Kind }>;

const allBanks = reading(
  (given) => (given === 'ALL' ? ('ALL' as const) : undefined),
  'must be ALL or a list of bank codes',
  { const: 'ALL' },
);
/** Any words: that there is such a bank is checked where the answer that is expected is known. */
const someBanks = z
  .array(
    reading((given) => (typeof given === 'string' && given.length <= 64 ? given : undefined), 'must be a bank code', {
      type: 'string',
      maxLength: 64,
    }),
  )
  .max(MAX_BANKS, `must not be more than ${MAX_BANKS} banks`);
const banks = either<'ALL' | readonly string[]>(
  (given) => (Array.isArray(given) ? someBanks : allBanks),
  [allBanks, someBanks],
);

const verificationWord = oneOf(['fresh', 'none', 'stale', 'used']);
const verificationOf = group({ of: storyName() });
const verification = either<Of<'apply'>['verification']>(
  (given) => (typeof given === 'object' && given !== null ? verificationOf : verificationWord),
  [verificationWord, verificationOf],
);

const idempotencyKey = reading(
  (given) =>
    typeof given === 'string' && /^[!-~]+$/.test(given) && given.length <= MAX_KEY_CHARACTERS ? given : undefined,
  `must be 1 to ${MAX_KEY_CHARACTERS} printable ASCII characters without spaces`,
  { type: 'string', pattern: '^[!-~]+$', maxLength: MAX_KEY_CHARACTERS },
);

const apply = group({
  person: storyName(),
  banks,
  as: storyName().optional(),
  verification: verification.optional(),
  consent: yesOrNo().optional(),
  face: oneOf(['match', 'mismatch']).optional(),
  code: oneOf(['right', 'wrong', 'expired']).optional(),
  idempotencyKey: idempotencyKey.optional(),
}).transform((given, context): Of<'apply'> => {
  const { person, banks, as, verification = 'fresh', consent, face, code, idempotencyKey } = given;
  for (const [key, value] of Object.entries({ consent, face, code })) {
    if (value === undefined || verification === 'fresh') continue;
    const message = 'must not stand beside this verification: only a fresh one is made in this step';
    context.addIssue({ code: 'custom', path: [key], message });
  }
  return {
    kind: 'apply',
    person,
    banks,
    as,
    verification,
    consent: consent ?? true,
    face: face ?? 'match',
    code: code ?? 'right',
    idempotencyKey,
  };
});

const password = () => oneOf(['right', 'wrong']).optional();

const view = group({ query: storyName(), by: storyName().optional(), password: password() }).transform(
  ({ query, by, password = 'right' }): Of<'view'> => ({ kind: 'view', query, by, password }),
);

const record = group({ query: storyName(), by: storyName().optional() }).transform(
  ({ query, by }): Of<'record'> => ({ kind: 'record', query, by }),
);

const register = group({ person: storyName(), as: oneOf(['themselves', 'somebody-else']).optional() }).transform(
  ({ person, as = 'themselves' }): Of<'register'> => ({ kind: 'register', person, as }),
);

const signIn = group({ person: storyName(), password: password() }).transform(
  ({ person, password = 'right' }): Of<'signIn'> => ({ kind: 'signIn', person, password }),
);

const sendCode = group({ person: storyName() }).transform(
  ({ person }): Of<'sendCode'> => ({ kind: 'sendCode', person }),
);

const fault = written(faultOverSchema(CODES)).transform(
  ({ given, value: { issuers, ...value } }): Of<'fault'> => ({
    kind: 'fault',
    issuers,
    fault: { given: without(given, 'issuers'), value },
  }),
);

const heal = group({ issuers: hitIssuersSchema(CODES).optional(), name: faultName().optional() }).transform(
  ({ issuers = 'ALL', name }): Of<'heal'> => ({ kind: 'heal', issuers, name }),
);

const throttle = throttleSchema.transform((throttle): Of<'throttle'> => ({ kind: 'throttle', throttle }));

const crash = group({ restartAfter: durationMs(0, MAX_OFFSET_MS).optional() }).transform(
  ({ restartAfter = 0 }): Of<'crash'> => ({ kind: 'crash', restartAfterMs: restartAfter }),
);

const person = written(
  group({ person: storyName(), ...changeKeys() }).superRefine(({ person, ...change }, context) => {
    for (const { path, message } of changeMistakes(change)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
    if (Object.keys(change).length > 0) return;
    const message = `must say what changes: one of ${Object.keys(changeKeys()).join(', ')}`;
    context.addIssue({ code: 'custom', message });
  }),
).transform(
  ({ given, value: { person, ...value } }): Of<'person'> => ({
    kind: 'person',
    person,
    change: { given: without(given, 'person'), value },
  }),
);

/** Every action by the word that it has in a step. */
export const ACTIONS: { readonly [Kind in ActionKind]: z.ZodType<Of<Kind>> } = {
  apply,
  view,
  record,
  register,
  signIn,
  sendCode,
  fault,
  heal,
  throttle,
  crash,
  person,
};

export const ACTION_KINDS = Object.keys(ACTIONS) as readonly ActionKind[];

/** Those of somebody: they have an answer, and can be done again. */
export const isAnswered = (kind: ActionKind): boolean =>
  !['fault', 'heal', 'throttle', 'crash', 'person'].includes(kind);
