// Every refusal of the network on the phone, with its exact words, in a real Chromium; and what the phone does when the
// network is gone.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sendTo } from '../../cli/control/control-fixture.ts';
import type { Network } from '../../cli/network.ts';
import { startTestNetwork } from '../../cli/network-fixture.ts';
import { consoleOpener } from '../console-fixture.ts';
import {
  AT_ONCE,
  acknowledge,
  applyOnPhone,
  fillIn,
  glass,
  hand,
  IN_HALF_AN_HOUR,
  isAccessible,
  onScreen,
  openNewest,
  signIn,
  takeCode,
  tap,
  typePassword,
} from './phone-fixture.ts';

const open = consoleOpener();

/** What a browser says of any answer that is a refusal. */
const REFUSALS = /status of 4\d\d/;

const control = async (network: Network, method: string, path: string, body?: object): Promise<void> => {
  expect((await sendTo(`${network.url}/control${path}`, method, body)).status).toBe(200);
};

const advance = (network: Network, by: string): Promise<void> => control(network, 'POST', '/clock/advance', { by });

const sit = async (network: Network, persona = 'ordinary'): Promise<Page> => {
  const page = await open({ url: network.url, at: '/phone', mayComplain: REFUSALS });
  await hand(page, persona);
  await signIn(page);
  return page;
};

test('R7: another face, a wrong code and one of five minutes ago are refused, and the right ones then pass', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await sit(network);
  await fillIn(page, { face: '他人刷脸' });
  const code = await takeCode(page);
  await tap(page, '申请查询');
  await acknowledge(page, '人脸识别未通过，请重试', 'FACE_MISMATCH');
  await onScreen(page, 'face');
  await tap(page, '本人刷脸');
  const field = glass(page).locator('.phone-digits');
  await field.fill(code === '000000' ? '111111' : '000000');
  await tap(page, '申请查询');
  await acknowledge(page, '短信验证码不正确', 'SMS_CODE_WRONG');
  expect(await field.inputValue()).toBe('');
  await tap(page, /重新获取/);
  await acknowledge(page, '短信验证码发送过于频繁，请稍后再试', 'SMS_TOO_SOON', /秒后可重新发送/);
  await advance(network, '6m');
  await field.fill(code);
  await tap(page, '申请查询');
  await acknowledge(page, '短信验证码已失效，请重新获取', 'SMS_CODE_EXPIRED');
  await takeCode(page);
  await control(network, 'PUT', '/face', { outcome: 'mismatch' });
  await tap(page, '申请查询');
  await acknowledge(page, '人脸识别未通过，请重试', 'FACE_MISMATCH');
  await page.getByLabel('人脸识别结果').selectOption('match');
  await expect
    .poll(async () => (await sendTo(`${network.url}/control/face`, 'GET')).json)
    .toEqual({ outcome: 'match' });
  await tap(page, '本人刷脸');
  await tap(page, '申请查询');
  await onScreen(page, 'accepted');
});

test('R11: when many apply the phone says so, and the same verification passes a little later', async () => {
  const network = await startTestNetwork(AT_ONCE);
  await control(network, 'PUT', '/throttle', { burst: 1, perSecond: 0.001 });
  const first = await sit(network);
  await applyOnPhone(first);
  const page = await open({ url: network.url, at: '/phone', mayComplain: REFUSALS });
  await hand(page, 'ordinary');
  await signIn(page);
  await fillIn(page);
  await takeCode(page);
  await tap(page, '申请查询');
  await acknowledge(page, '申请人数过多，服务繁忙，请稍后再试', 'THROTTLED');
  await isAccessible(page);
  await control(network, 'PUT', '/throttle', { burst: 10, perSecond: 10 });
  await advance(network, '1s');
  await glass(page).getByText('身份核验已通过').waitFor();
  await tap(page, '申请查询');
  await onScreen(page, 'accepted');
});

test('R9, R10: a second application is refused while the first runs, and too soon after its report', async () => {
  const network = await startTestNetwork(IN_HALF_AN_HOUR);
  const page = await sit(network);
  await applyOnPhone(page);
  await tap(page, '返回');
  await glass(page).getByText('查询中').waitFor();
  await tap(page, '新建查询');
  await acknowledge(page, '您有账户报告正在查询中，无需重复申请', 'QUERY_IN_PROGRESS');
  await openNewest(page);
  await glass(page).getByText('银行反馈 0 / 16').waitFor();
  await tap(page, '查看报告');
  await typePassword(page);
  await acknowledge(page, '报告尚在生成中，请稍后查看', 'NOT_READY');
  await tap(page, '返回');
  await page.getByLabel('应用先看记录再申请').uncheck();
  await advance(network, '61s');
  await fillIn(page);
  await takeCode(page);
  await tap(page, '申请查询');
  await acknowledge(page, '您有账户报告正在查询中，无需重复申请', 'QUERY_IN_PROGRESS');
  await onScreen(page, 'lookup');
  await advance(network, '1h');
  await glass(page).getByText('您的银行卡查询报告已生成').waitFor();
  await glass(page).getByText('报告已生成', { exact: true }).waitFor();
  await fillIn(page);
  await takeCode(page);
  await tap(page, '申请查询');
  await acknowledge(
    page,
    '最近一次查询报告生成7天后方可再次查询',
    'TOO_SOON',
    /可再次申请的时间：\d{4}-\d\d-\d\d \d\d:\d\d/,
  );
  await advance(network, '7d');
  await applyOnPhone(page);
});

test('R6: somebody of a region that is not open is refused, until they sign in from one that is', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await sit(network, 'region-closed');
  await fillIn(page);
  await takeCode(page);
  await tap(page, '申请查询');
  await acknowledge(page, '您所在的地区暂未开放此服务', 'REGION_NOT_OPEN');
  await page.getByLabel('登录地区').selectOption('31');
  await tap(page, '返回');
  for (let times = 0; times < 2; times++) {
    await tap(page, '退出登录');
    await tap(page, '登录');
    await onScreen(page, 'home');
  }
  await tap(page, /一键查卡/);
  await advance(network, '61s');
  await applyOnPhone(page);
});

test('R24: wrong passwords are counted down to the lock, and half an hour later the report opens', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await sit(network);
  await applyOnPhone(page);
  await tap(page, '返回');
  await glass(page).getByText('报告已生成', { exact: true }).waitFor();
  await openNewest(page);
  await tap(page, '查看报告');
  for (const left of [4, 3, 2, 1, 0]) {
    await typePassword(page, '000000');
    if (left > 0) await acknowledge(page, '支付密码不正确', 'WRONG_PASSWORD', new RegExp(`还可尝试 ${left} 次`));
    else await acknowledge(page, '支付密码错误次数过多，请30分钟后再试', 'LOCKED', /解锁时间/);
  }
  await typePassword(page);
  await acknowledge(page, '支付密码错误次数过多，请30分钟后再试', 'LOCKED', /解锁时间/);
  await advance(network, '31m');
  await typePassword(page);
  await onScreen(page, 'report');
});

test('R25: eight days on the report leaves the screen that shows it, and its record says that it has gone', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await sit(network);
  await applyOnPhone(page);
  await tap(page, '返回');
  await openNewest(page);
  await glass(page).getByText('报告已生成', { exact: true }).waitFor();
  await tap(page, '查看报告');
  await typePassword(page);
  await onScreen(page, 'report');
  await advance(network, '8d');
  await acknowledge(page, '报告已过期', 'EXPIRED');
  await onScreen(page, 'record');
  await glass(page).getByText('报告已过期').waitFor();
  await isAccessible(page);
  await tap(page, '查看报告');
  await typePassword(page);
  await acknowledge(page, '报告已过期', 'EXPIRED');
});

test('R21: a query of which no bank delivers fails, and the user is told to apply again', async () => {
  const network = await startTestNetwork({ ...AT_ONCE, incidents: [{ kind: 'refuse', issuers: 'ALL' }] });
  const page = await sit(network);
  await applyOnPhone(page, { banks: ['招商银行'] });
  await advance(network, '25h');
  await glass(page).getByText('您的银行卡查询未能完成，请重新提交查询').waitFor();
  await tap(page, '返回');
  await openNewest(page);
  await glass(page).getByText('超时未反馈').waitFor();
  await tap(page, '查看报告');
  await typePassword(page);
  await acknowledge(page, '查询失败，请重新提交查询', 'QUERY_FAILED');
});

test('a registered person is told to sign in, and a wrong password there is refused', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await sit(network);
  await tap(page, '返回');
  await tap(page, '退出登录');
  await tap(page, '注册');
  await acknowledge(page, '该身份证号或手机号已注册，请直接登录', 'ALREADY_REGISTERED');
  const field = glass(page).getByLabel(/支付密码/);
  await field.fill('000000');
  await tap(page, '登录');
  await acknowledge(page, '手机号或支付密码不正确', 'WRONG_CREDENTIALS');
  await field.fill('135246');
  await tap(page, '登录');
  await onScreen(page, 'home');
});

test('somebody made whom the network has forgotten is told to it again; without that the name is not real', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const page = await open({ url: network.url, at: '/phone', mayComplain: REFUSALS });
  await page.getByText('自己造一个人').click();
  await page.getByRole('button', { name: '造人并交给 TA 手机' }).click();
  await page.locator('.phone-holder .tag', { hasText: '自造' }).waitFor();
  expect((await sendTo(`${network.url}/control/reset`, 'POST')).status).toBe(204);
  await signIn(page);
  await hand(page, 'one-bank');
  const found = network.people.persona('one-bank');
  await control(network, 'PUT', `/people/${found}`, { name: '某人' });
  await tap(page, '注册');
  await acknowledge(page, '实名信息未通过核验，请核对姓名、身份证号、手机号和绑定的银行卡', 'NOT_REAL_NAME');
});

test('without a network the phone says so, and after a restart it goes on at the sign-in', async () => {
  const network = await startTestNetwork(AT_ONCE);
  const port = Number(new URL(network.url).port);
  const page = await open({ url: network.url, at: '/phone', mayComplain: /status of 4\d\d|ERR_/ });
  await hand(page, 'ordinary');
  await signIn(page);
  await fillIn(page);
  await network.stop();
  await glass(page).getByText('网络不可用，正在重连').waitFor();
  await tap(page, '获取验证码');
  await acknowledge(page, '网络连接失败，请检查网络后重试', 'UNREACHABLE');
  await onScreen(page, 'code');
  await startTestNetwork(AT_ONCE, { port });
  await acknowledge(page, '请先登录', 'UNAUTHENTICATED');
  await onScreen(page, 'sign-in');
  await glass(page).getByText('网络不可用，正在重连').waitFor({ state: 'hidden' });
  await signIn(page);
  await applyOnPhone(page);
});
