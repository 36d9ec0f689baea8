// The customer's phone in a real Chromium, from choosing who holds it to the report and after.
import { expect, test } from 'vitest';
import { sendTo } from '../../cli/control/control-fixture.ts';
import { startTestNetwork } from '../../cli/network-fixture.ts';
import { consoleOpener, picture } from '../console-fixture.ts';
import {
  AT_ONCE,
  applyOnPhone,
  fillIn,
  glass,
  hand,
  isAccessible,
  onScreen,
  openNewest,
  signIn,
  takeCode,
  tap,
  typePassword,
} from './phone-fixture.ts';

const open = consoleOpener();

/** Each screen is looked through by axe, in both languages: on a busy machine some seconds each time. */
const ALL_SCREENS_WITHIN_MS = 180_000;

test(
  'the whole way, from choosing who holds the phone to the report, and no screen has an accessibility problem',
  async () => {
    const network = await startTestNetwork(AT_ONCE);
    for (const [language, dark] of [
      ['zh', false],
      ['en', true],
    ] as const) {
      const page = await open({ url: network.url, at: '/phone', language, dark });
      await hand(page, 'ordinary');
      await isAccessible(page);
      await signIn(page);
      if (language === 'zh') await picture(page, 'phone-entry');
      await isAccessible(page);
      await fillIn(page);
      await isAccessible(page);
      await takeCode(page);
      await tap(page, '申请查询');
      await onScreen(page, 'accepted');
      expect(await glass(page).locator('.phone-center').textContent()).toBe(
        '查询已开始，24小时内生成报告。生成后将通过短信通知您，您也可登录云闪付自行查看结果。',
      );
      await glass(page).getByText('您的银行卡查询报告已生成').waitFor();
      await isAccessible(page);
      if (language === 'zh') {
        await page.getByText('换一个人').click();
        await picture(page, 'phone-success');
      }
      await tap(page, /点按查看/);
      await onScreen(page, 'messages');
      await isAccessible(page);
      await tap(page, /打开云闪付/);
      await isAccessible(page);
      await openNewest(page);
      await isAccessible(page);
      await tap(page, '查看报告');
      await onScreen(page, 'password');
      await isAccessible(page);
      for (const key of '135246') await tap(page, key);
      await onScreen(page, 'report');
      await isAccessible(page);
      if (language === 'zh') await picture(page, 'phone-report');
    }
  },
  ALL_SCREENS_WITHIN_MS,
);

test('the report shows exactly the cards of the person who was made, and why others are not shown', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await open({ url: network.url, at: '/phone', language: 'en' });
  await page.getByText('Make somebody').click();
  const cards = [
    { bank: 'CMB', type: 'DEBIT', last4: '1234', off: [] },
    { bank: 'CMB', type: 'CREDIT', last4: '9876', off: [] },
    { bank: 'ICBC', type: 'DEBIT', last4: '0001', off: ['mobile reserved'] },
    { bank: 'PSBC', type: 'DEBIT', last4: '0002', off: ['ID on file has expired'] },
  ] as const;
  for (const [at, { bank, type, last4, off }] of cards.entries()) {
    if (at > 0) await page.getByRole('button', { name: 'Add a card' }).click();
    const card = page.locator('.phone-made-card').nth(at);
    await card.getByLabel('Bank').selectOption(bank);
    await card.getByLabel('Type').selectOption(type);
    await card.getByLabel('Last 4').fill(last4);
    for (const name of off) await card.getByLabel(name).click();
  }
  await page.getByRole('button', { name: 'Make, and hand over the phone' }).click();
  await page.locator('.phone-holder .tag', { hasText: 'made' }).waitFor();
  await isAccessible(page);
  await signIn(page);
  await applyOnPhone(page);
  await tap(page, '返回');
  await openNewest(page);
  await tap(page, '查看报告');
  await typePassword(page);
  await onScreen(page, 'report');
  const shown = await glass(page).locator('.phone-pan').allTextContents();
  expect(shown).toEqual(['6225 **** **** 1234', '6225 **** **** 9876']);
  expect(await glass(page).locator('.phone-sums').textContent()).toBe('1借记卡（张）1贷记卡（张）');
  const notShown = await glass(page).locator('li[data-bank]').allTextContents();
  expect(notShown).toEqual([
    expect.stringContaining('工商银行：未预留手机号 1张'),
    expect.stringContaining('邮储银行：身份证件过期 1张'),
  ]);
});

test('R16: the banks of a record end on the phone one by one, as they answer, and a message tells of the report', async () => {
  const slow = { ...AT_ONCE.issuers, CMB: { latency: { fixed: '30m' } } };
  const network = await startTestNetwork({ issuers: slow, engine: { issuerTimeout: '1h' } });
  const page = await open({ url: network.url, at: '/phone' });
  await hand(page, 'ordinary');
  await signIn(page);
  await applyOnPhone(page, { banks: ['工商银行', '招商银行', '浙商银行'] });
  await tap(page, '返回');
  await openNewest(page);
  await glass(page).getByText('银行反馈 2 / 3').waitFor();
  const ends = () => glass(page).locator('.phone-lines li').allTextContents();
  expect(await ends()).toEqual(['工商银行已反馈', '招商银行等待反馈', '浙商银行已反馈']);
  await sendTo(`${network.url}/control/clock/advance`, 'POST', { by: '1h' });
  await glass(page).getByText('您的银行卡查询报告已生成').waitFor();
  await glass(page).getByText('银行反馈 3 / 3').waitFor();
  expect(await ends()).toEqual(['工商银行已反馈', '招商银行已反馈', '浙商银行已反馈']);
});
