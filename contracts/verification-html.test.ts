// The page of a verification in a real Chromium: it asks nothing, what is wrong is on top with its difference marked,
// and words that would be markup are words.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { pageOpener } from '../report/page-fixture.ts';
import { heldReport, hostileReport, mixedReport, unknownReport } from './verification-fixture.ts';
import { verificationHtml } from './verification-html.ts';
import { verificationJunit } from './verification-junit.ts';
import type { VerificationReport } from './verification-summary.ts';

const openPage = pageOpener();
const open = (report: VerificationReport) => openPage(verificationHtml(report));

const titles = (page: Page): Promise<string[]> => page.locator('details.section:visible .title').allTextContents();

test('what is wrong is on top and unfolded, then what could not run, then groups, then what was left out', async () => {
  const { page, trouble } = await open(mixedReport());
  expect(trouble).toEqual([]);
  expect(await page.locator('.verdict').textContent()).toContain(
    'CMB does not keep the contract: 2 broken, 2 not run, 4 held, 1 left out',
  );
  expect(await titles(page)).toEqual([
    'A request that was signed more than 300 s ago is refused with 401 / 11',
    'Every body follows the schema of the document',
    'Not run: the state "answers later" was not set up: the state URL answered 500 (the bank\'s affair)',
    'signature',
    'form',
    'headers',
    'callbacks',
    'r3',
    'every-answer',
    'Left out: needs provider states: --state-url',
  ]);
  expect(await page.locator('.finding').first().isVisible()).toBe(true);
  expect(await page.locator('#s1 pre.command').textContent()).toMatch(/--only signature\/stale$/);
  await page.close();
});

test('request and answer stand side by side, and the difference is marked', async () => {
  const { page } = await open(mixedReport());
  const [request, answer] = await page.locator('#s1 .sides figure').all();
  const [left, right] = [await request?.boundingBox(), await answer?.boundingBox()];
  expect(left?.y).toBe(right?.y);
  expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThanOrEqual(right?.x ?? 0);
  expect(await page.locator('#s1 .sides mark').allTextContents()).toEqual(['200', '  "respCode": "00",']);
  expect(await page.locator('#s1 dd mark').allTextContents()).toEqual(['401 / 11', '200 / 00']);
  expect(await page.locator('#s2 .finding').first().locator('.sides mark').allTextContents()).toEqual([
    '  "unsupported": null',
  ]);
  await page.setViewportSize({ width: 360, height: 700 });
  const [above, below] = [await request?.boundingBox(), await answer?.boundingBox()];
  expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  await page.close();
});

test('what held is said to be so, and what is not known is neither good nor bad', async () => {
  const held = await open(heldReport());
  expect(await held.page.locator('.verdict.good').textContent()).toContain('CMB keeps the contract: all 4 checks held');
  await held.page.close();
  const unknown = await open(unknownReport());
  expect(await unknown.page.locator('.verdict.warn').textContent()).toContain('is not known');
  await unknown.page.close();
});

test('words that would be markup, or script, are words wherever they stand', async () => {
  const words = `</title></style><script>alert(1)</script><img src=x onerror=f(2)>"' onload="f(3)" \u0000\u202e`;
  const { page, trouble } = await open(hostileReport(words));
  expect(trouble).toEqual([]);
  expect(await page.locator('img, body script:not(:last-of-type), [onload]').count()).toBe(0);
  expect((await titles(page))[0]).toBe(words.replace('\u0000', '␀').replace('\u202e', '\ufffd'));
  const read = await page.evaluate(
    `new DOMParser().parseFromString(${JSON.stringify(verificationJunit(hostileReport(words)))}, 'application/xml')
      .querySelectorAll('parsererror, failure, error').length`,
  );
  expect(read).toBe(2);
  await page.close();
});
