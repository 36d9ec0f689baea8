// Waiting for ends over a stream that comes and goes, in virtual time.
import { expect, test } from 'vitest';
import { promisesSettled } from '../core/system-clock.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { EndWatch, type RecordedEnd } from './end-watch.ts';
import { ANSWER_WITHIN_MS } from './http-link.ts';

const START_MS = 1_000_000;

/** One stream of ends, and how it is told and broken. */
const createStream = () => {
  const chunks: Uint8Array[] = [];
  let isBroken = false;
  let wake = (): void => undefined;
  return {
    tell(queryId: string, status: string): void {
      chunks.push(Buffer.from(`event: end\ndata: ${JSON.stringify({ queryId, status })}\n\n`));
      wake();
    },
    cut(): void {
      isBroken = true;
      wake();
    },
    async *read(): AsyncGenerator<Uint8Array> {
      for (;;) {
        const chunk = chunks.shift();
        if (chunk !== undefined) yield chunk;
        else if (isBroken) throw new Error('other side closed');
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
};

/** A network that does nothing but tell of ends; `refuse` decides which of its streams, from 0, is not opened. */
const startTeller = async (refuse: (nth: number) => boolean = () => false) => {
  const clock = new VirtualClock({ startMs: START_MS, settle: promisesSettled });
  const streams: ReturnType<typeof createStream>[] = [];
  const askedAtMs: number[] = [];
  const said: string[] = [];
  const ends = await EndWatch.open({
    clock,
    controlToken: undefined,
    onBroken: (line) => said.push(line),
    link: {
      async stream(_path, _token, signal) {
        const nth = askedAtMs.push(clock.now()) - 1;
        if (refuse(nth)) throw new Error('connect ECONNREFUSED');
        const stream = createStream();
        signal.addEventListener('abort', stream.cut);
        streams.push(stream);
        return stream.read();
      },
    },
  });
  const stream = (nth: number) => {
    const found = streams[nth];
    if (found === undefined) throw new Error(`stream ${nth} was not opened`);
    return found;
  };
  const after = (spanMs: number): Promise<void> => clock.runUntil(clock.now() + spanMs);
  return { ends, clock, stream, streams, askedAtMs, said, after };
};

const running = async (): Promise<undefined> => undefined;
const ended = (status: 'READY' | 'FAILED', afterMs: number) => ({ kind: 'ended', status, atMs: START_MS + afterMs });

test('an end is heard by whoever waits for it, and by whoever asks later', async () => {
  const { ends, stream } = await startTeller();
  const first = ends.wait('q1', running);
  stream(0).tell('q2', 'FAILED');
  stream(0).tell('q1', 'READY');
  expect(await first).toEqual(ended('READY', 0));
  expect(await ends.wait('q2', running)).toEqual(ended('FAILED', 0));
  expect(ends.heard).toEqual({ breaks: 0, fromRecords: 0, undated: 0 });
  ends.abandon();
});

test('an end that fell into a break counts from when the record says, and the next is heard again', async () => {
  const { ends, stream, after } = await startTeller();
  let record: RecordedEnd | undefined;
  const missed = ends.wait('q1', async () => record);
  const next = ends.wait('q2', running);
  stream(0).cut();
  record = { status: 'READY', atMs: START_MS + 40 };
  await after(5000);
  stream(1).tell('q2', 'READY');
  expect([await missed, await next]).toEqual([ended('READY', 40), ended('READY', 5000)]);
  expect(ends.heard).toEqual({ breaks: 1, fromRecords: 1, undated: 0 });
  ends.abandon();
});

test('a stream that cannot be opened again is tried until it can, ever more seldom, and told of once', async () => {
  const { ends, stream, after, askedAtMs, said } = await startTeller((nth) => nth >= 1 && nth <= 9);
  const waiting = ends.wait('q1', running);
  stream(0).cut();
  await after(60_000);
  const pauses = askedAtMs.slice(1).map((atMs, at) => atMs - (askedAtMs[at] ?? 0));
  expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000, 5000]);
  expect(said).toEqual([expect.stringContaining('the stream of ends broke')]);
  stream(1).tell('q1', 'READY');
  expect(await waiting).toEqual(ended('READY', 60_000));
  stream(1).cut();
  await after(5000);
  stream(2).tell('q2', 'READY');
  expect(await ends.wait('q2', running)).toMatchObject({ kind: 'ended' });
  expect(said.length).toBe(1);
  expect(ends.heard.breaks).toBe(2);
  ends.abandon();
});

test('while there is no stream the records are asked at each try, and one without a moment is told apart', async () => {
  const { ends, stream, after } = await startTeller((nth) => nth > 0);
  const waiting = ends.wait('q1', async () => ({ status: 'FAILED', atMs: undefined }));
  stream(0).cut();
  await after(100);
  expect(await waiting).toEqual(ended('FAILED', 100));
  expect(ends.heard).toEqual({ breaks: 1, fromRecords: 1, undated: 1 });
  ends.abandon();
});

test('who is told of their acceptance after a break, and whose query ended in it, is not forgotten', async () => {
  const { ends, stream, after } = await startTeller();
  stream(0).cut();
  await after(1000);
  const late = ends.wait('q1', async () => ({ status: 'READY', atMs: START_MS + 30 }));
  await after(1);
  expect(await late).toEqual(ended('READY', 30));
  await after(ANSWER_WITHIN_MS);
  let looks = 0;
  const ordinary = ends.wait('q2', async () => void looks++);
  stream(1).tell('q2', 'READY');
  expect(await ordinary).toMatchObject({ status: 'READY' });
  expect(looks).toBe(0);
  ends.abandon();
});

test('what has not ended at the close is looked at once more; abandoned, it may yet end', async () => {
  const { ends, streams, after } = await startTeller();
  const found: RecordedEnd = { status: 'FAILED', atMs: START_MS };
  const [late, never] = [ends.wait('q1', async () => found), ends.wait('q2', running)];
  await ends.close();
  expect([await late, await never]).toEqual([ended('FAILED', 0), { kind: 'unended' }]);
  const left = ends.wait('q3', running);
  ends.abandon();
  expect(await left).toEqual({ kind: 'abandoned' });
  await after(60_000);
  expect(streams.length).toBe(1);
});
