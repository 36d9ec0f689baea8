// Queries and short messages of a live network, as the console asks for them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { messagesSchema } from '../../console/wire/journal.ts';
import { type Query, queriesSchema, querySchema } from '../../console/wire/queries.ts';
import { readEvents } from '../../core/event-stream.ts';
import { applyAt, startControlled } from './control-fixture.ts';

const FAILING = { issuers: { CMB: { latency: { fixed: '1ms' }, faults: [{ kind: 'fail-first', n: 2 }] } } };

test('a query is listed with a letter for each bank, and shown with its banks, from application to end', async () => {
  const { network, send } = await startControlled(FAILING);
  const { queryId, ended } = await applyAt(network, ['CMB', 'ICBC']);
  const shown = async (): Promise<Query> => querySchema.parse((await send('GET', `/queries/${queryId}`)).json);
  expect(await shown()).toMatchObject({ queryId, status: 'RUNNING', banks: [{ bank: 'CMB' }, { bank: 'ICBC' }] });
  await send('POST', '/clock/advance', { by: '1h' });
  await ended();
  const query = await shown();
  expect(query).toMatchObject({
    status: 'READY',
    banks: [
      { bank: 'CMB', disposition: 'DELIVERED', attempts: 3 },
      { bank: 'ICBC', disposition: 'DELIVERED', attempts: 1 },
    ],
  });
  const list = queriesSchema.parse((await send('GET', '/queries')).json);
  expect(list).toMatchObject({ startId: query.startId, total: 1, firstSeq: 1 });
  const letters = Object.fromEntries(list.banks.map((bank, at) => [bank, list.queries[0]?.strip[at]]));
  expect(letters).toMatchObject({ ICBC: 'D', CMB: 'D', ABC: '-' });
  expect(list.queries).toMatchObject([{ queryId, status: 'READY', calls: 4, acceptedAt: query.acceptedAt }]);
  expect((await send('GET', `/queries?after=${list.change}`)).json.queries).toEqual([]);
  expect((await send('GET', '/queries?status=FAILED')).json.queries).toEqual([]);
  expect(await send('GET', '/queries/q1')).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
});

interface Heard {
  readonly event: string;
  readonly bank?: string;
  readonly issuer?: string;
}

test('a query from before a restart shows again as soon as its bank is called', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'banknet-queries-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const store = `sqlite:${join(folder, 'banknet.db')}`;
  const faults = [{ kind: 'status', status: 503, retryAfter: '10m' }];
  const first = await startControlled({ issuers: { CMB: { latency: { fixed: '1ms' }, faults } } }, { store });
  const { queryId } = await applyAt(first.network, ['CMB']);
  const listed = async ({ send }: typeof first) => queriesSchema.parse((await send('GET', '/queries')).json);
  const before = await listed(first);
  await expect.poll(async () => (await listed(first)).queries[0]?.calls).toBe(1);
  await first.network.stop();
  const second = await startControlled({}, { store });
  expect(await listed(second)).toMatchObject({ total: 0, queries: [] });
  await second.send('POST', '/clock/advance', { by: '1h' });
  await expect.poll(async () => (await listed(second)).queries[0]?.status).toBe('READY');
  const after = await listed(second);
  expect(after.startId).not.toBe(before.startId);
  expect(after.queries).toEqual([expect.objectContaining({ queryId, calls: 1 })]);
  expect(after.queries[0]).not.toHaveProperty('acceptedAt');
});

test('who asks for the events of one query, or of one bank, hears of no other', async () => {
  const { network, send } = await startControlled();
  const { queryId, ended } = await applyAt(network, ['ICBC']);
  await ended();
  const hear = async (question: string) => {
    const response = await fetch(`${network.url}/control/events?${question}`);
    if (response.body === null) throw new Error('the events have no body');
    const events = readEvents(response.body);
    return async (): Promise<readonly Heard[]> => {
      const heard: Heard[] = [];
      for await (const { event, data } of events) heard.push({ event, ...JSON.parse(data) });
      return heard;
    };
  };
  const hearing = await Promise.all(['', `queryId=${queryId}`, 'issuer=CMB'].map(hear));
  const other = await applyAt(network, ['ICBC', 'CMB'], 1);
  await other.ended();
  await send('POST', '/marks', { mark: 'here' });
  await network.stop();
  const [all = [], ofQuery = [], ofBank = []] = await Promise.all(hearing.map((heard) => heard()));
  expect(ofQuery.map(({ event }) => event)).toEqual(['ready', 'mark']);
  const banksIn = (events: readonly Heard[]) => new Set(events.flatMap(({ bank, issuer }) => bank ?? issuer ?? []));
  expect(banksIn(all)).toEqual(new Set(['ICBC', 'CMB']));
  expect(banksIn(ofBank)).toEqual(new Set(['CMB']));
  expect(new Set(ofBank.map(({ event }) => event))).toContain('journal');
});

test('the journal is searched by words, read backwards, and entries are asked for by number', async () => {
  const { network, send } = await startControlled(FAILING);
  const { queryId, ended } = await applyAt(network, ['CMB', 'ICBC']);
  await send('POST', '/clock/advance', { by: '1h' });
  await ended();
  const seqs = async (question: string) =>
    ((await send('GET', `/journal?${question}`)).json.entries as { readonly seq: number }[]).map(({ seq }) => seq);
  expect(await seqs('')).toEqual([1, 2, 3, 4]);
  expect(await seqs('search=icbc')).toHaveLength(1);
  expect(await seqs('search=DELIVERED%20cmb')).toHaveLength(1);
  expect(await seqs(`search=${queryId}`)).toHaveLength(4);
  expect(await seqs('search=nothing-of-this')).toEqual([]);
  expect(await seqs('before=4&limit=2')).toEqual([2, 3]);
  expect(await seqs('seqs=4,99,1')).toEqual([4, 1]);
  expect((await send('GET', '/journal?limit=1')).json).toMatchObject({ lastSeq: 4 });
});

test('short messages of everybody are told with their mobile and code masked', async () => {
  const { network, send } = await startControlled();
  const { queryId, ended, person } = await applyAt(network, ['ICBC']);
  await ended();
  const { json } = await send('GET', '/messages');
  const { messages } = messagesSchema.parse(json);
  const mobile = `${person.mobile.slice(0, 3)}****${person.mobile.slice(-4)}`;
  expect(messages).toMatchObject([
    { seq: 1, mobile, text: expect.stringContaining('验证码******，5分钟内有效') },
    { seq: 2, mobile, queryId, text: expect.stringContaining('报告已生成') },
  ]);
  expect(JSON.stringify(json)).not.toContain(person.mobile);
  expect((await send('GET', '/messages?after=1')).json.messages).toHaveLength(1);
  expect((await send('GET', '/messages?limit=1')).json.messages).toMatchObject([{ seq: 2 }]);
});
