// What becomes of the calls of a step: answered, ended without cards, or to be asked again after a pause (R16, R17).
import type { EngineSettings } from '../../engine/settings.ts';
import type { FailedShare } from './answer-times.ts';
import type { CallMix } from './call-mix.ts';

/** A share of calls that goes on, and when it is due again: evenly from `fromMs` to `toMs`, not before the floor. */
export interface AskedAgain {
  readonly share: number;
  /** From the beginning of the call. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly floorMs: number;
}

/** Of calls for inquiries that were asked equally often. */
export interface CallOutcomes {
  readonly answered: number;
  readonly ended: number;
  readonly again: readonly AskedAgain[];
}

/** `inVain`: how often they were asked before; `passShare`: of those at the gate, who is let in. */
export const callOutcomes = (
  mix: CallMix,
  passShare: number,
  inVain: number,
  { engine: { retry }, gateFloorMs }: { readonly engine: Pick<EngineSettings, 'retry'>; readonly gateFloorMs: number },
): CallOutcomes => {
  const passed = mix.atGate * passShare;
  const answered = passed * mix.passed.answered;
  const failed: readonly FailedShare[] = [
    ...mix.before,
    ...mix.passed.failures.map((one) => ({ ...one, share: one.share * passed })),
    { share: mix.atGate - passed, ending: 'later', afterMs: 0, floorMs: gateFloorMs },
  ];
  const limitMs = Math.min(retry.longestPauseMs, retry.firstPauseMs * 2 ** inVain);
  let ended = 0;
  const again: AskedAgain[] = [];
  for (const { share, ending, afterMs, floorMs } of failed) {
    if (share <= 0) continue;
    const over =
      ending === 'ended' ? 1 : ending === 'broken' ? brokenToTheEnd(share / (1 - answered), inVain, retry) : 0;
    ended += share * over;
    if (over < 1) {
      again.push({ share: share * (1 - over), fromMs: afterMs, toMs: afterMs + limitMs, floorMs: afterMs + floorMs });
    }
  }
  return { answered, ended, again };
};

/** R16: so many broken answers in a row are FAILED. Those before were broken if this share of all failures is. */
const brokenToTheEnd = (shareOfFailures: number, inVain: number, { brokenAnswers }: EngineSettings['retry']): number =>
  inVain + 1 >= brokenAnswers ? shareOfFailures ** (brokenAnswers - 1) : 0;

/** Made once for each number of times asked in vain, as long as nothing else changes. */
export const rememberedOutcomes = (options: Parameters<typeof callOutcomes>[3]) => {
  let [mix, passShare]: [CallMix | undefined, number] = [undefined, Number.NaN];
  let made: CallOutcomes[] = [];
  return (nextMix: CallMix, nextShare: number, inVain: number): CallOutcomes => {
    if (nextMix !== mix || nextShare !== passShare) [mix, passShare, made] = [nextMix, nextShare, []];
    const known = made[inVain];
    if (known !== undefined) return known;
    const outcomes = callOutcomes(nextMix, nextShare, inVain, options);
    made[inVain] = outcomes;
    return outcomes;
  };
};
