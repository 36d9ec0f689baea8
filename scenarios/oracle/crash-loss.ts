// What a crash of the engine may take, as the rules allow it: not the engine's own code, which this is to judge.

/**
 * DELIVERED by the answer to a call may stand in memory alone for so long: asking again is harmless, for the inquiry's
 * id is the same. Whatever else becomes known is written at once, and only a crash at that very instant may take it.
 */
const HELD_ANSWER_MS = 250;

/** Whether a crash may have taken what became known at `atMs`. `byCall`: as DELIVERED by the answer to a call. */
export const mayBeLost = (atMs: number, crashedAtMs: number, byCall: boolean): boolean =>
  crashedAtMs - atMs <= (byCall ? HELD_ANSWER_MS : 0);
