// One step of a scenario: a moment, one action, what is expected of it, how often it is done.
import { z } from 'zod';
import { durationMs, either, group, named, reading, wholeFrom } from '../../core/fields.ts';
import { ACTION_KINDS, ACTIONS } from './action-schema.ts';
import { expectationSchema, MAX_OFFSET_MS } from './expectation-schema.ts';
import { hasMember, itemsOf, memberAt } from './plain.ts';
import type { Action, ActionKind, Step } from './scenario.ts';

/** Of one action in one step: no throttle and no crowd needs more to be seen at work. */
const MAX_REPEAT = 100_000;
/** More than these no story has that anybody could follow. */
const MAX_STEPS = 1000;

type StepForm = Omit<Step, 'index'>;

/** What stands beside every action. */
const TIMING = {
  at: durationMs(0, MAX_OFFSET_MS),
  repeat: wholeFrom(1, MAX_REPEAT).optional(),
  over: durationMs(0, MAX_OFFSET_MS).optional(),
};

const stepWith = (kind: ActionKind): z.ZodType<StepForm> =>
  group({ ...TIMING, expect: expectationSchema(kind).optional(), [kind]: ACTIONS[kind] }).transform(
    ({ at, repeat = 1, over = 0, expect = {}, ...rest }) => ({
      atMs: at,
      // It has been read under the name of its kind, which no type knows.
      action: memberAt(rest, kind) as Action,
      repeat,
      overMs: over,
      expect,
    }),
  );

/** Without names, which only the JSON Schema needs: there are more steps than anything else to read. */
const STEPS = new Map(ACTION_KINDS.map((kind) => [kind, stepWith(kind)]));

/** What is said of a step that has no action, or more than one. */
const undecided = (kinds: readonly ActionKind[]): z.ZodType<StepForm> => {
  const any = z.unknown().optional();
  const shape = Object.fromEntries([...ACTION_KINDS, 'expect', ...Object.keys(TIMING)].map((key) => [key, any]));
  return group(shape).transform((_given, context) => {
    // Where a key is unknown, that is told already: it may be the action, misspelt.
    if (kinds.length === 0 && context.issues.length > 0) return z.NEVER;
    const right = 'must have one action';
    const message =
      kinds.length === 0 ? `${right}, of ${ACTION_KINDS.join(', ')}` : `${right}, not ${kinds.join(' and ')} together`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
};

/** The actions that stand in a step as it was written. */
export const kindsIn = (step: unknown): readonly ActionKind[] => ACTION_KINDS.filter((kind) => hasMember(step, kind));

const stepSchema = either<StepForm>(
  (given) => {
    const kinds = kindsIn(given);
    const [kind, second] = kinds;
    const step = kind === undefined || second !== undefined ? undefined : STEPS.get(kind);
    return step ?? undecided(kinds);
  },
  [...STEPS].map(([kind, step]) => named(`step-${kind}`, step)),
);

const fewSteps = z
  .array(stepSchema, { error: 'must be a list of steps' })
  .min(1, 'must have at least one step')
  .max(MAX_STEPS)
  .transform((steps): readonly Step[] => steps.map((step, index) => ({ index, ...step })));

/** Whatever is wrong with each of them, that they are too many is told alone. */
const tooManySteps = reading<readonly Step[]>(() => undefined, `must not be more than ${MAX_STEPS} steps`);

export const hasTooManySteps = (steps: unknown): boolean => itemsOf(steps).length > MAX_STEPS;

export const stepsSchema = either<readonly Step[]>(
  (given) => (hasTooManySteps(given) ? tooManySteps : fewSteps),
  [fewSteps],
);
