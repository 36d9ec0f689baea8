// Rushes: when more come than the throttle lets in, and how soon after that nobody is refused any more. Told by whole
// seconds, of users by the second in which they were due. Pure.
import type { LoadResult, Rush, Slice } from './load-result.ts';

const SECOND_MS = 1000;

type Second = Pick<Slice, 'atMs' | 'due' | 'refused'>;

/**
 * Each rush of these seconds, in their order. It begins with the first refusal; its excess ends with the last second in
 * which more came than the throttle's rate; it is over at the first second after that in which somebody came and nobody
 * was refused. Seconds in which nobody came show nothing, and count for nothing.
 */
export const rushesOf = (slices: readonly Second[], throttle: LoadResult['throttle']): readonly Rush[] => {
  const rushes: Rush[] = [];
  let rush: Rush | undefined;
  let refusedAfterMs = 0;
  for (const { atMs, due, refused } of slices) {
    const count = refused?.count ?? 0;
    if (rush === undefined && count === 0) continue;
    rush ??= { fromMs: atMs, untilMs: atMs, refused: 0, recoveryMs: undefined };
    const isExcess = due > (throttle?.perSecond ?? Number.POSITIVE_INFINITY);
    if (isExcess) {
      rush = { ...rush, untilMs: atMs + SECOND_MS, refused: rush.refused + count };
      refusedAfterMs = 0;
    } else if (count > 0) {
      rush = { ...rush, refused: rush.refused + count };
      refusedAfterMs += SECOND_MS;
    } else if (due > 0) {
      rushes.push({ ...rush, recoveryMs: refusedAfterMs });
      [rush, refusedAfterMs] = [undefined, 0];
    }
  }
  return rush === undefined ? rushes : [...rushes, rush];
};
