// Server-sent events out of bytes, however the network cuts them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEvents, type ServerEvent } from './event-stream.ts';

const eventsOf = async (chunks: readonly Uint8Array[]): Promise<readonly ServerEvent[]> => {
  const stream = async function* () {
    yield* chunks;
  };
  const events: ServerEvent[] = [];
  for await (const event of readEvents(stream())) events.push(event);
  return events;
};

const TEXT =
  ': hello\n\nevent: state\ndata: {"bank":"工商银行"}\n\ndata: one\ndata:two\r\n\r\nevent: end\ndata: {}\n\n';

test('events have a name and data; comments and silent names are none', async () => {
  expect(await eventsOf([Buffer.from(TEXT)])).toEqual([
    { event: 'state', data: '{"bank":"工商银行"}' },
    { event: 'message', data: 'one\ntwo' },
    { event: 'end', data: '{}' },
  ]);
});

test('where the stream is cut makes no difference (property)', async () => {
  const bytes = Buffer.from(TEXT);
  const whole = await eventsOf([bytes]);
  const cuts = fc.uniqueArray(fc.nat(bytes.length), { maxLength: 12 }).map((at) => at.toSorted((a, b) => a - b));
  await fc.assert(
    fc.asyncProperty(cuts, async (places) => {
      const chunks = [0, ...places].map((from, at) => bytes.subarray(from, places[at] ?? bytes.length));
      expect(await eventsOf(chunks)).toEqual(whole);
    }),
  );
});

test('an event that the stream breaks off in the middle of is none', async () => {
  expect(await eventsOf([Buffer.from('event: end\ndata: {}\n')])).toEqual([]);
});

test('a line without end is refused rather than kept', async () => {
  await expect(eventsOf([Buffer.alloc(1_048_577, 'x')])).rejects.toThrow(/over 1048576 characters/);
});
