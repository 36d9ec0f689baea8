// Incidents over several banks in a real Chromium.
import { expect, test } from 'vitest';
import { FAST } from '../../cli/control/control-fixture.ts';
import { startTestNetwork } from '../../cli/network-fixture.ts';
import { consoleOpener } from '../console-fixture.ts';
import { card, elsewhere, isLive, told } from './network-page-fixture.ts';

const open = consoleOpener();

const incidentsAt = async (url: string): Promise<unknown> => {
  const answer: unknown = await (await fetch(`${url}/control/incidents`)).json();
  return Object(answer).incidents;
};

test('an incident begins over three banks at once, and ends at once', async () => {
  const network = await startTestNetwork({ issuers: { defaults: FAST } });
  const page = await open({ url: network.url });
  await isLive(page);
  const form = page.getByRole('form', { name: '新事件' });
  for (const name of ['招商银行', '工商银行', '农业银行']) await form.getByLabel(new RegExp(name)).check();
  await form.getByText('已选 3 家').waitFor();
  await form.getByRole('button', { name: '不稳' }).click();
  await form.getByLabel('持续多久').selectOption('1h');
  await form.getByRole('button', { name: '开始' }).click();
  const going = page.locator('[data-incident="flaky"]');
  await going.getByText('3 家银行').waitFor();
  expect(await incidentsAt(network.url)).toMatchObject([
    { name: 'flaky', kind: 'status', status: 503, share: 0.3, issuers: ['ICBC', 'ABC', 'CMB'], for: '1h' },
  ]);
  for (const code of ['ICBC', 'ABC', 'CMB']) await card(page, code).getByText('不稳').waitFor();
  expect(await card(page, 'BOC').getByText('不稳').count()).toBe(0);
  await form.getByRole('button', { name: '开始' }).click();
  await page.locator('[data-incident="flaky-2"]').waitFor();
  await going.getByRole('button', { name: '结束' }).click();
  await going.waitFor({ state: 'detached' });
  expect(await incidentsAt(network.url)).toMatchObject([{ name: 'flaky-2' }]);
  expect(await told(network.url, 'CMB')).toMatchObject({ incidents: ['flaky-2'] });
});

test('an incident of any kind over all banks, one after the other; what is wrong with it stands at its field', async () => {
  const network = await startTestNetwork({ issuers: { defaults: FAST } });
  const page = await open({ url: network.url, language: 'en', mayComplain: /status of 422/ });
  await isLive(page);
  const form = page.getByRole('form', { name: 'A new incident' });
  await form.getByRole('button', { name: 'Begin' }).click();
  await form.getByText('must name at least one issuer').waitFor();
  await form.getByRole('button', { name: 'All', exact: true }).click();
  await form.getByText('16 chosen').waitFor();
  await form.getByRole('button', { name: 'Another…' }).click();
  await form.getByLabel('Kind').selectOption('dribble');
  await form.getByLabel('Bytes at a time').fill('none');
  await form.getByLabel('Begins later by').fill('later');
  await form.getByRole('button', { name: 'Begin' }).click();
  await form.getByText('must be a whole number from 1').waitFor();
  await form.getByText('must be a duration from 0ms').waitFor();
  expect(await form.getByRole('alert').count()).toBe(2);
  await form.getByLabel('Bytes at a time').fill('8');
  await form.getByLabel('Begins later by').fill('10s');
  await form.getByRole('button', { name: 'Begin' }).click();
  await page.locator('[data-incident="dribble"]').getByText('all banks').waitFor();
  expect(await incidentsAt(network.url)).toMatchObject([{ kind: 'dribble', bytes: 8, issuers: 'ALL', stagger: '10s' }]);
});

test('an incident that somebody else begins is there, and ends for both', async () => {
  const network = await startTestNetwork({ issuers: { defaults: FAST } });
  const page = await open({ url: network.url, language: 'en' });
  await isLive(page);
  await page.getByText('No incident is going on.').waitFor();
  await elsewhere(network.url, 'POST', '/incidents', { name: 'storm', kind: 'hang', issuers: ['CZB'], for: '1h' });
  await page.locator('[data-incident="storm"]').getByText('1 bank').waitFor();
  // An hour in a second: of its end nobody tells.
  await elsewhere(network.url, 'PUT', '/clock', { scale: 3600 });
  await page.getByText('No incident is going on.').waitFor();
});
