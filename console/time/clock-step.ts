// A step of the clock, from its order to what went on meanwhile. One at a time; a long one takes seconds.
import { effect, signal } from '@preact/signals';
import { parseDuration } from '../../core/durations.ts';
import { ask, type Problem } from '../live/control.ts';
import { history, overview } from '../live/overview.ts';
import { clockSchema } from '../wire/issuers.ts';
import { clockMs, hearClock } from './network-clock.ts';

/** Seven days of a busy network are minutes of work for it. */
const LONGEST_STEP_MS = 30 * 60_000;

export interface ClockStep {
  readonly by: string;
  readonly state: 'walking' | 'done' | 'failed';
  readonly fromMs: number;
  readonly byMs: number;
  readonly calls: number;
  readonly accepted: number;
  readonly ended: number;
  readonly problem?: Problem;
}

export const clockStep = signal<ClockStep | undefined>(undefined);

export const isWalking = (): boolean => clockStep.value?.state === 'walking';

/** From 0 to 1: how much of the way the clock has gone. */
export const stepShare = ({ fromMs, byMs }: ClockStep): number =>
  byMs === 0 ? 1 : Math.min(1, Math.max(0, ((clockMs.value ?? fromMs) - fromMs) / byMs));

let stopCounting: () => void = () => undefined;

/** Adds up what the overviews tell, to the first after the end of the step: it has what the step itself did last. */
const countMeanwhile = (): void => {
  let isFirst = true;
  stopCounting = effect(() => {
    const seen = history.value.at(-1)?.overview;
    const before = clockStep.peek();
    // What was told before the step is not of it.
    if (isFirst || seen === undefined || before === undefined) {
      isFirst = false;
      return;
    }
    clockStep.value = {
      ...before,
      calls: before.calls + seen.banks.reduce((sum, { calls }) => sum + calls, 0),
      accepted: before.accepted + (seen.engine?.accepted ?? 0),
      ended: before.ended + (seen.engine?.ended ?? 0),
    };
    if (before.state !== 'walking') stopCounting();
  });
};

/** Puts the network's clock forward; while one step is made no other begins. */
export const stepForward = async (by: string): Promise<void> => {
  if (isWalking()) return;
  stopCounting();
  const fromMs = clockMs.peek() ?? Date.parse(overview.peek()?.at ?? '');
  clockStep.value = { by, state: 'walking', fromMs, byMs: parseDuration(by) ?? 0, calls: 0, accepted: 0, ended: 0 };
  countMeanwhile();
  const call = { method: 'POST', body: { by }, timeoutMs: LONGEST_STEP_MS } as const;
  const answer = await ask('/control/clock/advance', clockSchema, call);
  if (answer.ok) hearClock(answer.value.now, answer.value.scale);
  else stopCounting();
  clockStep.value = {
    ...clockStep.value,
    state: answer.ok ? 'done' : 'failed',
    ...(answer.ok ? {} : { problem: answer.problem }),
  };
};
