// The network at a glance, as it comes: the last overview, what came before it, and whether it is still true.
import { computed, signal } from '@preact/signals';
import { type Change, changeSchema, type Overview, overviewSchema } from '../wire/overview.ts';
import { follow, type StreamState } from './stream.ts';

/** Two minutes of overviews: as much as a small plot shows. */
const MAX_HISTORY = 240;
/** Overviews come twice a second: so long without one, and the network has stopped or is gone. */
const SILENT_MS = 4000;

export interface Seen {
  /** By this machine's clock, epoch seconds. */
  readonly seenAt: number;
  /** Undefined: from here to the next nothing is known. */
  readonly overview: Overview | undefined;
}

export const connection = signal<StreamState>('connecting');
/** What keeps the network from telling, where something does. */
export const trouble = signal<string | undefined>(undefined);
export const history = signal<readonly Seen[]>([]);
/** The latest, old or not: see {@link isFresh}. */
export const overview = computed<Overview | undefined>(
  () => history.value.findLast((seen) => seen.overview !== undefined)?.overview,
);
/** Whether what is shown is what is so now. */
export const isFresh = computed(() => connection.value === 'live' && trouble.value === undefined);

type ChangeListener = (change: Change) => void;
const listeners = new Set<ChangeListener>();

/** Hears of every change by a tester, and `undefined` when changes may have been missed. Returns how to stop. */
export const onChange = (listener: (change: Change | undefined) => void): (() => void) => {
  const leaveState = connection.subscribe((state) => {
    if (state === 'live') listener(undefined);
  });
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    leaveState();
  };
};

const put = (seen: Overview | undefined): void => {
  const one = { seenAt: Date.now() / 1000, overview: seen };
  history.value = [...history.value.slice(1 - MAX_HISTORY), one];
};

/** Begins to follow the network; once for the page. */
export const followNetwork = (): (() => void) =>
  follow({
    path: '/control/overview',
    silentMs: SILENT_MS,
    onState(state) {
      if (connection.value === 'live' && state !== 'live') put(undefined);
      connection.value = state;
    },
    onEvent({ event, data }) {
      const json: unknown = JSON.parse(data);
      if (event === 'overview') {
        put(overviewSchema.parse(json));
        trouble.value = undefined;
      } else if (event === 'change') {
        const change = changeSchema.parse(json);
        for (const listener of listeners) listener(change);
      } else if (event === 'trouble') trouble.value = data;
    },
  });
