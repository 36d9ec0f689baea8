// The journal and the short messages, in a real Chromium before a network that runs.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { callRoutes } from '../../cli/control/calls.ts';
import { applyAt, FAST, startControlled } from '../../cli/control/control-fixture.ts';
import { startTestNetwork } from '../../cli/network-fixture.ts';
import { Journal } from '../../core/journal.ts';
import { accessibilityProblems, consoleOpener, picture } from '../console-fixture.ts';
import { answerFrom } from '../control-answers-fixture.ts';

const open = consoleOpener();
/** What the browser says while there is nobody at the address. */
const UNREACHABLE = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE/;

const ISSUERS = {
  defaults: FAST,
  CMB: { ...FAST, faults: [{ kind: 'fail-first', n: 2, name: 'waking-up' }] },
  BOC: { ...FAST, faults: [{ kind: 'reset', name: 'cable', for: '2s' }] },
};

const rows = (page: Page) => page.locator('.long-list tbody tr:not(.long-space)');

test('every call is a row, found by bank, by outcome and by words, and leads to its query', async () => {
  const { network, send } = await startControlled({ issuers: ISSUERS });
  const { queryId, ended } = await applyAt(network);
  await send('POST', '/clock/advance', { by: '1h' });
  await ended();
  for (const language of ['zh', 'en'] as const) {
    const page = await open({ url: network.url, at: '/journal', language });
    await rows(page).first().waitFor();
    const all = await rows(page).count();
    expect(all).toBeGreaterThan(16);
    expect(await accessibilityProblems(page)).toEqual([]);
    const shown = () => rows(page).count();
    const [banks, outcomes] = [page.locator('select').nth(1), page.locator('select').nth(2)];
    await banks.selectOption('CMB');
    await expect.poll(shown).toBe(3);
    await outcomes.selectOption('later');
    await expect.poll(shown).toBe(2);
    await outcomes.selectOption('');
    await banks.selectOption('');
    const search = page.getByRole('searchbox');
    await search.fill('ECONNRESET');
    await expect.poll(async () => (await rows(page).allTextContents()).every((text) => /BOC/.test(text))).toBe(true);
    await search.fill(`waking-up ${queryId}`);
    await expect.poll(shown).toBe(2);
    // A number that may be somebody's is not even sent.
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await search.fill('14231005678');
    await page.getByRole('alert').waitFor();
    expect(await shown()).toBe(2);
    await search.fill('nothing-like-this');
    await expect.poll(shown).toBe(0);
    expect(asked.filter((url) => url.includes('1423'))).toEqual([]);
    await search.fill('');
    await expect.poll(shown).toBe(all);
    await search.blur();
    if (language === 'en') await picture(page, 'journal');
    await rows(page).first().getByRole('link').click();
    await page.locator('[data-bank=CMB]').waitFor();
    expect(new URL(page.url()).hash).toBe(`#/queries/${queryId}`);
  }
});

test('a new call comes in at the top, and a call under way is completed where it stands', async () => {
  const issuers = { defaults: FAST, CMB: { ...FAST, faults: [{ kind: 'hang', name: 'silence' }] } };
  const { network } = await startControlled({ issuers, engine: { issuerTimeout: '1s' } });
  const page = await open({ url: network.url, at: '/journal', language: 'en' });
  await page.getByText('No call yet.').waitFor();
  await applyAt(network, ['CMB']);
  await rows(page).getByText('under way').waitFor();
  await rows(page).getByText('no answer').first().waitFor();
  expect(await rows(page).last().textContent()).toContain('silence');
});

const MANY = 5000;

test('more calls than anybody reads are sampled, and it is said how many are not shown; paused, all are there', async () => {
  const network = await startTestNetwork({});
  const journal = new Journal();
  const call = (n: number): void =>
    journal.issuerDid({
      issuer: 'ICBC',
      inquiryId: `i-${n}`,
      operation: 'ask',
      attempt: 1,
      traceparent: undefined,
      faults: [],
      did: '200/00',
      atMs: n,
      plannedMs: 1,
      tookMs: 1,
    });
  const page = await open({ url: network.url, at: '/queries', language: 'en' });
  await answerFrom(page, '/control/journal', callRoutes({ journal, startId: 'one' }));
  call(1);
  await page.getByRole('link', { name: 'Journal' }).click();
  await expect.poll(() => rows(page).count()).toBe(1);
  for (let n = 2; n <= MANY; n++) call(n);
  await page.getByText(/[0-9,]+ more a second are not shown; pause or filter to see all/).waitFor();
  expect(await rows(page).count()).toBeLessThan(60);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('every call before this moment').waitFor();
  const list = page.locator('.long-list');
  const isAtFirst = async (): Promise<boolean> => {
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    return (await list.locator('table').getAttribute('aria-rowcount')) === String(MANY + 1);
  };
  await expect.poll(isAtFirst, { timeout: 30_000 }).toBe(true);
  expect(await rows(page).count()).toBeLessThan(60);
});

test('short messages are shown with mobile and code masked, and nothing else of a person is on either page', async () => {
  const { network, send } = await startControlled();
  const { person, queryId, ended } = await applyAt(network, ['ICBC']);
  await ended();
  const phone = await send('GET', `/sms?mobile=${person.mobile}`);
  const code = /验证码([0-9]{6})/.exec(JSON.stringify(phone.json))?.[1];
  if (code === undefined) throw new Error('no code was sent');
  const pans = person.holdings.flatMap(({ cards }) => cards.map(({ pan }) => pan));
  for (const language of ['zh', 'en'] as const) {
    const page = await open({ url: network.url, at: '/journal', language });
    await rows(page).first().waitFor();
    const calls = await page.content();
    await page.getByRole('tab').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('验证码******').waitFor();
    await page.getByRole('link', { name: queryId }).waitFor();
    expect(await rows(page).count()).toBe(2);
    expect(await accessibilityProblems(page)).toEqual([]);
    const text = calls + (await page.content()) + page.url();
    expect(text).toContain(`${person.mobile.slice(0, 3)}****${person.mobile.slice(-4)}`);
    for (const personal of [person.name, person.idNumber, person.mobile, code, ...pans]) {
      expect(text).not.toContain(personal);
    }
    await page.getByRole('searchbox').fill('报告已生成');
    await expect.poll(() => rows(page).count()).toBe(1);
  }
});

test('a network that is started anew has a new journal, and nothing of the former one is left on the page', async () => {
  const first = await startTestNetwork({ issuers: { defaults: FAST } });
  const { queryId, ended } = await applyAt(first, ['ICBC', 'CMB']);
  await ended();
  const at = { url: first.url, at: '/journal', language: 'en', mayComplain: UNREACHABLE } as const;
  const [page, paused] = [await open(at), await open(at)];
  for (const one of [page, paused]) await expect.poll(() => rows(one).count()).toBe(2);
  await paused.getByRole('button', { name: 'Pause' }).click();
  await paused.getByText('every call before this moment').waitFor();
  await first.stop();
  await page.locator('.old .long-list').waitFor();
  await page.getByRole('alert').first().waitFor();
  const second = await startTestNetwork({ issuers: { defaults: FAST } }, { port: Number(new URL(first.url).port) });
  for (const one of [page, paused]) {
    await one.getByText('The network was started anew').waitFor({ timeout: 30_000 });
    await one.getByText(queryId).first().waitFor({ state: 'detached' });
  }
  const again = await applyAt(second, ['BOC']);
  await again.ended();
  await expect.poll(() => rows(page).count(), { timeout: 20_000 }).toBe(1);
  expect(await rows(page).first().textContent()).toContain('BOC');
});
