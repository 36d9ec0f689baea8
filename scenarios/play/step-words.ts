// A step in words, for reports and logs. No personal data: people and queries have the names of the story.
import { formatDuration } from '../../core/durations.ts';
import type { Action } from '../story/scenario.ts';

type Words = { readonly [Kind in Action['kind']]: (action: Extract<Action, { kind: Kind }>) => string };

const listed = (items: 'ALL' | readonly string[]): string => (items === 'ALL' ? 'ALL' : items.join(', ') || 'no bank');

/** Who looks; nobody named is whoever applied. */
const looks = (by: string | undefined): string => (by === undefined ? 'its owner looks' : `${by} looks`);

const WORDS: Words = {
  apply: ({ person, banks, as, ...how }) =>
    [`${person} applies to ${listed(banks)}`, as === undefined ? '' : ` as ${as}`, ...waysOf(how)].join(''),
  view: ({ query, by, password }) =>
    `${looks(by)} at the report of ${query}${password === 'wrong' ? ' with a wrong password' : ''}`,
  record: ({ query, by }) => `${looks(by)} at the record of ${query}`,
  register: ({ person, as }) =>
    `${person} registers${as === 'somebody-else' ? ' under the name of somebody else' : ''}`,
  signIn: ({ person, password }) => `${person} signs in${password === 'wrong' ? ' with a wrong password' : ''}`,
  sendCode: ({ person }) => `${person} asks for a code`,
  fault: ({ issuers, fault }) => `fault ${fault.value.name} begins at ${listed(issuers)}`,
  heal: ({ issuers, name }) => `${name === undefined ? 'every fault' : `fault ${name}`} ends at ${listed(issuers)}`,
  throttle: ({ throttle }) => `the throttle becomes ${throttle.burst} at once, ${throttle.perSecond} a second`,
  crash: ({ restartAfterMs }) =>
    `the engine crashes${restartAfterMs === 0 ? '' : `, to start again after ${formatDuration(restartAfterMs)}`}`,
  person: ({ person, change }) => `of ${person} changes: ${Object.keys(change.value).join(', ')}`,
};

type Ways = Omit<Extract<Action, { kind: 'apply' }>, 'kind' | 'person' | 'banks' | 'as'>;

const waysOf = ({ verification, consent, face, code, idempotencyKey }: Ways): readonly string[] => [
  verification === 'fresh'
    ? ''
    : ` (verification: ${typeof verification === 'string' ? verification : `of ${verification.of}`})`,
  consent ? '' : ' (without consent)',
  face === 'match' ? '' : ' (face: mismatch)',
  code === 'right' ? '' : ` (code: ${code})`,
  idempotencyKey === undefined ? '' : ` (key ${idempotencyKey})`,
];

export const stepWords = (action: Action): string => {
  // The table has one for each kind, which no type can say of a union.
  const words = WORDS[action.kind] as (action: Action) => string;
  return words(action);
};
