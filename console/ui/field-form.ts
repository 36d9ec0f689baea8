// What somebody types into a form, as the body that the network reads, and its complaints back at the fields. Whether a
// value is right the network alone decides. Pure.
import { parseDuration } from '../../core/durations.ts';
import type { Problem } from '../live/control.ts';

/** Typed texts by the path of their member: `latency/p50`. */
export type Typed = Readonly<Record<string, string>>;

export type FieldKind =
  /** `250ms`, `5s`; a bare number is milliseconds. */
  | 'duration'
  | 'number'
  /** 0.05, `1/20` or `5%`. */
  | 'share'
  /** A kind of fault by its name; `status 503` is one with this status. */
  | 'breakage'
  | 'text';

export interface Field {
  readonly path: string;
  readonly kind: FieldKind;
}

const NUMBER = /^-?[0-9]+(\.[0-9]+)?$/;

/** As the network wants it where that can be told, else as it was typed, so that the network says what is wrong. */
export const readTyped = (kind: FieldKind, typed: string): unknown => {
  const text = typed.trim();
  if (kind === 'text') return text;
  if (kind === 'breakage') return breakageOf(text);
  if (kind === 'duration') return NUMBER.test(text) ? `${text}ms` : text;
  const percent = kind === 'share' ? /^([0-9]+(?:\.[0-9]+)?) ?[%％]$/.exec(text)?.[1] : undefined;
  if (percent !== undefined) return Number(percent) / 100;
  return NUMBER.test(text) ? Number(text) : text;
};

const breakageOf = (text: string): unknown => {
  const [kind, status] = text.split(' ');
  return status === undefined ? text : { kind, status: Number(status) };
};

/** Members left empty are left out. */
export const bodyOf = (fields: readonly Field[], typed: Typed): Readonly<Record<string, unknown>> => {
  const body: Record<string, unknown> = {};
  for (const { path, kind } of fields) {
    const text = typed[path] ?? '';
    if (text.trim() === '') continue;
    const [first = '', second] = path.split('/');
    const value = readTyped(kind, text);
    body[first] = second === undefined ? value : { ...Object(body[first]), [second]: value };
  }
  return body;
};

/** What the network says of this member. Its pointers may stand below `base`, such as `/capacity`. */
export const complaintAbout = (problem: Problem | undefined, path: string, base = ''): string | undefined =>
  problem?.errors
    .filter(({ pointer }) => pointer === `${base}/${path}` || pointer.startsWith(`${base}/${path}/`))
    .map(({ message }) => message)
    .join('; ') || undefined;

/** What the network says that belongs to none of these fields, in lines. */
export const otherComplaints = (
  problem: Problem | undefined,
  fields: readonly Field[],
  base = '',
): readonly string[] => {
  if (problem === undefined) return [];
  const others = problem.errors.filter(
    ({ pointer }) =>
      !fields.some(({ path }) => complaintAbout({ ...problem, errors: [{ pointer, message: '!' }] }, path, base)),
  );
  if (problem.errors.length === 0) return [problem.message ?? problem.detail];
  return others.map(({ pointer, message }) => `${pointer} ${message}`.trim());
};

/** Milliseconds of a written duration; undefined where it is none. */
export const msOf = (given: unknown): number | undefined =>
  typeof given === 'string' ? parseDuration(given) : undefined;

/** A written share as a number; a fault without one hits every call. */
export const shareOf = (given: number | string | undefined): number => {
  if (given === undefined) return 1;
  const [above = '', below] = String(given).split('/');
  return below === undefined ? Number(above) : Number(above) / Number(below);
};

/** 0.3 is `30%`, 1/16 is `6.25%`. */
export const percentOf = (share: number): string => `${Number((share * 100).toFixed(3))}%`;
