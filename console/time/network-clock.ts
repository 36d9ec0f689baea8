// The network's clock between two overviews: goes on by its scale from where it was last told to be.
import { computed, effect, signal } from '@preact/signals';
import { shanghaiTimestamp } from '../../core/calendar.ts';
import { isFresh, overview } from '../live/overview.ts';
import { standing, type Told } from './clock-course.ts';

/** Often enough that no second is left out at the pace of real time. */
const TICK_MS = 100;

const told = signal<Told | undefined>(undefined);
const shownMs = signal<number | undefined>(undefined);

export const clockScale = computed(() => told.value?.scale);
/** Shanghai time to the second; undefined before it was ever told. */
export const clockText = computed(() =>
  shownMs.value === undefined ? undefined : shanghaiTimestamp(shownMs.value).slice(0, 19).replace('T', ' '),
);
/** Epoch ms, as shown. */
export const clockMs = computed(() => shownMs.value);

const show = (): void => {
  if (told.value !== undefined) shownMs.value = standing(told.value, performance.now(), shownMs.peek());
};

/** Takes what the network says of its clock just now. */
export const hearClock = (timestamp: string, scale: number): void => {
  told.value = { atMs: Date.parse(timestamp), scale, heardMs: performance.now() };
  show();
};

/** Keeps the clock going until the returned function is called. What is not known to be so stands still. */
export const followClock = (): (() => void) => {
  const leave = effect(() => {
    if (overview.value !== undefined) hearClock(overview.value.at, overview.value.scale);
  });
  const timer = setInterval(() => {
    if (isFresh.peek()) show();
  }, TICK_MS);
  return () => {
    leave();
    clearInterval(timer);
  };
};
