// For tests only: the console of a live network, opened in a real Chromium as somebody sits before it. Whatever the
// page complains of, or asks of another address, is collected, and a test that ends with any of it fails.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { CHROMIUM_READY_WITHIN_MS, openChromium } from '../simulator/doors/chromium-fixture.ts';

export interface Sitting {
  /** Where the network is. */
  readonly url: string;
  /** The part of the address behind the `#`, such as `/phone`. */
  readonly at?: string;
  readonly language?: 'zh' | 'en';
  readonly dark?: boolean;
  readonly width?: number;
  readonly height?: number;
  /** What the page may complain of: a test that cuts the connection, say. */
  readonly mayComplain?: RegExp;
}

/** One browser for all tests of a file. */
export const consoleOpener = (): ((sitting: Sitting) => Promise<Page>) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium();
  }, CHROMIUM_READY_WITHIN_MS);
  afterAll(async () => browser?.close());
  return async ({ url, at = '/network', language = 'zh', dark = false, width = 1280, height = 800, mayComplain }) => {
    const context = await browser.newContext({
      ...({ viewport: { width, height } } satisfies BrowserContextOptions),
      locale: language === 'zh' ? 'zh-CN' : 'en-GB',
      timezoneId: 'Asia/Shanghai',
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const trouble: string[] = [];
    const complain = (text: string): void => {
      if (mayComplain?.test(text) !== true) trouble.push(text);
    };
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== url && protocol !== 'data:' && protocol !== 'blob:') complain(`asked ${request.url()}`);
    });
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complain(message.text());
    });
    page.on('pageerror', (error) => complain(error.message));
    onTestFinished(async () => {
      await context.close();
      expect(trouble).toEqual([]);
    });
    await page.goto(`${url}/#${at}`);
    return page;
  };
};

/** What axe finds wrong on the page as it stands: one line for each rule, with where. */
export const accessibilityProblems = async (page: Page): Promise<readonly string[]> => {
  // The page's own policy forbids scripts that are not its own; the browser's tools may.
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations.map(({ id, help, nodes }) =>
        id + ': ' + help + ' at ' + nodes.map(({ target }) => target.join(' ')).join(', ')))`,
  );
  if (!Array.isArray(found)) throw new Error('axe told nothing');
  return found.map(String);
};

const PICTURES = join(import.meta.dirname, '../docs/pictures/console');

/**
 * A picture for the documentation, where BANKNET_PICTURES asks for pictures; the figures in them differ each time, so
 * they are not made with every run.
 */
export const picture = async (page: Page, name: string): Promise<void> => {
  if (process.env.BANKNET_PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled' });
};
