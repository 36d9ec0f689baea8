// A stream of server-sent events that connects again by itself. Read by fetch, not by EventSource, which can send no
// control token.
import { readEvents, type ServerEvent } from '../../core/event-stream.ts';
import { controlToken, headersOf } from './control.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;

export type StreamState =
  /** Connected, and heard from. */
  | 'live'
  /** Not connected yet, or not any more; it is tried again. */
  | 'connecting'
  /** The network wants its control token. */
  | 'refused';

export interface StreamOptions {
  readonly path: string;
  readonly onEvent: (event: ServerEvent) => void;
  readonly onState: (state: StreamState) => void;
  /** Nothing for so long, not even a sign of life, is a stream that has been cut. Default: for ever. */
  readonly silentMs?: number;
}

/** Follows the stream until the returned function is called. */
export const follow = ({ path, onEvent, onState, silentMs }: StreamOptions): (() => void) => {
  const over = new AbortController();
  const run = async (): Promise<void> => {
    let pauseMs = FIRST_PAUSE_MS;
    while (!over.signal.aborted) {
      const cut = new AbortController();
      const alive = silentMs === undefined ? () => undefined : watchdog(silentMs, () => cut.abort());
      const end = await once(path, AbortSignal.any([over.signal, cut.signal]), (event) => {
        alive();
        pauseMs = FIRST_PAUSE_MS;
        onState('live');
        onEvent(event);
      });
      alive('stop');
      if (over.signal.aborted) return;
      onState(end === 'refused' ? 'refused' : 'connecting');
      await pause(pauseMs, over.signal);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
  };
  onState('connecting');
  void run();
  return () => over.abort();
};

/** Reads one connection to its end, and tells how it ended. */
const once = async (
  path: string,
  signal: AbortSignal,
  onEvent: (event: ServerEvent) => void,
): Promise<'refused' | 'ended'> => {
  try {
    const response = await fetch(path, { headers: headersOf(controlToken.value), signal, cache: 'no-store' });
    if (response.status === 403) return 'refused';
    if (!response.ok || response.body === null) return 'ended';
    for await (const event of readEvents(bytesOf(response.body))) onEvent(event);
    return 'ended';
  } catch {
    // Cut off, or nobody there: told by the state, and tried again.
    return 'ended';
  }
};

/** Not every browser lets a stream be iterated. */
async function* bytesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}

/** Calls `onSilence` where it is not called again in time. */
const watchdog = (silentMs: number, onSilence: () => void): ((what?: 'stop') => void) => {
  let timer = setTimeout(onSilence, silentMs);
  return (what) => {
    clearTimeout(timer);
    if (what === undefined) timer = setTimeout(onSilence, silentMs);
  };
};

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
