// For tests only: pages opened in a real Chromium from a file, as somebody does who was sent one.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { CHROMIUM_READY_WITHIN_MS, openChromium } from '../simulator/doors/chromium-fixture.ts';

export interface OpenedPage {
  readonly page: Page;
  /** What it asked for beside itself, and what it complained of, up to now. */
  readonly trouble: readonly string[];
}

/** One browser for all tests of a file. */
export const pageOpener = (): ((text: string) => Promise<OpenedPage>) => {
  const folder = mkdtempSync(join(tmpdir(), 'banknet-page-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium();
  }, CHROMIUM_READY_WITHIN_MS);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return async (text) => {
    const file = join(folder, 'report.html');
    writeFileSync(file, text);
    const page = await browser.newPage();
    const trouble: string[] = [];
    const address = pathToFileURL(file).href;
    page.on('request', (request) => {
      if (request.url() !== address && !request.url().startsWith('data:')) trouble.push(request.url());
    });
    page.on('console', (message) => trouble.push(message.text()));
    page.on('pageerror', (error) => trouble.push(error.message));
    page.on('dialog', (dialog) => trouble.push(dialog.message()));
    await page.goto(address);
    return { page, trouble };
  };
};

/** Dark is dark, and a narrow screen needs no sideways scrolling of the page. */
export const expectDarkAndNarrow = async (page: Page): Promise<void> => {
  const paper = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await paper();
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await paper()).not.toBe(light);
  await page.setViewportSize({ width: 360, height: 700 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
};
