// What is read off the mix of calls of a moment (call-mix.ts).
import type { CallMix } from './call-mix.ts';

/** How long a call is in flight that is not turned away. */
export const holdMsOf = ({ before, atGate, passed }: CallMix): number => {
  let holdMs = atGate * passed.holdMs;
  for (const { share, afterMs } of before) holdMs += share * afterMs;
  return holdMs;
};

/** How long a call takes that is in vain. */
export const badMsOf = ({ before, passed }: CallMix): number => before[0]?.afterMs ?? passed.failures[0]?.afterMs ?? 0;

export const floorOf = ({ before, passed }: CallMix): number => {
  let floorMs = 0;
  for (const one of before) floorMs = Math.max(floorMs, one.floorMs);
  for (const one of passed.failures) floorMs = Math.max(floorMs, one.floorMs);
  return floorMs;
};

/** That a call shows that the bank works, where the gate lets such a share in. */
export const worksOf = (mix: CallMix, passShare: number): number =>
  mix.endedBefore + (mix.works - mix.endedBefore) * passShare;
