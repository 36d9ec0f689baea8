// Every way to make a story one bit smaller or plainer: parts left out, big ones before small ones; lists and numbers
// halved; instants rounded. Each edit leads strictly downwards, so that no row of them goes on for ever.
import { BANKS } from '../../core/banks.ts';
import { formatDuration, parseDuration } from '../../core/durations.ts';
import type { Plain } from './choices.ts';

/** Makes the smaller story; made late, for most are never asked for. */
export type Edit = () => Plain;

/** What the story is and which chance it has: never touched. */
const KEPT: ReadonlySet<string> = new Set(['name', 'rules', 'seed']);
/** Steps first: with them go most of the reasons for all the rest. */
const FIRST = 'steps';

export function* editsOf(data: Plain): Generator<Edit> {
  const keys = Object.keys(data).filter((key) => !KEPT.has(key));
  const inOrder = keys.toSorted((one, other) => Number(other === FIRST) - Number(one === FIRST));
  for (const key of inOrder) {
    for (const make of smaller(key, data[key])) yield () => ({ ...data, [key]: make() });
  }
}

type Make = () => unknown;

/** The smaller values in place of this one, which stands under `key`. */
function* smaller(key: string, value: unknown): Generator<Make> {
  if (Array.isArray(value)) yield* shorterLists(key, value);
  else if (typeof value === 'object' && value !== null) yield* smallerGroups(value);
  else if (typeof value === 'string') yield* plainerTexts(key, value);
  else if (typeof value === 'number') yield* lowerNumbers(value);
}

function* shorterLists(key: string, list: readonly unknown[]): Generator<Make> {
  for (let length = list.length; length >= 1; length = Math.floor(length / 2)) {
    for (let from = 0; from + length <= list.length; from += length) yield () => list.toSpliced(from, length);
  }
  for (const [at, one] of list.entries()) for (const make of smaller(key, one)) yield () => list.with(at, make());
}

function* smallerGroups(group: object): Generator<Make> {
  const entries = Object.entries(group);
  for (const [key] of entries) yield () => Object.fromEntries(entries.filter(([name]) => name !== key));
  for (const [key, value] of entries) for (const make of smaller(key, value)) yield () => ({ ...group, [key]: make() });
}

const CODES = BANKS.map(({ code }) => code);
const UNITS_MS = [86_400_000, 3_600_000, 60_000, 1000];

/** `ALL` becomes one half or the other, or one bank; a duration nothing, or the next rounder one below. */
function* plainerTexts(key: string, text: string): Generator<Make> {
  if (text === 'ALL' && (key === 'banks' || key === 'issuers')) {
    yield () => CODES.slice(0, CODES.length / 2);
    yield () => CODES.slice(CODES.length / 2);
    for (const code of CODES) yield () => [code];
  }
  const ms = parseDuration(text);
  if (ms === undefined || ms === 0) return;
  yield () => '0s';
  for (const unitMs of UNITS_MS) {
    const rounder = Math.floor(ms / unitMs) * unitMs;
    if (rounder > 0 && rounder < ms) yield () => formatDuration(rounder);
  }
}

function* lowerNumbers(number: number): Generator<Make> {
  if (!Number.isInteger(number) || number <= 1) return;
  yield () => 1;
  if (number > 3) yield () => Math.floor(number / 2);
  if (number > 2) yield () => number - 1;
}
