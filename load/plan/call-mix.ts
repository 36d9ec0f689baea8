// What a call to one bank comes to at a time: the settings of the bank and the faults that are in force, as shares.
// Chance is taken as its mean, but for the good and bad times of a `burst`, which are those of the plan's seed.
import type { IssuerCode } from '../../core/banks.ts';
import { createRandom, type Random } from '../../core/random.ts';
import type { EngineSettings } from '../../engine/settings.ts';
import type { Strength } from '../../simulator/faults/fault.ts';
import { breakageOf, isShape, shapeOf } from '../../simulator/faults/fault-set.ts';
import { type Fault, ORDER } from '../../simulator/faults/kinds.ts';
import { closesAtMs, isOpen } from '../../simulator/faults/window.ts';
import type { Latency } from '../../simulator/issuer/latency.ts';
import type { IssuerSettings } from '../../simulator/issuer/settings.ts';
import { type AnswerTimes, answerTimesOf, type FailedShare } from './answer-times.ts';
import { type BrokenCall, brokenCallOf } from './breakage-outcomes.ts';

export interface CallMix {
  /** Of all calls: those that never reach the bank's gate. */
  readonly before: readonly FailedShare[];
  readonly atGate: number;
  /** Of the calls that the gate has let in. */
  readonly passed: AnswerTimes;
  /** The share that shows that the bank works, an end without cards included, where the gate lets all in. */
  readonly works: number;
  /** Of that, what does so without the gate. */
  readonly endedBefore: number;
}

interface Placed {
  readonly fault: Fault;
  readonly strength: Strength;
  readonly added: Latency | undefined;
  readonly isAlteration: boolean;
}

export interface MixOptions {
  readonly bank: IssuerCode;
  readonly settings: IssuerSettings;
  readonly engine: Pick<EngineSettings, 'issuerTimeoutMs' | 'retry'>;
  readonly seed: number;
  /** How long a call waits at the bank before its answer begins: more than patience lets it time out. */
  readonly queuedMs: number;
}

/** The mix of any instant; instants that are asked for must not go back. */
export const callMixes = ({ bank, settings, engine, seed, queuedMs }: MixOptions): ((nowMs: number) => CallMix) => {
  const chance = createRandom(seed).fork('issuer', bank);
  const placed = (settings.faults ?? [])
    .map((fault) => placedOf(fault, chance.fork('fault', fault.name)))
    .toSorted((one, other) => rankOf(one) - rankOf(other));
  const alterations = placed.filter(({ isAlteration }) => isAlteration);
  const others = placed.filter(({ isAlteration }) => !isAlteration);
  const timesOf = remembered((shares) =>
    answerTimesOf(
      settings,
      engine,
      alterations.map(({ fault, added }, at) => ({
        share: shares[at] ?? 0,
        broken: brokenCallOf(breakageOf(fault), undefined),
        added,
      })),
      queuedMs,
    ),
  );
  let latest: CallMix | undefined;
  return (nowMs) => {
    const passed = timesOf(alterations.map((one) => shareAt(one, nowMs)));
    const before = beforeAt(others, nowMs, engine.issuerTimeoutMs);
    if (latest?.passed === passed && before.length + latest.before.length === 0) return latest;
    latest = mixOf(before, passed);
    return latest;
  };
};

const placedOf = (fault: Fault, chance: Random): Placed => {
  const breakage = breakageOf(fault);
  const broken = brokenCallOf(breakage, undefined);
  return {
    fault,
    strength: isShape(fault) ? shapeOf(fault).strength(fault, (...key) => chance.unit(...key)) : () => fault.share,
    added: breakage.kind === 'latency' ? breakage.latency : undefined,
    isAlteration: broken === undefined || broken.at === 'alter',
  };
};

const rankOf = ({ fault }: Placed): number => ORDER.indexOf(breakageOf(fault).kind);

const shareAt = ({ fault, strength }: Placed, nowMs: number): number =>
  isOpen(fault.window, nowMs) ? Math.min(1, Math.max(0, strength(nowMs, 1))) : 0;

/** What a call gets in place of an answer, each fault of what the earlier ones have left. */
const beforeAt = (others: readonly Placed[], nowMs: number, timeoutMs: number): readonly FailedShare[] => {
  let left = 1;
  const failed: FailedShare[] = [];
  for (const one of others) {
    const share = shareAt(one, nowMs) * left;
    if (share === 0) continue;
    const { fault } = one;
    const closesMs = closesAtMs(fault.window, nowMs);
    const broken = brokenCallOf(breakageOf(fault), closesMs === undefined ? undefined : closesMs - nowMs);
    if (broken === undefined) continue;
    failed.push(failedShareOf(broken, share, timeoutMs));
    left -= share;
  }
  return failed;
};

const failedShareOf = ({ ending, isSilent, floorMs }: BrokenCall, share: number, timeoutMs: number): FailedShare => ({
  share,
  ending,
  afterMs: isSilent ? timeoutMs : 0,
  floorMs,
});

const mixOf = (before: readonly FailedShare[], passed: AnswerTimes): CallMix => {
  const atGate = Math.max(0, 1 - before.reduce((sum, { share }) => sum + share, 0));
  const ended = (some: readonly FailedShare[]): number =>
    some.reduce((sum, { share, ending }) => sum + (ending === 'ended' ? share : 0), 0);
  const endedBefore = ended(before);
  const works = endedBefore + atGate * (passed.answered + ended(passed.failures));
  return { before, atGate, passed, works, endedBefore };
};

/** Made anew only where the numbers are others than the last time. */
const remembered = <Made>(make: (key: readonly number[]) => Made): ((key: readonly number[]) => Made) => {
  let last: { readonly key: readonly number[]; readonly made: Made } | undefined;
  return (key) => {
    if (last === undefined || last.key.some((one, at) => one !== key[at])) last = { key, made: make(key) };
    return last.made;
  };
};
