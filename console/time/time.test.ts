// The network's clock in a real Chromium.
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { FAST } from '../../cli/control/control-fixture.ts';
import { startTestNetwork } from '../../cli/network-fixture.ts';
import { accessibilityProblems, consoleOpener } from '../console-fixture.ts';
import { elsewhere, isLive, overflow, somebodyAsks, soon } from '../network/network-page-fixture.ts';

const open = consoleOpener();
const HELD = { timeScale: 0, startAtMs: Date.parse('2026-03-02T09:00:00+08:00') };

const clock = (page: Page): Locator => page.locator('.time-tools > button');
const panel = (page: Page): Locator => page.getByRole('dialog');

test('the clock shows where the network is, and one hour, one day and seven days later it is there', async () => {
  const network = await startTestNetwork({}, HELD);
  const page = await open({ url: network.url, language: 'en' });
  await clock(page).getByText('2026-03-02 09:00:00').waitFor();
  await clock(page).getByText('held').waitFor();
  await clock(page).click();
  await panel(page).getByRole('button', { name: 'One hour later' }).click();
  await clock(page).getByText('2026-03-02 10:00:00').waitFor();
  await panel(page).getByRole('status').getByText('1h later.').waitFor();
  await panel(page).getByRole('button', { name: 'One day later' }).click();
  await clock(page).getByText('2026-03-03 10:00:00').waitFor();
  await panel(page).getByRole('button', { name: 'Seven days later' }).click();
  await clock(page).getByText('2026-03-10 10:00:00').waitFor();
  await panel(page).getByLabel('Any duration').fill('90s');
  await panel(page).getByRole('button', { name: 'Go' }).first().click();
  await clock(page).getByText('2026-03-10 10:01:30').waitFor();
});

test('what is wrong with a step or a pace is told at its field', async () => {
  const network = await startTestNetwork({}, HELD);
  const page = await open({ url: network.url, language: 'en', mayComplain: /status of 422/ });
  await clock(page).click();
  await panel(page).getByLabel('Any duration').fill('soon');
  await panel(page).getByLabel('Any duration').press('Enter');
  await panel(page).getByText('must be a duration from 0ms').waitFor();
  await panel(page).getByLabel('So many times').fill('-1');
  await panel(page).getByLabel('So many times').press('Enter');
  await panel(page).getByText('must be a number from 0').waitFor();
  await clock(page).getByText('2026-03-02 09:00:00').waitFor();
});

test('a step shows what went on meanwhile, and while it goes on no other begins', async () => {
  const network = await startTestNetwork(
    { issuers: { defaults: { latency: { fixed: '30m' } } }, engine: { issuerTimeout: '1h' } },
    HELD,
  );
  const page = await open({ url: network.url });
  await isLive(page);
  await somebodyAsks(network);
  await page.locator('.network-engine dd').first().getByText('1', { exact: true }).waitFor();
  await clock(page).click();
  const steps: string[] = [];
  const letGo = Promise.withResolvers<void>();
  await page.route('**/control/clock/advance', async (route) => {
    steps.push(route.request().postData() ?? '');
    await letGo.promise;
    await route.continue();
  });
  await panel(page).getByRole('button', { name: '一小时后' }).click();
  await panel(page).getByRole('progressbar').waitFor();
  expect(await panel(page).getByRole('button', { name: '七天后' }).getAttribute('aria-disabled')).toBe('true');
  await panel(page).getByRole('button', { name: '七天后' }).click({ force: true });
  expect(await accessibilityProblems(page)).toEqual([]);
  letGo.resolve();
  await clock(page).getByText('2026-03-02 10:00:00').waitFor();
  await panel(page).getByText('其间：调用 16 次，受理 0 笔，完成 1 笔。').waitFor();
  expect(steps).toEqual(['{"by":"1h"}']);
});

test('the clock runs as fast as it is told, holds, and ticks between two overviews', async () => {
  const network = await startTestNetwork({}, { ...HELD, timeScale: 1 });
  const page = await open({ url: network.url, language: 'en' });
  await clock(page).getByText('2026-03-02 09:00:').waitFor();
  await clock(page).click();
  await panel(page).getByRole('button', { name: '3600×' }).click();
  await panel(page).getByRole('button', { name: '3600×', pressed: true }).waitFor();
  await clock(page).getByText('×3600').waitFor();
  const text = () => clock(page).locator('.number').textContent();
  // No overview comes: what moves is the page's own.
  await page.route('**/control/overview', () => undefined);
  const before = await text();
  await soon(text).not.toBe(before);
  await panel(page).getByRole('button', { name: 'held' }).click();
  await panel(page).getByText('The clock is held').waitFor();
  const answer: unknown = await (await fetch(`${network.url}/control/clock`)).json();
  expect(answer).toMatchObject({ scale: 0 });
  const held = Object(answer).now.slice(0, 19).replace('T', ' ');
  await soon(text).toBe(held);
  await panel(page).getByLabel('So many times').fill('600');
  await panel(page).getByLabel('So many times').press('Enter');
  await clock(page).getByText('×600').waitFor();
});

test('a clock that somebody else moves is moved here too', async () => {
  const network = await startTestNetwork({ issuers: { defaults: FAST } }, HELD);
  const page = await open({ url: network.url });
  await clock(page).getByText('2026-03-02 09:00:00').waitFor();
  await elsewhere(network.url, 'POST', '/clock/advance', { by: '7d' });
  await clock(page).getByText('2026-03-09 09:00:00').waitFor();
  await elsewhere(network.url, 'PUT', '/clock', { scale: 1 });
  await clock(page).getByText('已停住').waitFor({ state: 'detached' });
});

test('it is opened and closed by keyboard, fits a narrow page, and nothing is wrong with it in light and dark', async () => {
  const network = await startTestNetwork({}, HELD);
  for (const [language, dark, width] of [
    ['zh', false, 360],
    ['en', true, 360],
    ['zh', true, 1280],
    ['en', false, 2560],
  ] as const) {
    const page = await open({ url: network.url, language, dark, width });
    await isLive(page);
    await clock(page).focus();
    await page.keyboard.press('Enter');
    await panel(page).waitFor();
    await soon(() => page.evaluate('document.activeElement?.tagName')).toBe('H2');
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await page.keyboard.press('Escape');
    await panel(page).waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement?.closest(".time-tools") !== null')).toBe(true);
  }
});
