// The page of a run of scenarios in a real Chromium: it asks nothing, it can be searched, the picture has its lanes,
// and words that would be markup are words.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectDarkAndNarrow, pageOpener } from '../../report/page-fixture.ts';
import type { ScenarioReport } from './scenario-report.ts';
import { hostileScenario, mixedReport } from './scenario-report-fixture.ts';
import { scenarioReportHtml } from './scenario-report-html.ts';
import { scenarioReportJunit } from './scenario-report-junit.ts';

const openPage = pageOpener();
const open = (report: ScenarioReport) => openPage(scenarioReportHtml(report));

const titles = (page: Page): Promise<string[]> => page.locator('details.section:visible .title').allTextContents();

test('the page asks for nothing, complains of nothing, and has failures on top, unfolded', async () => {
  const { page, trouble } = await open(mixedReport());
  expect(trouble).toEqual([]);
  expect(await titles(page)).toEqual([
    'A report that lost a card',
    'A crash in the middle',
    'A bank that is down for two hours still makes the report',
  ]);
  expect(await page.locator('.verdict').textContent()).toContain(
    '1 scenario of 2 failed in virtual time, 1 not run here',
  );
  expect(await page.locator('.problem').first().isVisible()).toBe(true);
  await page.close();
});

test('search shows the sections that have all its words, a verdict those that went so', async () => {
  const { page } = await open(mixedReport());
  await page.keyboard.press('/');
  await page.keyboard.type('outage.yaml R17');
  expect(await titles(page)).toEqual(['A bank that is down for two hours still makes the report']);
  expect(await page.locator('.shown').textContent()).toBe('1 of 3');
  await page.locator('#search').fill('no such thing');
  expect(await titles(page)).toEqual([]);
  expect(await page.locator('.nothing').isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await page.locator('button[data-verdict="failed"]').click();
  expect(await titles(page)).toEqual(['A report that lost a card']);
  await page.close();
});

test('the picture has a lane for each bank asked and no other, with its calls, faults, steps and breaks', async () => {
  const { page } = await open(mixedReport());
  const picture = page.locator('#s3 svg[role=img]').first();
  const lanes = await picture
    .locator('[class^=bank-]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('class')));
  expect(lanes).toEqual(['bank-ICBC', 'bank-PSBC', 'bank-CMB']);
  expect(await picture.locator('.bank-CMB .call').count()).toBe(11);
  expect(await picture.locator('.bank-CMB rect.fault title').allTextContents()).toEqual([
    'fault outage (outage), 0s to 2h',
  ]);
  expect(await picture.locator('.story title').allTextContents()).toEqual([
    'step 1 at 0s: li applies to ALL as q1 → accepted',
    'step 2 at 1m: li applies to ICBC → refused: QUERY_IN_PROGRESS',
    'step 3 at 3h: li views q1 → a report',
    'step 4 at 9d: li views q1 → refused: EXPIRED',
  ]);
  expect(await picture.locator('path.silence').count()).toBe(2);
  expect(await page.locator('#s1 .wide line.crash, #s1 .usual line.crash').count()).toBe(1);
  await page.close();
});

test('dark is dark, and a narrow screen needs no sideways scrolling of the page', async () => {
  const { page } = await open(mixedReport());
  await expectDarkAndNarrow(page);
  await page.close();
});

test('words that would be markup, or script, are words wherever they stand', async () => {
  const words = `</title></style><script>alert(1)</script><img src=x onerror=f(2)>"' onload="f(3)" \u0000\u202e`;
  const { page, trouble } = await open({ ...mixedReport(), scenarios: [hostileScenario(words)] });
  expect(trouble).toEqual([]);
  expect(await page.locator('img, body script:not(:last-of-type), [onload]').count()).toBe(0);
  const [title] = await titles(page);
  expect(title).toBe(words.replace('\u0000', '␀').replace('\u202e', '\ufffd'));
  await page.close();
});

test('a real parser reads the JUnit file, hostile words and all', async () => {
  const report = {
    ...mixedReport(),
    scenarios: [...mixedReport().scenarios, hostileScenario('<![CDATA[ ]]> \u0001 & "')],
  };
  const { page } = await open(report);
  const read = await page.evaluate(
    `(() => {
      const xml = new DOMParser().parseFromString(${JSON.stringify(scenarioReportJunit(report))}, 'application/xml');
      const all = (name) => [...xml.querySelectorAll(name)];
      return [xml.querySelector('parsererror') === null, all('testcase').length, all('failure').length,
        all('error').length, all('skipped').length, all('testcase').at(-1).getAttribute('name')];
    })()`,
  );
  expect(read).toEqual([true, 4, 1, 1, 1, '<![CDATA[ ]]> ␁ & "']);
  await page.close();
});

test('the page stands alone: no address of anything is in it', () => {
  expect(scenarioReportHtml(mixedReport())).not.toMatch(/https?:|\bsrc=|@import|url\(/);
});
