// Whether the parts of a scenario fit together: the order of time, and the people, queries, faults and banks that its
// steps speak of. Over plain data, so that these mistakes are told beside all others, and none because of another.
import { BANKS } from '../../core/banks.ts';
import { formatDuration, parseDuration } from '../../core/durations.ts';
import { type FoundMistake, nearestHint } from '../../core/fields.ts';
import { isAnswered } from '../story/action-schema.ts';
import { itemsOf, memberAt, membersOf, textOf } from '../story/plain.ts';
import { hasTooManySteps, kindsIn } from '../story/step-schema.ts';

/** What steps together may do: more is load, and no story. */
const MAX_ACTIONS = 1_000_000;
const CODES = BANKS.map(({ code }) => code);
/** What an application with a bank that is none can be refused for: whatever is checked up to R8 (R12). */
const REFUSED_BY_THEN = [
  'VALIDATION',
  'IDEMPOTENCY_KEY_REUSED',
  'NOT_REAL_NAME',
  'REGION_NOT_OPEN',
  'NOT_VERIFIED',
  'UNKNOWN_BANK',
];

/** What is known of a whole story. */
interface Story {
  readonly steps: readonly unknown[];
  /** How many people a name stands for. */
  readonly heads: ReadonlyMap<string, number>;
  /** The names that applications give to queries. */
  readonly queries: readonly NamedQuery[];
  /** The first step that applies under a name. */
  readonly firstAt: ReadonlyMap<string, number>;
}

interface NamedQuery {
  readonly name: string;
  readonly person: string | undefined;
  /** The step that applies for it. */
  readonly at: number;
}

/** One step as it was written, and its place. */
type Check = (step: unknown, at: number, story: Story) => readonly FoundMistake[];

export const storyMistakes = (given: unknown): readonly FoundMistake[] => {
  const steps = itemsOf(memberAt(given, 'steps'));
  if (hasTooManySteps(steps)) return [];
  const people = membersOf(memberAt(given, 'given', 'people'));
  const heads = new Map(people.map(([name, entry]) => [name, countOf(memberAt(entry, 'count'))]));
  const queries = queriesIn(steps);
  const firstAt = new Map(queries.toReversed().map(({ name, at }) => [name, at]));
  const story: Story = { steps, heads, queries, firstAt };
  const ofSteps = steps.flatMap((step, at) =>
    CHECKS.flatMap((check) => check(step, at, story)).map(({ path, message }) => ({
      path: ['steps', at, ...path],
      message,
    })),
  );
  return [...ofSteps, ...faultMistakes(given, steps), ...tooMany(story), ...finalMistakes(given, story)];
};

const countOf = (given: unknown): number => (typeof given === 'number' && given > 0 ? given : 1);

/** A fault has keys of its own, `by` and `as` among them, that name nothing of the story. */
const NO_BODY: ReadonlySet<string> = new Set(['at', 'expect', 'repeat', 'over', 'fault']);

/** What an action says, under its word; also where the word is misspelt. */
const bodiesOf = (step: unknown): readonly (readonly [string, unknown])[] =>
  membersOf(step).filter(([key]) => !NO_BODY.has(key));

const timeGoesOn: Check = (step, at, { steps }) => {
  const momentOf = (one: unknown) => parseDuration(textOf(memberAt(one, 'at')) ?? '');
  const atMs = momentOf(step);
  const beforeMs = Math.max(0, ...steps.slice(Math.max(0, at - 1), at).map((one) => momentOf(one) ?? 0));
  if (atMs === undefined || atMs >= beforeMs) return [];
  return [{ path: ['at'], message: `must not be before the step above it, which is at ${formatDuration(beforeMs)}` }];
};

const peopleAreKnown: Check = (step, _at, { heads }) =>
  bodiesOf(step).flatMap(([key, body]) =>
    [['person'], ['by'], ['verification', 'of']].flatMap((path) => {
      const name = textOf(memberAt(body, ...path));
      return name === undefined || heads.has(name) ? [] : [{ path: [key, ...path], message: nobody(name, heads) }];
    }),
  );

const nobody = (name: string, heads: ReadonlyMap<string, number>): string =>
  `must be one of given.people${heads.size === 0 ? ', where nobody is' : nearestHint(name, [...heads.keys()])}`;

const queriesIn = (steps: readonly unknown[]): readonly NamedQuery[] =>
  steps.flatMap((step, at) =>
    bodiesOf(step).flatMap(([key, body]) => {
      const name = queryNamedBy(key, body);
      return name === undefined ? [] : [{ name, person: textOf(memberAt(body, 'person')), at }];
    }),
  );

/** Of `register` the word `as` says something else. */
const queryNamedBy = (key: string, body: unknown): string | undefined =>
  key === 'register' ? undefined : textOf(memberAt(body, 'as'));

const queriesAreKnown: Check = (step, at, story) =>
  bodiesOf(step).flatMap(([key, body]) => {
    const made = queryNamedBy(key, body);
    const looked = textOf(memberAt(body, 'query'));
    if (made === undefined && looked === undefined) return [];
    const { firstAt } = story;
    const isEarlier = (name: string): boolean => (firstAt.get(name) ?? at) < at;
    return [
      ...(looked === undefined || isEarlier(looked)
        ? []
        : [{ path: [key, 'query'], message: unknownQuery(looked, at, story) }]),
      ...(made !== undefined && isEarlier(made)
        ? [{ path: [key, 'as'], message: 'must not be the name of two queries' }]
        : []),
    ];
  });

const unknownQuery = (name: string, at: number, { queries, firstAt }: Story): string => {
  const right = 'must be a query that an earlier step applies for, with as: NAME';
  const earlier = queries.filter((query) => query.at < at).map((query) => query.name);
  const laterAt = firstAt.get(name);
  if (laterAt !== undefined) return `${right}; steps.${laterAt} is not earlier`;
  return earlier.length === 0 ? right : `${right}${nearestHint(name, earlier)}`;
};

const banksAreKnown: Check = (step) => {
  const banks = memberAt(step, 'apply', 'banks');
  if (!Array.isArray(banks)) return [];
  const items = itemsOf(banks);
  const expected = memberAt(step, 'expect', 'refused');
  const codes = [textOf(expected) ?? '', ...membersOf(expected).map(([code]) => code)];
  if (codes.some((code) => REFUSED_BY_THEN.includes(code))) return [];
  if (items.length === 0) {
    return [{ path: ['apply', 'banks'], message: 'must name a bank, or the step expect refused: VALIDATION' }];
  }
  return items.flatMap((bank, index) => {
    if (typeof bank !== 'string' || CODES.includes(bank)) return [];
    const message = `must be a bank, or the step expect refused: UNKNOWN_BANK${nearestHint(bank, CODES)}`;
    return [{ path: ['apply', 'banks', index], message }];
  });
};

/** How many actions a step is, as far as that can be read: of a query each of its owners looks, unless others do. */
const actionsOf = (step: unknown, { heads, queries }: Story): number => {
  const [kind] = kindsIn(step);
  const body = kind === undefined ? undefined : memberAt(step, kind);
  const query = textOf(memberAt(body, 'query'));
  const who = textOf(memberAt(body, 'by')) ?? textOf(memberAt(body, 'person'));
  const name = who ?? queries.find((one) => one.name === query)?.person ?? '';
  return countOf(memberAt(step, 'repeat')) * (heads.get(name) ?? 1);
};

const countsAreOfMany: Check = (step, _at, story) => {
  const isCounted = typeof memberAt(step, 'expect', 'accepted') === 'number';
  const areCounted = membersOf(memberAt(step, 'expect', 'refused')).length > 0;
  if ((!isCounted && !areCounted) || actionsOf(step, story) > 1) return [];
  const message = 'must not be counted: the step is one action, and neither repeated nor of a crowd';
  return [
    ...(isCounted ? [{ path: ['expect', 'accepted'], message }] : []),
    ...(areCounted ? [{ path: ['expect', 'refused'], message }] : []),
  ];
};

const repetitionMakesSense: Check = (step, _at, story) => {
  const [kind] = kindsIn(step);
  const repeat = memberAt(step, 'repeat');
  const isAgain = kind === undefined || isAnswered(kind) || kind === 'crash';
  return [
    ...(repeat !== undefined && !isAgain ? [{ path: ['repeat'], message: `must not stand beside ${kind}` }] : []),
    ...(memberAt(step, 'over') !== undefined && actionsOf(step, story) === 1
      ? [{ path: ['over'], message: 'must spread several actions: those of a repeat, or of a crowd' }]
      : []),
  ];
};

const CHECKS: readonly Check[] = [
  timeGoesOn,
  peopleAreKnown,
  queriesAreKnown,
  banksAreKnown,
  countsAreOfMany,
  repetitionMakesSense,
];

/** A fault's name, which is that of its kind where none is given. */
const faultNameOf = (fault: unknown): readonly string[] => {
  const name = textOf(memberAt(fault, 'name')) ?? textOf(memberAt(fault, 'kind'));
  return name === undefined ? [] : [name];
};

const faultMistakes = (given: unknown, steps: readonly unknown[]): readonly FoundMistake[] => {
  const atFirst = [
    ...membersOf(memberAt(given, 'given', 'issuers')).flatMap(([, issuer]) => itemsOf(memberAt(issuer, 'faults'))),
    ...itemsOf(memberAt(given, 'given', 'incidents')),
  ].flatMap(faultNameOf);
  return steps.flatMap((step, at) => {
    const name = textOf(memberAt(step, 'heal', 'name'));
    if (name === undefined) return [];
    const known = [...atFirst, ...steps.slice(0, at).flatMap((one) => faultNameOf(memberAt(one, 'fault')))];
    if (known.includes(name)) return [];
    const hint = known.length === 0 ? '; there is none by then' : nearestHint(name, [...new Set(known)]);
    return [{ path: ['steps', at, 'heal', 'name'], message: `must be the name of a fault${hint}` }];
  });
};

const tooMany = (story: Story): readonly FoundMistake[] => {
  const actions = story.steps.reduce<number>((sum, step) => sum + actionsOf(step, story), 0);
  if (actions <= MAX_ACTIONS) return [];
  return [{ path: ['steps'], message: `must not be more than ${MAX_ACTIONS} actions together; they are ${actions}` }];
};

const finalMistakes = (given: unknown, { heads, queries }: Story): readonly FoundMistake[] => {
  const names = [...new Set(queries.map(({ name }) => name))];
  const strangers = membersOf(memberAt(given, 'finally', 'sms')).flatMap(([name]) =>
    heads.has(name) ? [] : [{ path: ['finally', 'sms', name], message: nobody(name, heads) }],
  );
  const unasked = membersOf(memberAt(given, 'finally', 'status')).flatMap(([name]) => {
    const hint = names.length === 0 ? '' : nearestHint(name, names);
    const message = `must be a query that a step applies for, with as: NAME${hint}`;
    return names.includes(name) ? [] : [{ path: ['finally', 'status', name], message }];
  });
  return [...strangers, ...unasked];
};
