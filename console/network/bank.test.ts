// One bank, opened, in a real Chromium: its settings, its faults, its calls.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { FAST } from '../../cli/control/control-fixture.ts';
import type { Network } from '../../cli/network.ts';
import { startTestNetwork } from '../../cli/network-fixture.ts';
import { consoleOpener } from '../console-fixture.ts';
import { elsewhere, panel, somebodyAsks, soon, told } from './network-page-fixture.ts';

const open = consoleOpener();
const REFUSED = /status of 422/;

const openBank = async (config: object = {}): Promise<{ readonly network: Network; readonly page: Page }> => {
  const network = await startTestNetwork(config);
  const page = await open({ url: network.url, language: 'en', at: '/network/CMB', mayComplain: REFUSED });
  await panel(page).getByRole('heading', { name: 'Settings' }).waitFor();
  return { network, page };
};

const settingsOf = async ({ url }: Network): Promise<unknown> => (await told(url, 'CMB')).settings;

test('a slider sets the latency when it is let go, and takes the other along rather than cross it', async () => {
  const { network, page } = await openBank();
  const [p50, p99] = ['Median p50', 'p99'].map((name) => panel(page).getByLabel(name, { exact: true }));
  expect([await p50?.inputValue(), await p99?.inputValue()]).toEqual(['80ms', '600ms']);
  const slider = panel(page).getByRole('slider', { name: 'Median p50 (slider)' });
  expect(await slider.getAttribute('aria-valuetext')).toBe('80ms');
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await soon(() => settingsOf(network)).toEqual({ latency: { p50: '100ms', p99: '600ms' } });
  await page.keyboard.press('End');
  await soon(() => settingsOf(network)).toEqual({ latency: { p50: '30m', p99: '30m' } });
  await panel(page).getByRole('slider', { name: 'p99 (slider)', exact: true }).focus();
  await page.keyboard.press('Home');
  await panel(page).getByText('must be {p50, p99} with 0 < p50 <= p99').waitFor();
});

test('what is typed wrong is told at its field in the words of the network, and what was set before stays', async () => {
  const { network, page } = await openBank();
  const p50 = panel(page).getByLabel('Median p50', { exact: true });
  await p50.fill('fast');
  await p50.press('Enter');
  await panel(page).getByText('must be a duration from 0ms').waitFor();
  expect(await p50.getAttribute('aria-invalid')).toBe('true');
  expect(await p50.getAttribute('aria-describedby')).not.toBeNull();
  expect(await settingsOf(network)).toEqual({});
  await p50.fill('40');
  await p50.press('Enter');
  await soon(() => settingsOf(network)).toEqual({ latency: { p50: '40ms', p99: '600ms' } });
  await soon(() => panel(page).locator('.ui-complaint').count()).toBe(0);
  await panel(page).getByRole('button', { name: 'Fixed' }).click();
  await soon(() => settingsOf(network)).toEqual({ latency: { fixed: '40ms' } });
  await panel(page).getByRole('group', { name: 'Latency' }).getByRole('button', { name: 'Default' }).click();
  await soon(() => settingsOf(network)).toEqual({});
  await p50.waitFor();
});

test('a latency of another form is shown as it is written', async () => {
  const { page } = await openBank({ issuers: { CMB: { latency: { uniform: { min: '5ms', max: '9ms' } } } } });
  await panel(page).getByText('{"uniform":{"min":"5ms","max":"9ms"}}').waitFor();
  expect(await panel(page).getByRole('slider').count()).toBe(0);
});

test('how it answers, its capacity and its rate limit are set and taken back', async () => {
  const { network, page } = await openBank();
  await panel(page).getByRole('button', { name: 'callback', exact: true }).click();
  await panel(page).getByRole('button', { name: 'callback', pressed: true }).waitFor();
  const capacity = panel(page).getByRole('form', { name: 'Capacity' });
  await capacity.getByLabel('Servers').fill('0');
  await capacity.getByRole('button', { name: 'Set' }).click();
  await capacity.getByText('must be a whole number from 1').waitFor();
  await capacity.getByLabel('Servers').fill('8');
  await capacity.getByLabel('Queue').fill('200');
  await capacity.getByLabel('Service p50').fill('30');
  await capacity.getByLabel('Service p99').fill('120ms');
  await capacity.getByRole('button', { name: 'Set' }).click();
  await soon(() => settingsOf(network)).toEqual({
    mode: 'callback',
    capacity: { servers: 8, queue: 200, service: { p50: '30ms', p99: '120ms' } },
  });
  const limit = panel(page).getByRole('form', { name: 'Rate limit' });
  await limit.getByLabel('Per second').fill('50');
  await limit.getByRole('button', { name: 'Set' }).click();
  await soon(() => settingsOf(network)).toMatchObject({ rateLimit: { perSecond: 50 } });
  await limit.getByRole('button', { name: 'Unlimited' }).click();
  await capacity.getByRole('button', { name: 'Unlimited' }).click();
  await soon(() => settingsOf(network)).toEqual({ mode: 'callback' });
});

test('any fault is added with the fields of its kind; its share slides while it is on, and it goes off by itself or by hand', async () => {
  const { network, page } = await openBank();
  await panel(page).getByText('Add a fault…').click();
  const form = panel(page).getByRole('form', { name: 'Add a fault…' });
  await form.getByLabel('Kind').selectOption('burst');
  await form.getByLabel('Good times, mean').fill('1ms');
  await form.getByLabel('Share', { exact: true }).fill('150%');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.getByText('must be a duration from 100ms').waitFor();
  await form.getByText('must be a share from 0 to 1').waitFor();
  await form.getByLabel('Good times, mean').fill('20s');
  await form.getByLabel('As').selectOption('status 500');
  await form.getByLabel('Name').fill('tide');
  await form.getByLabel('Share', { exact: true }).fill('50%');
  await form.getByLabel('For', { exact: true }).fill('1h');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  const tide = panel(page).locator('[data-fault="tide"]');
  await tide.getByText('over by itself at').waitFor();
  const faults = async (): Promise<unknown> => (await told(network.url, 'CMB')).faults;
  const written = { name: 'tide', kind: 'burst', good: '20s', share: 0.5, as: { kind: 'status', status: 500 } };
  expect(await faults()).toMatchObject([written]);
  await tide.getByRole('slider', { name: 'Share of tide' }).focus();
  await page.keyboard.press('ArrowRight');
  await soon(faults).toMatchObject([{ ...written, share: 0.6, for: '1h' }]);
  await tide.getByLabel('Share', { exact: true }).fill('much');
  await tide.getByLabel('Share', { exact: true }).press('Enter');
  await tide.getByText('must be a share from 0 to 1').waitFor();
  await tide.getByRole('button', { name: 'Off: tide' }).click();
  await tide.waitFor({ state: 'detached' });
  expect(await faults()).toEqual([]);
});

test('the newest calls come by themselves, the last first, with what they came to', async () => {
  const { network, page } = await openBank({ issuers: { defaults: FAST } });
  await panel(page).getByText('No call yet.').waitFor();
  const queryId = await somebodyAsks(network);
  const row = panel(page).locator('tbody tr', { hasText: 'delivered' });
  await row.waitFor();
  expect(await row.getByRole('link').getAttribute('href')).toBe(`#/queries/${queryId}`);
  await elsewhere(network.url, 'POST', '/issuers/CMB/faults', { name: 'broken', kind: 'status', status: 500 });
  await somebodyAsks(network, 1);
  await panel(page).locator('tbody tr').first().getByText('500').waitFor();
  await panel(page).locator('tbody tr', { hasText: 'broken' }).first().waitFor();
});

test('a form half filled in for one bank is not there for the next', async () => {
  const { page } = await openBank();
  const limit = panel(page).getByRole('form', { name: 'Rate limit' });
  await limit.getByLabel('Per second').fill('50');
  await page.locator('[data-bank="ABC"] a').click();
  await panel(page)
    .getByRole('heading', { name: /Agricultural/ })
    .waitFor();
  expect(await limit.getByLabel('Per second').inputValue()).toBe('');
});
