// A load plan as people write it: plain data into a plan, or every mistake in it at once with the nearest right word.
// Lines of a file are not known here.
import { z } from 'zod';
import { BANKS, type IssuerCode } from '../../core/banks.ts';
import { DAY_MS } from '../../core/calendar.ts';
import type { MemberError } from '../../core/failures.ts';
import {
  durationMs,
  group,
  type JsonSchema,
  jsonSchemaOf,
  mistakesIn,
  named,
  reading,
  share,
  wholeFrom,
} from '../../core/fields.ts';
import { DEFAULT_SEED } from '../../core/random.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { DEFAULT_SETTINGS, type EngineSettings } from '../../engine/settings.ts';
import { engineSchema, engineSettingsFrom } from '../../engine/settings-schema.ts';
import { faultName, hitIssuersSchema } from '../../simulator/faults/fault-schema.ts';
import { breakageOf } from '../../simulator/faults/fault-set.ts';
import {
  controlBaseOf,
  incidentMistakes,
  incidentsSchema,
  issuersSchema,
} from '../../simulator/issuer/control-base.ts';
import { baseState, type ControlState, settingsIn } from '../../simulator/issuer/control-state.ts';
import { settingsSchema } from '../../simulator/issuer/settings-schema.ts';
import { NOT_PLANNED } from './breakage-outcomes.ts';
import { curveSchema, MAX_USERS, scaledTo } from './curve-schema.ts';
import { curveMs, type LoadPlan, type PlannedIncident } from './plan.ts';

const CODES = BANKS.map(({ code }) => code);
const DEFAULT_START_AT = '2026-01-05T00:00:00+08:00';
const INSTANT = z.iso.datetime({ offset: true });

const startAt = reading(
  (given) => (INSTANT.safeParse(given).success ? Date.parse(String(given)) : undefined),
  `must be an instant such as ${DEFAULT_START_AT}`,
  { type: 'string', format: 'date-time' },
);

const planGroup = group({
  name: faultName(),
  seed: wholeFrom(0, Number.MAX_SAFE_INTEGER).optional(),
  startAt: startAt.optional(),
  users: wholeFrom(1, MAX_USERS),
  curve: curveSchema,
  over: durationMs(1000, 7 * DAY_MS).optional(),
  returns: group({ share: share(), after: durationMs(1000, DAY_MS) }).optional(),
  banks: hitIssuersSchema(CODES).optional(),
  engine: engineSchema.optional(),
  issuers: issuersSchema(named('issuer', settingsSchema)).optional(),
  incidents: incidentsSchema().optional(),
});

type Written = z.output<typeof planGroup>;

interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

export const planSchema: z.ZodType<LoadPlan> = planGroup.transform((given, context): LoadPlan => {
  const clashes = incidentMistakes(given, CODES).map(({ index, message }) => ({ path: ['incidents', index], message }));
  const mistakes: readonly Mistake[] = [...curveMistakes(given), ...clashes];
  for (const { path, message } of mistakes) context.addIssue({ code: 'custom', path: [...path], message });
  // Faults that contradict each other have no place in time.
  if (mistakes.length > 0) return z.NEVER;
  const plan = planOf(given);
  for (const { path, message } of faultMistakes(plan)) context.addIssue({ code: 'custom', path: [...path], message });
  return plan;
});

const planOf = (given: Written): LoadPlan => {
  const { users, curve, over = DAY_MS, returns, engine = {}, issuers, incidents } = given;
  const startAtMs = given.startAt ?? Date.parse(DEFAULT_START_AT);
  const asked = given.banks ?? 'ALL';
  const banks = asked === 'ALL' ? CODES : CODES.filter((code) => asked.includes(code));
  const settings: EngineSettings = { ...DEFAULT_SETTINGS, ...engineSettingsFrom(engine) };
  const state = baseState(controlBaseOf({ issuers, incidents }, CODES), startAtMs);
  return {
    name: given.name,
    seed: given.seed ?? DEFAULT_SEED,
    startAtMs,
    users,
    segments: scaledTo(users, curve.segments(over)),
    returns: returns === undefined ? undefined : { share: returns.share, afterMs: returns.after },
    banks,
    engine: settings,
    throttle: engine.throttle,
    issuers: new Map(banks.map((code) => [code, settingsIn(state, code)])),
    incidents: shownIncidents(state, banks, startAtMs),
  };
};

const curveMistakes = ({ curve, over }: Written): readonly Mistake[] => {
  const isNobody = curve.segments(DAY_MS).every(({ fromPerSecond, toPerSecond }) => fromPerSecond + toPerSecond === 0);
  return [
    ...(isNobody ? [{ path: ['curve'], message: 'must let somebody come: all of it is 0' }] : []),
    ...(curve.saysHowLong && over !== undefined
      ? [{ path: ['over'], message: 'must not stand beside stretches: they say how long they are' }]
      : []),
  ];
};

/** Of whose banks' faults no mean can be told. */
const faultMistakes = ({ issuers }: LoadPlan): readonly Mistake[] =>
  [...issuers].flatMap(([code, { faults = [] }]) =>
    faults.flatMap((fault) => {
      const why = NOT_PLANNED[fault.kind] ?? NOT_PLANNED[breakageOf(fault).kind];
      if (why === undefined) return [];
      const message = `fault ${fault.name} of ${code} must be of another kind: a plan cannot tell it, for ${why}`;
      return [{ path: ['issuers', code, 'faults'], message }];
    }),
  );

/** Incidents, and faults with a beginning and an end, as pictures show them. */
const shownIncidents = (
  state: ControlState,
  banks: readonly IssuerCode[],
  startAtMs: number,
): readonly PlannedIncident[] => {
  const byPlace = new Map<string, { name: string; atMs: number; forMs: number; issuers: IssuerCode[] }>();
  for (const code of banks) {
    for (const { name, window } of settingsIn(state, code).faults ?? []) {
      const { fromMs = startAtMs, untilMs } = window;
      if (untilMs === undefined) continue;
      const key = `${name} ${fromMs} ${untilMs}`;
      const known = byPlace.get(key);
      if (known === undefined) {
        byPlace.set(key, { name, atMs: fromMs - startAtMs, forMs: untilMs - fromMs, issuers: [code] });
      } else known.issuers.push(code);
    }
  }
  return [...byPlace.values()];
};

/** The plan that plain data says, or every mistake in it: a pointer to it, and what would be right. */
export const readPlan = (value: unknown): Result<LoadPlan, readonly MemberError[]> => {
  const parsed = planSchema.safeParse(value);
  return parsed.success ? ok(parsed.data) : fail(mistakesIn(parsed.error.issues));
};

/** The same plan with so many people. */
export const withUsers = (plan: LoadPlan, users: number): LoadPlan => ({
  ...plan,
  users,
  segments: scaledTo(users, plan.segments),
});

/** How many come a second where most do. */
export const highestRate = ({ segments }: LoadPlan): number =>
  Math.max(...segments.flatMap(({ fromPerSecond, toPerSecond }) => [fromPerSecond, toPerSecond]));

/** How many come a second over the whole curve. */
export const meanRate = (plan: LoadPlan): number => (plan.users * 1000) / curveMs(plan);

/** For editors, published as load-plan.schema.json. What does not go together is beyond it: `load plan` tells that. */
export const planJsonSchema = (): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:banknet:schema:load-plan',
  title: 'A load plan of banknet: how many people come when, and what the banks can take',
  ...jsonSchemaOf(planSchema),
});
