// The phone by keyboard alone, on a narrow screen, and what a tester who makes somebody is told, in a real Chromium.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startTestNetwork } from '../../cli/network-fixture.ts';
import { consoleOpener } from '../console-fixture.ts';
import {
  AT_ONCE,
  applyOnPhone,
  fillIn,
  glass,
  hand,
  onScreen,
  openNewest,
  signIn,
  tap,
  typePassword,
} from './phone-fixture.ts';

const open = consoleOpener();

/** More than there is to be reached on the page. */
const MAX_TABS = 150;
/** What has the focus, in words. */
const FOCUSED = `(() => { const one = document.activeElement; const label = one?.labels?.[0];
  return one?.getAttribute('aria-label') ?? label?.textContent ?? one?.textContent ?? ''; })()`;

const press = async (page: Page, name: RegExp, key: 'Enter' | 'Space' = 'Enter'): Promise<void> => {
  const passed: string[] = [];
  for (let tabs = 0; tabs < MAX_TABS; tabs++) {
    await page.keyboard.press('Tab');
    const focused = String(await page.evaluate(FOCUSED)).trim();
    if (name.test(focused)) return page.keyboard.press(key);
    passed.push(focused);
  }
  throw new Error(`${name} cannot be reached by keyboard, only ${passed.join(' | ')}`);
};

test('the whole way to the report by keyboard alone', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await open({ url: network.url, at: '/phone' });
  await page.locator('.phone-choice[aria-pressed=true]').waitFor();
  await press(page, /^one-bank/);
  await page.locator('.phone-choice[aria-pressed=true]', { hasText: 'one-bank' }).waitFor();
  await press(page, /^注册$/);
  await onScreen(page, 'home');
  await press(page, /一键查卡$/);
  await onScreen(page, 'lookup');
  await press(page, /^新建查询$/);
  await press(page, /^我已阅读并同意以上授权$/, 'Space');
  await press(page, /^同意并继续$/);
  await onScreen(page, 'banks');
  await press(page, /^下一步$/);
  await press(page, /^本人刷脸$/);
  await onScreen(page, 'code');
  await press(page, /^获取验证码$/);
  await glass(page).getByText('点按填入验证码').waitFor();
  await press(page, /点按填入验证码/);
  // The field has the focus again; the button is next but one.
  await expect.poll(async () => String(await page.evaluate(FOCUSED))).toContain('短信验证码');
  await press(page, /^申请查询$/);
  await onScreen(page, 'accepted');
  await press(page, /^返回$/);
  await press(page, /16 家银行/);
  await onScreen(page, 'record');
  await glass(page).getByText('报告已生成', { exact: true }).waitFor();
  await press(page, /^查看报告$/);
  await onScreen(page, 'password');
  // Nobody types before the field has the focus.
  await expect.poll(async () => String(await page.evaluate(FOCUSED))).toContain('支付密码');
  await page.keyboard.type('135246');
  await onScreen(page, 'report');
});

test('on a narrow screen the phone is the screen, and nothing stands out sideways', async () => {
  const network = await startTestNetwork(AT_ONCE);
  for (const language of ['zh', 'en'] as const) {
    const page = await open({ url: network.url, at: '/phone', language, width: 360, height: 740 });
    const fits = async (): Promise<void> => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      const box = await glass(page).boundingBox();
      expect(box?.width).toBeGreaterThan(320);
    };
    const others = page.getByText(language === 'zh' ? '换一个人' : 'Somebody else');
    await others.click();
    await fits();
    await page.getByText(language === 'zh' ? '自己造一个人' : 'Make somebody').click();
    await fits();
    await hand(page, 'mixed-reasons');
    // Chosen: the phone is what matters now.
    await expect.poll(() => page.locator('.phone-choice').first().isVisible()).toBe(false);
    await signIn(page);
    await fits();
    await fillIn(page);
    await fits();
    for (let back = 0; back < 4; back++) await tap(page, /返回/);
    await onScreen(page, 'lookup');
    await applyOnPhone(page);
    await fits();
    await tap(page, '返回');
    await openNewest(page);
    await glass(page).getByText('报告已生成', { exact: true }).waitFor();
    await fits();
    await tap(page, '查看报告');
    await fits();
    await typePassword(page);
    await onScreen(page, 'report');
    await fits();
  }
});

test('somebody who cannot be is told card by card, and nothing personal is kept or stands in an address', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await open({ url: network.url, at: '/phone', language: 'en', mayComplain: /status of 422/ });
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  await page.getByText('Make somebody').click();
  const cards = page.locator('.phone-made-card');
  await cards.getByLabel('Last 4').fill('12');
  await page.getByRole('button', { name: 'Make, and hand over the phone' }).click();
  await cards.getByRole('alert').getByText('must be four digits').waitFor();
  await cards.getByLabel('Last 4').fill('0012');
  await page.getByRole('button', { name: 'Make, and hand over the phone' }).click();
  await page.locator('.phone-holder .tag', { hasText: 'made' }).waitFor();
  await signIn(page);
  await applyOnPhone(page);
  const person = network.people.find(network.people.at(0));
  if (person === undefined) throw new Error('the first person does not exist');
  const kept = String(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])'));
  const seen = [...addresses, page.url(), kept].join('\n');
  const made = await page.locator('.phone-holder strong').first().textContent();
  for (const personal of [made ?? '', person.idNumber, person.mobile, '135246']) {
    expect(personal).not.toBe('');
    expect(seen).not.toContain(personal);
  }
  expect(seen).not.toMatch(/1[0-9]{10}(?![0-9])|[0-9]{17}[0-9X]/);
});

test('the picture of the query on the phone is one tap away, and the phone is as it was when one comes back', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await open({ url: network.url, at: '/phone' });
  await hand(page, 'ordinary');
  await signIn(page);
  await applyOnPhone(page);
  const link = page.getByRole('link', { name: '以图形查看此查询' });
  expect(await link.getAttribute('href')).toMatch(/^#\/queries\/[A-Za-z0-9_-]+$/);
  await page.getByRole('navigation').locator('a[href="#/journal"]').click();
  await page.locator('main[data-page=journal][aria-busy=false]').waitFor();
  await page.getByRole('navigation').locator('a[href="#/phone"]').click();
  await onScreen(page, 'accepted');
});
