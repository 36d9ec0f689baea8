// The shell of the console in a real Chromium.
import { expect, test } from 'vitest';
import { startTestNetwork } from '../cli/network-fixture.ts';
import { accessibilityProblems, consoleOpener } from './console-fixture.ts';

const PAGES = ['network', 'phone', 'queries', 'journal', 'results'];
const open = consoleOpener();

test('every page opens by its name, in the language of the browser, and nothing is wrong with it', async () => {
  const network = await startTestNetwork({});
  for (const language of ['zh', 'en'] as const) {
    const page = await open({ url: network.url, language });
    await page
      .getByRole('status')
      .getByText(language === 'zh' ? '实时' : 'Live')
      .waitFor();
    for (const name of PAGES) {
      await page.getByRole('navigation').locator(`a[href="#/${name}"]`).click();
      await page.locator(`main[data-page=${name}][aria-busy=false]`).waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
    }
  }
});
