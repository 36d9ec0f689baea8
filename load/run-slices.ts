// The seconds of a run, as its generators measured them and as the network saw them. Pure.
import type { OracleView } from './control-link.ts';
import type { Slice } from './load-result.ts';
import type { MeteredSecond } from './run-meter.ts';

export type SeenSecond = OracleView['seconds'][number];

/** The first second of the run is the `firstSecond`-th of the oracle. */
export const slicesOf = (
  metered: readonly MeteredSecond[],
  seen: readonly SeenSecond[],
  firstSecond: number,
  throttle: { readonly burst: number; readonly perSecond: number },
): readonly Slice[] => {
  const bySecond = new Map(seen.map((second) => [second.second - firstSecond, second]));
  let [acceptedTotal, allowedTotal] = [0, throttle.burst];
  return metered.map((second, at) => {
    const network = bySecond.get(at);
    // What was left over at the end of the last second is the burst at most.
    allowedTotal = Math.min(allowedTotal, acceptedTotal + throttle.burst) + throttle.perSecond;
    acceptedTotal += network?.accepted ?? 0;
    return {
      ...second,
      allowedTotal,
      acceptedTotal,
      issuerCalls: network?.calls ?? 0,
      retries: network?.retries ?? 0,
    };
  });
};
