// Queries as a list and as pictures, in a real Chromium before a network that runs.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { CircuitLog } from '../../cli/circuit-log.ts';
import { applyAt, FAST, startControlled } from '../../cli/control/control-fixture.ts';
import { queryRoutes } from '../../cli/control/queries.ts';
import { startTestNetwork } from '../../cli/network-fixture.ts';
import { QueryLog } from '../../cli/query-log.ts';
import { SteerableClock } from '../../core/steerable-clock.ts';
import { systemClock } from '../../core/system-clock.ts';
import { EventBus } from '../../engine/events.ts';
import { accessibilityProblems, consoleOpener, picture } from '../console-fixture.ts';
import { answerFrom } from '../control-answers-fixture.ts';

const open = consoleOpener();
/** What the browser says while there is nobody at the address. */
const UNREACHABLE = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|404/;

const outcomes = (page: Page, bank: string): Promise<readonly string[]> =>
  page
    .locator(`[data-bank=${bank}] .bar`)
    .evaluateAll((bars) => bars.map((bar) => bar.getAttribute('data-outcome') ?? ''));

const STORY = {
  defaults: FAST,
  CMB: { latency: { fixed: '60ms' }, faults: [{ kind: 'fail-first', n: 2, name: 'waking-up' }] },
  BOC: { ...FAST, faults: [{ kind: 'status', status: 503, retryAfter: '3s', name: 'busy', for: '4s' }] },
  PSBC: { latency: { fixed: '1500ms' }, mode: 'callback' },
  ABC: { latency: { fixed: '2500ms' }, mode: 'poll' },
  HXB: { ...FAST, faults: [{ kind: 'reset', name: 'cable', for: '6s' }] },
};

test('a query is a lane for each bank: bars of its attempts, waits between them, faults, callbacks, how it ended', async () => {
  const { network, send } = await startControlled({ issuers: STORY });
  const { queryId, ended } = await applyAt(network);
  await send('POST', '/clock/advance', { by: '1h' });
  await ended();
  for (const language of ['zh', 'en'] as const) {
    const page = await open({ url: network.url, at: `/queries/${queryId}`, language, height: 1000 });
    await page.locator('[data-live=true]').waitFor();
    expect(await outcomes(page, 'CMB')).toEqual(['later', 'later', 'delivered']);
    const lane = page.locator('[data-bank=CMB]');
    expect(await lane.locator('.wait').count()).toBe(2);
    expect(await lane.locator('.fault-name').first().textContent()).toBe('waking-up');
    expect(await lane.locator('[data-disposition]').getAttribute('data-disposition')).toBe('DELIVERED');
    expect(await page.locator('[data-bank=PSBC] .callback').count()).toBe(1);
    expect(await page.locator('[data-bank=BOC] .floor').count()).toBeGreaterThan(0);
    expect(await page.locator('[data-bank=ICBC] .wait').count()).toBe(0);
    expect(await page.locator('[data-bank]').count()).toBe(16);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.locator('[data-bank=CMB] .bar').nth(1).hover();
    if (language === 'en') await picture(page, 'query');
  }
});

test('the keyboard goes from call to call, tells of each, and chooses the part of the time that is shown', async () => {
  const { network, send } = await startControlled({ issuers: STORY });
  const { queryId, ended } = await applyAt(network, ['ICBC', 'CMB']);
  await send('POST', '/clock/advance', { by: '1h' });
  await ended();
  const page = await open({ url: network.url, at: `/queries/${queryId}`, language: 'en' });
  const details = page.locator('.call-details');
  await page.locator('[data-bank=ICBC] .bar').focus();
  await details.getByText('attempt 1').waitFor();
  await page.keyboard.press('ArrowDown');
  await details.getByText('CMB').waitFor();
  await page.keyboard.press('ArrowRight');
  await details.getByText('attempt 2').waitFor();
  await details.getByText('waking-up').waitFor();
  expect(await page.locator('[tabindex="0"].bar').count()).toBe(1);
  const ticks = (): Promise<readonly string[]> => page.locator('.axis text').allTextContents();
  const whole = await ticks();
  await page.keyboard.press('+');
  await expect.poll(ticks).not.toEqual(whole);
  await page.keyboard.press('0');
  await expect.poll(ticks).toEqual(whole);
  await page.getByRole('button', { name: 'To the deadline' }).click();
  await page.locator('.moment.deadline').waitFor();
  await page.getByText('All 4 calls as a table').click();
  await expect.poll(() => page.locator('.call-table tbody tr').count()).toBe(4);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('the picture grows while the query runs, and ends with it', async () => {
  const issuers = { defaults: FAST, CMB: { ...FAST, faults: [{ kind: 'hang', name: 'silence' }] } };
  const { network, send } = await startControlled({ issuers, engine: { issuerTimeout: '1s' } });
  const page = await open({ url: network.url, at: '/queries', language: 'en' });
  await page.getByText('No query yet.').waitFor();
  const { queryId, ended } = await applyAt(network, ['CMB', 'ICBC']);
  await page.getByRole('link', { name: queryId }).click();
  await page.locator('[data-bank=CMB] [data-outcome=under-way]').waitFor();
  await page.locator('.moment.now').waitFor();
  expect(await page.locator('[data-bank=CMB] [data-disposition=PENDING]').count()).toBe(1);
  await expect.poll(() => outcomes(page, 'CMB'), { timeout: 20_000 }).toContain('unknown');
  await send('DELETE', '/issuers/CMB/faults/silence');
  await send('POST', '/clock/advance', { by: '1h' });
  await ended();
  await page.locator('[data-bank=CMB] [data-disposition=DELIVERED]').waitFor();
  await page.getByText('Report ready').waitFor();
  expect((await outcomes(page, 'CMB')).at(-1)).toBe('delivered');
  expect(await page.locator('.moment.now').count()).toBe(0);
});

test('a network that is gone makes what is shown old, and one that is started anew makes it forgotten', async () => {
  const first = await startTestNetwork({ issuers: { defaults: FAST } });
  const { queryId, ended } = await applyAt(first, ['ICBC']);
  await ended();
  const at = `/queries/${queryId}`;
  const page = await open({ url: first.url, at, language: 'en', mayComplain: UNREACHABLE });
  await page.locator('[data-live=true]').waitFor();
  const list = await open({ url: first.url, at: '/queries', language: 'en', mayComplain: UNREACHABLE });
  await list.getByText(queryId).waitFor();
  await first.stop();
  await page.locator('[data-live=false]').waitFor();
  await page.getByRole('alert').getByText('What is shown is old').waitFor();
  await list.locator('.old .long-list').waitFor();
  await startTestNetwork({ issuers: { defaults: FAST } }, { port: Number(new URL(first.url).port) });
  await page.getByText('has no record of this query any more').waitFor({ timeout: 30_000 });
  expect(await page.locator('[data-live=true]').count()).toBe(0);
  await list.getByText('started anew').waitFor({ timeout: 30_000 });
  await list.getByText('No query yet.').waitFor();
  const stranger = await open({ url: first.url, at, language: 'en', mayComplain: UNREACHABLE });
  await stranger.getByText('The network has no record of this query').waitFor();
});

test('a query whose stream of events cannot be had is shown as it was found, and said to be old', async () => {
  const { network } = await startControlled();
  const { queryId, ended } = await applyAt(network, ['ICBC']);
  await ended();
  const page = await open({ url: network.url, at: '/queries', language: 'en', mayComplain: /503/ });
  await page.route('**/control/events?*', (call) => call.fulfill({ status: 503 }));
  await page.getByRole('link', { name: queryId }).click();
  await page.locator('.old [data-bank=ICBC]').waitFor();
  await page.getByText('the picture may be old').waitFor();
  await page.unroute('**/control/events?*');
  await page.locator('[data-live=true]').waitFor({ timeout: 30_000 });
  expect(await page.getByText('the picture may be old').count()).toBe(0);
});

const MANY = 10_000;

const manyQueries = () => {
  const events = new EventBus();
  const queryLog = new QueryLog(events);
  for (let n = 1; n <= MANY; n++) {
    const queryId = `q-${n}`;
    events.emit({ type: 'query-accepted', queryId, userId: 'u', banks: ['ICBC', 'CMB'], deadlineMs: n, atMs: n });
    events.emit({ type: 'bank-done', queryId, bank: 'ICBC', disposition: 'DELIVERED', atMs: n });
    if (n % 100 === 0) events.emit({ type: 'query-ended', queryId, userId: 'u', status: 'FAILED', atMs: n });
  }
  const routes = queryRoutes(
    { queryLog, circuitLog: new CircuitLog(events) },
    { clock: new SteerableClock({ base: systemClock, settle: async () => undefined }), startId: 'one' },
  );
  return { events, routes };
};

test('ten thousand queries are scrolled through, filtered and searched, and a new one comes in at the top', async () => {
  const network = await startTestNetwork({});
  const { events, routes } = manyQueries();
  const page = await open({ url: network.url, at: '/journal', language: 'en' });
  await answerFrom(page, '/control/queries', routes);
  await page.getByRole('link', { name: 'Queries' }).click();
  await page.getByText(`${MANY} queries`, { exact: true }).waitFor();
  const rows = page.locator('.long-list tbody tr:not(.long-space)');
  const list = page.locator('.long-list');
  await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await page.getByRole('link', { name: 'q-1', exact: true }).waitFor();
  expect(await rows.count()).toBeLessThan(60);
  await list.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
  await page.getByRole('link', { name: 'q-5000', exact: true }).waitFor();
  // What somebody looks at stays where it is when others come in above.
  const row = list.locator('tr', { has: page.getByRole('link', { name: 'q-5000', exact: true }) });
  const before = await row.boundingBox();
  expect(await row.getAttribute('aria-rowindex')).toBe('5002');
  events.emit({ type: 'query-accepted', queryId: 'q-new', userId: 'u', banks: ['CMB'], deadlineMs: 0, atMs: 0 });
  events.emit({ type: 'query-ended', queryId: 'q-new', userId: 'u', status: 'READY', atMs: 0 });
  await expect.poll(() => row.getAttribute('aria-rowindex')).toBe('5003');
  expect(await row.boundingBox()).toEqual(before);
  await page.getByRole('button', { name: 'Report ready' }).click();
  await page.getByText(`1 of ${MANY} queries`).waitFor();
  await page.getByRole('link', { name: 'q-new' }).waitFor();
  await page.getByRole('button', { name: 'Failed' }).click();
  await page.getByText(`100 of ${MANY} queries`).waitFor();
  await page.getByLabel('Query id').fill('q-77');
  await page.getByText(`1 of ${MANY} queries`).waitFor();
  await page.getByRole('link', { name: 'q-7700' }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
});
