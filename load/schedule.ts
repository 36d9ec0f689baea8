// Whether the generators of a run kept its schedule. A result of a run that did not is not to be trusted: it tells of
// fewer users, or other ones, than were asked for.
import { mergeDistributions } from './distribution.ts';
import type { Schedule } from './load-result.ts';
import type { DriveOutcome } from './open-driver.ts';

/**
 * Latency counts from due, so being late hides nothing; but past this it is the generator's own time that is measured
 * rather than the network's. A machine with several times the work that it can do is late by some hundred milliseconds.
 */
export const MAX_LATE_P99_MS = 250;

/** The schedule of a run out of what its generators say. */
export const scheduleOf = (parts: readonly DriveOutcome[]): Schedule => {
  const late = mergeDistributions(parts.map((part) => part.late));
  const [due, sent] = [sumOf(parts.map((part) => part.due)), sumOf(parts.map((part) => part.sent))];
  const why = whyBroken(parts, late?.p99Ms ?? 0, due - sent);
  return { due, sent, late, kept: why === undefined, why };
};

const whyBroken = (parts: readonly DriveOutcome[], lateP99Ms: number, unsent: number): string | undefined => {
  const full = parts
    .filter(({ fullAtMs }) => fullAtMs !== undefined)
    .toSorted((one, other) => (one.fullAtMs ?? 0) - (other.fullAtMs ?? 0))[0];
  if (full !== undefined) {
    const after = ((full.fullAtMs ?? 0) / 1000).toFixed(1);
    const left = unsent === 0 ? '' : `, and ${unsent} never left`;
    const most = `${full.maxInFlight} were under way at once after ${after} s, the most that one generator has`;
    return `${most}${left}; lower the rate`;
  }
  const unprepared = sumOf(parts.map((part) => part.unprepared ?? 0));
  if (unprepared > 0) {
    const who = unprepared === 1 ? '1 user was' : `${unprepared} users were`;
    return `${who} due before the network had registered them; lower the rate, or give the network a free machine`;
  }
  if (lateP99Ms <= MAX_LATE_P99_MS) return undefined;
  const late = `one in a hundred left ${lateP99Ms} ms late or later (${MAX_LATE_P99_MS} ms may be)`;
  return `${late}; lower the rate or give more --workers`;
};

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
