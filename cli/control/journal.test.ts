// What the journal and the events tell of a query over broken banks and a real one, and what they never tell.
import { expect, test } from 'vitest';
import { BANKS } from '../../core/banks.ts';
import { readEvents, type ServerEvent } from '../../core/event-stream.ts';
import type { JournalEntry } from '../../core/journal.ts';
import type { Network } from '../network.ts';
import { applyAt, FAST, startControlled } from './control-fixture.ts';
import { MAX_READERS } from './event-feed.ts';

/** Every event of a network from now on; undefined where there are too many readers already. */
const tryListen = async (network: Network) => {
  const leaving = new AbortController();
  const response = await fetch(`${network.url}/control/events`, { signal: leaving.signal });
  if (response.status === 503 || response.body === null) return undefined;
  const heard: ServerEvent[] = [];
  const stream = readEvents(response.body);
  expect((await stream.next()).value?.event).toBe('ready');
  const over = (async () => {
    for await (const event of stream) heard.push(event);
  })().catch(() => undefined);
  return { heard, over, leave: () => leaving.abort() };
};

const listen = async (network: Network) => {
  const reader = await tryListen(network);
  if (reader === undefined) throw new Error('there are too many readers');
  return reader;
};

const entriesOf = async (send: Awaited<ReturnType<typeof startControlled>>['send'], question: string) =>
  (await send('GET', `/journal${question}`)).json.entries as unknown as readonly JournalEntry[];

/** Three banks that break in three ways for a while, one that calls back, and one that is somebody else's. */
const startBroken = async () => {
  const other = await startControlled();
  const url = other.network.issuers.find(({ code }) => code === 'CMB')?.url;
  const broken = await startControlled({
    issuers: {
      defaults: FAST,
      ICBC: { ...FAST, faults: [{ kind: 'status', status: 503, name: 'down', for: '20s' }] },
      ABC: { ...FAST, faults: [{ kind: 'refuse', for: '20s' }] },
      PSBC: { ...FAST, mode: 'callback' },
      CMB: { url },
    },
    incidents: [{ kind: 'reset', name: 'cable', issuers: ['BOC'], for: '20s' }],
  });
  return { other, ...broken };
};

/** A query over all banks, to its end, an hour of the network's clock later at most. */
const queryAll = async ({ network, send }: Pick<Awaited<ReturnType<typeof startBroken>>, 'network' | 'send'>) => {
  const applied = await applyAt(network);
  const ended = applied.ended();
  await send('POST', '/clock/advance', { by: '1h' });
  await ended;
  return applied;
};

test('every call is in the journal with its planned fault and what became of it, a refused port and a real bank alike', async () => {
  const { network, send, other } = await startBroken();
  const { queryId } = await queryAll({ network, send });
  const entries = await entriesOf(send, `?queryId=${queryId}`);
  const asked = entries.filter(({ operation }) => operation === 'ask');
  expect(new Set(asked.map(({ issuer }) => issuer))).toEqual(new Set(BANKS.map(({ code }) => code)));
  const fate = (issuer: string) =>
    asked
      .filter((entry) => entry.issuer === issuer)
      .map(({ attempt, faults, did, outcome, failure }) => ({ attempt, faults, did, outcome, failure }));
  const expected = {
    ICBC: { faults: ['down'], did: '503/06', outcome: 'later', failure: undefined },
    ABC: { faults: ['refuse'], did: undefined, outcome: 'unknown', failure: 'ECONNREFUSED' },
    BOC: { faults: ['cable'], did: 'reset', outcome: 'unknown', failure: 'ECONNRESET' },
  };
  for (const [issuer, broken] of Object.entries(expected)) {
    const calls = fate(issuer);
    expect(calls.length, issuer).toBeGreaterThan(1);
    for (const [at, call] of calls.slice(0, -1).entries()) expect(call, issuer).toEqual({ attempt: at + 1, ...broken });
    const well = { attempt: calls.length, faults: [], did: '200/00', outcome: 'delivered', failure: undefined };
    expect(calls.at(-1), issuer).toEqual(well);
  }
  // Of a bank of somebody else's there is the engine's side, in the same words.
  const real = asked.filter(({ issuer }) => issuer === 'CMB');
  expect(real).toEqual([
    expect.objectContaining({ caller: 'engine', attempt: 1, outcome: 'delivered', status: 200, respCode: '00' }),
  ]);
  expect(await entriesOf(other.send, '?issuer=CMB')).toEqual([
    expect.objectContaining({ caller: 'other', did: '200/00', traceparent: real[0]?.traceparent }),
  ]);
  expect(entries.filter(({ operation }) => operation === 'callback')).toEqual([
    expect.objectContaining({ issuer: 'PSBC', queryId, did: 'callback accepted' }),
  ]);
});

test('the journal is read by issuer and page by page', async () => {
  const { network, send } = await startControlled();
  await queryAll({ network, send });
  const all = await entriesOf(send, '');
  expect(all).toHaveLength(16);
  expect(await entriesOf(send, '?issuer=HXB')).toEqual(all.filter(({ issuer }) => issuer === 'HXB'));
  const first = await entriesOf(send, '?after=0&limit=10');
  const rest = await entriesOf(send, `?after=${first.at(-1)?.seq}&limit=10`);
  expect([...first, ...rest]).toEqual(all);
  expect(await entriesOf(send, '?limit=3')).toEqual(all.slice(-3));
});

test('events tell each call when it is over and each change, and nothing in them or in the journal is about the person', async () => {
  const { network, send } = await startBroken();
  const { heard, over } = await listen(network);
  const { person, queryId } = await queryAll({ network, send });
  await send('PATCH', '/issuers/HXB', { mode: 'poll' });
  await send('PUT', `/people/${person.idNumber}`, { cards: [] });
  const kept = await entriesOf(send, `?queryId=${queryId}`);
  const all = await entriesOf(send, '');
  // A network that stops ends the stream, and everything before is in it.
  await network.stop();
  await over;
  const kinds = new Set(heard.map(({ event }) => event));
  for (const kind of [
    'query-accepted',
    'call-started',
    'call-ended',
    'bank-done',
    'query-ended',
    'journal',
    'control',
  ]) {
    expect(kinds, kind).toContain(kind);
  }
  const told: readonly JournalEntry[] = heard
    .filter(({ event }) => event === 'journal')
    .map(({ data }) => JSON.parse(data));
  const latest = new Map(told.map((entry) => [entry.seq, entry]));
  expect(kept.map(({ seq }) => latest.get(seq))).toEqual(kept);
  expect(heard.filter(({ event }) => event === 'control').map(({ data }) => JSON.parse(data))).toEqual([
    { change: 'clock', at: expect.any(String) },
    { change: 'issuer', issuer: 'HXB', at: expect.any(String) },
    { change: 'person', at: expect.any(String) },
  ]);
  const text = JSON.stringify([heard, all]);
  const pans = person.holdings.flatMap(({ cards }) => cards.map(({ pan }) => pan));
  for (const personal of [person.name, person.idNumber, person.mobile, ...pans]) expect(text).not.toContain(personal);
});

test('as many readers as there may be get their events, one more is told so, and a stop ends them all', async () => {
  const { network, send } = await startControlled();
  const readers = await Promise.all(Array.from({ length: MAX_READERS }, () => listen(network)));
  expect(await send('GET', '/events')).toMatchObject({ status: 503, json: { code: 'TOO_MANY_READERS' } });
  await send('PUT', '/face', { outcome: 'match' });
  readers[0]?.leave();
  await readers[0]?.over;
  // The network hears a moment later that a reader has gone.
  let again = await tryListen(network);
  for (let tries = 0; again === undefined && tries < 1000; tries++) again = await tryListen(network);
  expect(again).toBeDefined();
  await network.stop();
  await Promise.all([...readers, again].map((reader) => reader?.over));
  for (const { heard } of readers.slice(1)) expect(heard.map(({ event }) => event)).toEqual(['control']);
});
