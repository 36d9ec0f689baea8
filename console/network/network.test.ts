// The network at a glance in a real Chromium.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { FAST } from '../../cli/control/control-fixture.ts';
import type { Network } from '../../cli/network.ts';
import { startTestNetwork } from '../../cli/network-fixture.ts';
import { BANKS } from '../../core/banks.ts';
import { accessibilityProblems, consoleOpener, picture } from '../console-fixture.ts';
import { card, elsewhere, isLive, overflow, panel, somebodyAsks, soon, told } from './network-page-fixture.ts';

const open = consoleOpener();
const AT_ONCE = { issuers: { defaults: FAST } };
/** The browser says so of every refused request. */
const REFUSED = /status of 422/;
const REAL = { issuers: { defaults: FAST, HXB: { url: 'http://127.0.0.1:9' } } };

test('the sixteen banks are shown by name in both languages, and their calls are counted as they come', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await open({ url: network.url });
  await isLive(page);
  const names = () => page.locator('.network-bank-head a').allTextContents();
  expect(await names()).toEqual(BANKS.map(({ shortNameZh }) => shortNameZh));
  await card(page, 'CMB').getByText('暂无调用').waitFor();
  await somebodyAsks(network);
  await card(page, 'CMB').getByText('正常').waitFor();
  await card(page, 'CMB').locator('.network-p50 dd', { hasText: 'ms' }).waitFor();
  expect(await page.locator('.network-bank .network-spark canvas').count()).toBe(16);
  await page.getByRole('button', { name: 'English' }).click();
  expect(await names()).toEqual(BANKS.map(({ nameEn }) => nameEn));
  await card(page, 'ICBC')
    .getByText(/well|no calls/)
    .waitFor();
});

test('a bank is opened by a click, broken by a preset and healed by the same one, and the network says so too', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await open({ url: network.url });
  await card(page, 'CMB').click();
  const down = panel(page).getByRole('button', { name: /^中断/ });
  await down.click();
  await card(page, 'CMB').locator('.network-tags', { hasText: '中断' }).waitFor();
  expect(await told(network.url, 'CMB')).toMatchObject({ faults: [{ name: 'down', kind: 'refuse' }], port: 'refuse' });
  await page.locator('[data-bank="CMB"][data-state="down"]').waitFor();
  expect(await down.getAttribute('aria-pressed')).toBe('true');
  for (const [preset, fault] of [
    [/^缓慢/, { name: 'slow', kind: 'latency', p50: '2s' }],
    [/^不稳/, { name: 'flaky', kind: 'status', status: 503, share: 0.3 }],
    [/^说谎/, { name: 'lies', kind: 'wrong-answer' }],
  ] as const) {
    await panel(page).getByRole('button', { name: preset, pressed: false }).click();
    await panel(page).getByRole('button', { name: preset, pressed: true }).waitFor();
    const { faults } = await told(network.url, 'CMB');
    expect(faults).toContainEqual(expect.objectContaining(fault));
  }
  await card(page, 'CMB').getByText('另有 1 项').waitFor();
  await down.click();
  await panel(page).locator('[data-fault="down"]').waitFor({ state: 'detached' });
  expect(await told(network.url, 'CMB')).toMatchObject({ port: 'open' });
});

test('two faults that contradict each other are refused in the words of the network, and nothing changes', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await open({ url: network.url, language: 'en', at: '/network/ABC', mayComplain: REFUSED });
  await panel(page).getByRole('button', { name: /^Down/ }).click();
  await panel(page).locator('[data-fault="down"]').waitFor();
  await panel(page).getByText('Add a fault…').click();
  const form = panel(page).getByRole('form', { name: 'Add a fault…' });
  await form.getByLabel('Kind').selectOption('hang');
  await form.getByLabel('Name').fill('silent');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.getByRole('alert').filter({ hasText: 'contradict' }).waitFor();
  expect((await told(network.url, 'ABC')).faults).toMatchObject([{ name: 'down' }]);
});

test('what somebody else changes appears by itself, and so does the end of a fault that heals', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await open({ url: network.url, at: '/network/ABC' });
  await isLive(page);
  await elsewhere(network.url, 'POST', '/issuers/ABC/faults', { name: 'nap', kind: 'hang', for: '1h' });
  await card(page, 'ABC').getByText('nap').waitFor();
  await panel(page).locator('[data-fault="nap"]').waitFor();
  await elsewhere(network.url, 'PATCH', '/issuers/ABC', { latency: { fixed: '7ms' } });
  await soon(() => panel(page).getByLabel('固定', { exact: true }).inputValue()).toBe('7ms');
  // An hour in a second: of its end nobody tells.
  await elsewhere(network.url, 'PUT', '/clock', { scale: 3600 });
  await card(page, 'ABC').getByText('nap').waitFor({ state: 'detached' });
  await panel(page).getByText('没有开启的故障').waitFor();
});

test('all healthy again ends every fault and incident and leaves settings; back to the start is asked for twice', async () => {
  const network = await startTestNetwork({
    issuers: { defaults: FAST, ABC: { faults: [{ name: 'born', kind: 'hang', share: 0.1 }] } },
    incidents: [{ name: 'storm', kind: 'hang', issuers: ['CMB', 'ICBC'], share: 0.1 }],
  });
  const page = await open({ url: network.url, language: 'en' });
  await elsewhere(network.url, 'PATCH', '/issuers/CMB', { mode: 'poll' });
  const heal = page.getByRole('button', { name: 'All healthy again 2' });
  await heal.click();
  await page.getByText('Every fault and every incident is over.').waitFor();
  expect(await page.locator('.network-tags li').count()).toBe(0);
  expect(await told(network.url, 'ABC')).toMatchObject({ faults: [] });
  expect(await told(network.url, 'CMB')).toMatchObject({ incidents: [], settings: { mode: 'poll' } });
  await page.getByRole('button', { name: 'Back to the start…' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await told(network.url, 'CMB')).toMatchObject({ settings: { mode: 'poll' } });
  await page.getByRole('button', { name: 'Back to the start…' }).click();
  await page.getByRole('button', { name: 'Yes, set everything back' }).click();
  await card(page, 'ABC').getByText('born').waitFor();
  expect(await told(network.url, 'CMB')).toMatchObject({ incidents: ['storm'], settings: FAST });
  expect((await told(network.url, 'CMB')).settings).toEqual(FAST);
});

test('the throttle is shown and set, and what is wrong stands at its field', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await open({ url: network.url, language: 'en', mayComplain: REFUSED });
  await page.getByRole('button', { name: /Throttle burst 200, 100 per second/ }).click();
  const form = page.locator('.network-throttle');
  await form.getByLabel('Burst').fill('0');
  await form.getByRole('button', { name: 'Set' }).click();
  await form.getByText('must be a whole number from 1 to 1000000').waitFor();
  expect(await form.getByLabel('Burst').getAttribute('aria-invalid')).toBe('true');
  await form.getByLabel('Burst').fill('5');
  await form.getByLabel('Per second').fill('2.5');
  await form.getByRole('button', { name: 'Set' }).click();
  await page.getByRole('button', { name: /Throttle burst 5, 2.5 per second/ }).waitFor();
  await form.waitFor({ state: 'detached' });
});

test('a network that goes is not shown as if it were there, and another one at its place is shown as it is', async () => {
  const first = await startTestNetwork(AT_ONCE);
  const port = Number(new URL(first.url).port);
  const page = await open({ url: first.url, language: 'en', at: '/network/CMB', mayComplain: /Failed to load|ERR_/ });
  await isLive(page);
  await elsewhere(first.url, 'POST', '/issuers/CMB/faults', { name: 'gone', kind: 'hang' });
  await card(page, 'CMB').getByText('gone').waitFor();
  await first.stop();
  await page.getByRole('alert').filter({ hasText: 'connection to the network is lost' }).waitFor();
  expect(await card(page, 'CMB').locator('dl.old').count()).toBe(1);
  expect(await page.locator('.network-engine dl.old').count()).toBe(1);
  await panel(page).getByRole('button', { name: /^Slow/ }).click();
  await panel(page).getByRole('alert').filter({ hasText: 'does not answer' }).waitFor();
  const second = await startTestNetwork(AT_ONCE, { port });
  await isLive(page);
  await card(page, 'CMB').getByText('gone').waitFor({ state: 'detached' });
  expect(await page.locator('dl.old').count()).toBe(0);
  await panel(page).getByRole('button', { name: /^Slow/ }).click();
  await card(page, 'CMB').getByText('Slow').waitFor();
  expect(second.url).toBe(first.url);
});

test('a page that is opened says nothing of a lost connection, unless nothing comes for two seconds', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await open({ url: network.url });
  await isLive(page);
  await page.addInitScript(() => {
    // Runs within the page, of which this program knows no types.
    Function.prototype.call.call(
      Reflect.get(globalThis, 'setInterval'),
      globalThis,
      () => {
        const seen: unknown = Reflect.get(globalThis, 'document').querySelector('.banner');
        if (seen !== null) Reflect.set(globalThis, 'sawBanner', true);
      },
      1,
    );
  });
  await page.reload();
  await isLive(page);
  expect(await page.evaluate('globalThis.sawBanner ?? false')).toBe(false);
  await page.route('**/control/overview', () => undefined);
  await page.reload();
  await page.locator('.banner').waitFor();
});

test('a real bank shows that it cannot be set from here', async () => {
  const network = await startTestNetwork(REAL);
  const page = await open({ url: network.url, language: 'en', at: '/network/HXB' });
  await panel(page).getByText('is not simulated by this network').waitFor();
  await card(page, 'HXB').getByText('real bank').waitFor();
  expect(await panel(page).getByRole('button').count()).toBe(0);
  expect(await page.getByRole('checkbox').count()).toBe(15);
});

test('a code that is no bank is said to be none', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await open({ url: network.url, language: 'en', at: '/network/NOBANK' });
  await panel(page).getByText('There is no bank NOBANK').waitFor();
});

test('with the keyboard alone a bank is opened, broken and closed, and the focus is where one would look for it', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await open({ url: network.url });
  await isLive(page);
  const link = card(page, 'SPDB').getByRole('link');
  await link.focus();
  await page.keyboard.press('Enter');
  const focused = () => page.evaluate('document.activeElement?.id || document.activeElement?.textContent');
  await soon(focused).toBe('bank-name');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await panel(page).locator('[data-fault="down"]').waitFor();
  await page.keyboard.press('Escape');
  await panel(page).waitFor({ state: 'detached' });
  await soon(focused).toBe('浦发银行');
});

test('nothing is wrong with the page for whoever does not see it, in both languages, light and dark, narrow and wide', async () => {
  const network = await startTestNetwork(REAL);
  await elsewhere(network.url, 'POST', '/issuers/CMB/faults', { name: 'nap', kind: 'hang', for: '1h', share: 0.5 });
  await elsewhere(network.url, 'POST', '/incidents', { name: 'storm', kind: 'refuse', issuers: ['ICBC', 'ABC'] });
  for (const [language, dark, width] of [
    ['zh', false, 360],
    ['zh', true, 1280],
    ['en', false, 2560],
    ['en', true, 360],
  ] as const) {
    const page = await open({ url: network.url, language, dark, width, mayComplain: REFUSED });
    await page.locator('[data-bank="ABC"][data-state="down"]').waitFor();
    await page.locator('.network-throttle-place button').click();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await card(page, 'CMB').getByRole('link').click();
    await panel(page).locator('summary').click();
    await panel(page).locator('.network-new button[type=submit]').click();
    await panel(page).locator('.network-fault').nth(1).waitFor();
    await panel(page)
      .locator('.network-new')
      .getByLabel(language === 'zh' ? '状态码' : 'Status', { exact: true })
      .fill('9');
    await panel(page).locator('.network-new button[type=submit]').click();
    await panel(page).locator('.ui-complaint').first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await elsewhere(network.url, 'DELETE', '/issuers/CMB/faults/status');
  }
});

test('no card changes its size when figures, faults and states come', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await open({ url: network.url, language: 'en' });
  const heights = () => page.locator('.network-bank').evaluateAll((cards) => cards.map((one) => one.clientHeight));
  await card(page, 'CMB').waitFor();
  const before = await heights();
  await isLive(page);
  for (const name of ['first-of-all', 'second-of-all', 'third-of-all', 'fourth-of-all']) {
    await elsewhere(network.url, 'POST', '/issuers/CMB/faults', { name, kind: 'hang', share: 0.5 });
  }
  await somebodyAsks(network);
  await card(page, 'ICBC').locator('.network-p50 dd', { hasText: 'ms' }).waitFor();
  expect(await heights()).toEqual(before);
});

/** Three people a second of the network's clock; the incident begins after two thirds of them. */
const askForSeconds = async (page: Page, network: Network, seconds: number): Promise<void> => {
  const clock = page.locator('.time-tools .number');
  for (let second = 0; second < seconds; second++) {
    const before = await clock.textContent();
    if (second === Math.floor((seconds * 2) / 3)) {
      const cable = { name: 'cable', kind: 'refuse', issuers: ['CMB', 'PAB'], for: '10m' };
      await elsewhere(network.url, 'POST', '/incidents', cable);
    }
    await Promise.all([0, 1, 2].map((one) => somebodyAsks(network, 3 * second + one)));
    await soon(() => clock.textContent()).not.toBe(before);
  }
};

const PICTURE_TIMEOUT_MS = 180_000;

test('the documentation shows the network, a bank and an incident as they are', {
  timeout: PICTURE_TIMEOUT_MS,
}, async () => {
  const network = await startTestNetwork({}, { passwordCost: 16 });
  const page = await open({ url: network.url, language: 'en', height: 770 });
  await isLive(page);
  const slow = { name: 'slow', kind: 'latency', p50: '2s', p99: '4s' };
  const flaky = { name: 'flaky', kind: 'status', status: 503, share: 0.3 };
  await elsewhere(network.url, 'POST', '/issuers/ABC/faults', slow);
  await elsewhere(network.url, 'POST', '/issuers/CEB/faults', flaky);
  await askForSeconds(page, network, process.env.BANKNET_PICTURES === undefined ? 2 : 100);
  await page.locator('[data-bank="CMB"]:not([data-state="well"])').waitFor();
  await picture(page, 'network');
  await card(page, 'CEB').click();
  await panel(page).locator('tbody tr').nth(2).waitFor();
  await page.setViewportSize({ width: 1280, height: 920 });
  await picture(page, 'bank');
  await page.setViewportSize({ width: 1280, height: 770 });
  await panel(page).getByRole('link', { name: 'Close' }).click();
  await page.locator('[data-incident="cable"]').scrollIntoViewIfNeeded();
  await page.getByLabel(/China Merchants Bank/).check();
  await picture(page, 'incident');
});
