// For tests only: a customer's hands on the phone of an open console.
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { accessibilityProblems } from '../console-fixture.ts';
import type { ScreenName } from './flow.ts';

/** Banks that answer at once. */
export const AT_ONCE = { issuers: { defaults: { latency: { fixed: '1ms' } } } };
/** Banks that answer in half an hour of the network's time: a query that goes on until the clock is put forward. */
export const IN_HALF_AN_HOUR = {
  issuers: { defaults: { latency: { fixed: '30m' } } },
  engine: { issuerTimeout: '1h' },
};

export const glass = (page: Page): Locator => page.locator('.phone');

export const tap = (page: Page, name: string | RegExp): Promise<void> =>
  glass(page)
    .getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
    .click();

export const onScreen = (page: Page, screen: ScreenName): Promise<void> =>
  page.locator(`.phone[data-screen="${screen}"]`).waitFor();

/** The dialog with exactly these words and this code; it is acknowledged. */
export const acknowledge = async (page: Page, text: string, code: string, note?: RegExp): Promise<void> => {
  const dialog = glass(page).getByRole('alertdialog', { name: text, exact: true });
  await dialog.waitFor();
  expect(await dialog.locator('code').textContent()).toBe(code);
  if (note !== undefined) expect(await dialog.locator('#phone-dialog-more').textContent()).toMatch(note);
  await dialog.getByRole('button', { name: '确定' }).click();
  await dialog.waitFor({ state: 'detached' });
};

/** Chooses a persona and waits until they hold the phone. */
export const hand = async (page: Page, persona: string): Promise<void> => {
  await page.locator('.phone-choice', { hasText: persona }).first().click();
  // On a narrow screen the choice is folded away by then.
  const chosen = page.locator('.phone-personas[aria-busy=false] .phone-choice[aria-pressed=true]', {
    hasText: persona,
  });
  await chosen.waitFor({ state: 'attached' });
};

/** From the sign-in to the service's page. */
export const signIn = async (page: Page, how: '注册' | '登录' = '注册'): Promise<void> => {
  await onScreen(page, 'sign-in');
  await tap(page, how);
  await onScreen(page, 'home');
  await tap(page, /一键查卡/);
  await onScreen(page, 'lookup');
};

export interface Application {
  readonly face?: '本人刷脸' | '他人刷脸';
  /** Names of banks; default: all. */
  readonly banks?: readonly string[];
}

/** From 新建查询 to the screen of the code. */
export const fillIn = async (page: Page, { face = '本人刷脸', banks }: Application = {}): Promise<void> => {
  await tap(page, '新建查询');
  await onScreen(page, 'consent');
  await glass(page).getByRole('checkbox', { name: '我已阅读并同意以上授权' }).check();
  await tap(page, '同意并继续');
  await onScreen(page, 'banks');
  if (banks !== undefined) {
    await glass(page).getByRole('checkbox', { name: /全选/ }).uncheck();
    for (const name of banks) await glass(page).getByRole('checkbox', { name }).check();
  }
  await tap(page, '下一步');
  await onScreen(page, 'face');
  await tap(page, face);
  await onScreen(page, 'code');
};

/** Asks for a code, and takes it from the short message that comes. */
export const takeCode = async (page: Page): Promise<string> => {
  await tap(page, /获取/);
  await tap(page, /点按填入验证码/);
  const field = glass(page).getByLabel('短信验证码', { exact: true }).and(page.locator('input'));
  await expect.poll(() => field.inputValue()).toMatch(/^[0-9]{6}$/);
  return field.inputValue();
};

/** A whole application that is accepted. */
export const applyOnPhone = async (page: Page, application: Application = {}): Promise<void> => {
  await fillIn(page, application);
  await takeCode(page);
  await tap(page, '申请查询');
  await onScreen(page, 'accepted');
};

/** From the success, or the service's page, to the newest record. */
export const openNewest = async (page: Page): Promise<void> => {
  await glass(page).locator('.phone-item').first().click();
  await onScreen(page, 'record');
};

export const typePassword = (page: Page, password = '135246'): Promise<void> =>
  glass(page).getByLabel('支付密码', { exact: true }).and(page.locator('input')).fill(password);

/** Nothing is wrong with the page; looked at from its top, for what is half under the head of the page is no target. */
export const isAccessible = async (page: Page): Promise<void> => {
  await page.evaluate('scrollTo(0, 0)');
  expect(await accessibilityProblems(page)).toEqual([]);
};
