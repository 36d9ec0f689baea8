// Results in a real Chromium: opened from their files, and of runs that are started on the page.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../../cli/command-fixture.ts';
import { startTestNetwork } from '../../cli/network-fixture.ts';
import { loadJson } from '../../load/load-report-json.ts';
import { brokenResult, heldResult } from '../../load/load-result-fixture.ts';
import { accessibilityProblems, consoleOpener, picture } from '../console-fixture.ts';

const open = consoleOpener();

const FAILING = `
name: A story that does not hold
steps:
  - { at: 0s, apply: { person: zhang, banks: [ICBC] }, expect: { refused: TOO_SOON } }
given: { people: { zhang: { persona: ordinary } } }
`;

const folderOfTest = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'banknet-results-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const openFile = async (page: Page, name: string, text: string): Promise<void> => {
  const file = join(folderOfTest(), name);
  writeFileSync(file, text);
  await page.locator('input[type=file]').setInputFiles(file);
};

/** No page is wider than its window. */
const overflow = (page: Page): Promise<unknown> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

test('a result of load is shown with its plots, in both languages, light and dark, narrow and wide', async () => {
  const network = await startTestNetwork({});
  const text = loadJson(heldResult());
  for (const [language, dark, width] of [
    ['zh', false, 1280],
    ['en', true, 360],
    ['en', false, 2560],
  ] as const) {
    const page = await open({ url: network.url, at: '/results', language, dark, width });
    await openFile(page, 'report.json', text);
    await page.getByText(language === 'zh' ? '全部通过' : 'All held').waitFor();
    expect(await page.locator('.time-plot canvas').count()).toBe(2);
    expect(await overflow(page)).toBe(0);
    expect(await accessibilityProblems(page)).toEqual([]);
    if (language === 'zh') await picture(page, 'load-result');
  }
});

test('a broken load run says what is broken first', async () => {
  const network = await startTestNetwork({});
  const page = await open({ url: network.url, at: '/results', language: 'en' });
  await openFile(page, 'report.json', loadJson(brokenResult()));
  const [first] = brokenResult().correctness.violations;
  await page.getByText(first?.first ?? 'no violation', { exact: false }).waitFor();
  expect(await page.locator('.figures .bad').count()).toBeGreaterThan(0);
});

test('failing scenarios stand on top and open, with what was expected, what came, and the command to replay', async () => {
  const network = await startTestNetwork({});
  const folder = folderOfTest();
  const file = join(folder, 'failing.yaml');
  writeFileSync(file, FAILING);
  const library = join(import.meta.dirname, '../../scenarios/library/a-bank-that-denies.yaml');
  const { stdout } = await runCommand('scenario', 'run', library, file, '--json');
  const page = await open({ url: network.url, at: '/results', language: 'en' });
  await openFile(page, 'report.json', stdout);
  await page.getByText('1 of 2 scenarios passed').waitFor();
  expect(await page.locator('.story[open] .name').allTextContents()).toEqual(['A story that does not hold']);
  expect(await page.locator('.story').first().getByText('/steps/0/expect').count()).toBe(1);
  expect(await page.locator('.story .replay').first().textContent()).toMatch(/^banknet scenario run /);
  await page.getByRole('searchbox').fill('that denies');
  await expect.poll(() => page.locator('.story').count()).toBe(1);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('a file of another kind, no JSON, and a damaged one are said to be so, and the page goes on', async () => {
  const network = await startTestNetwork({});
  const page = await open({ url: network.url, at: '/results', language: 'en' });
  const damaged = loadJson(heldResult()).replace('"durationMs": ', '"durationMs": "long", "was": ');
  for (const [name, text, words] of [
    ['notes.json', 'not at all', 'notes.json is no JSON'],
    ['package.json', '{"name":"x"}', 'package.json is of another kind'],
    ['report.json', damaged, 'report.json cannot be read: is damaged at /durationMs'],
    ['list.json', '[1]', 'list.json is of another kind'],
  ] as const) {
    await openFile(page, name, text);
    await page.getByRole('alert').getByText(words).waitFor();
  }
  await openFile(page, 'report.json', loadJson(heldResult()));
  await page.getByText('All held').waitFor();
});

test('a scenario of the library is started from the page, and its result is shown and saved', async () => {
  const network = await startTestNetwork({});
  const page = await open({ url: network.url, at: '/results' });
  await page.getByRole('combobox', { name: '场景库' }).selectOption('a-bank-that-denies.yaml');
  await page.getByRole('button', { name: '开始运行' }).click();
  await page.getByRole('button', { name: '查看结果' }).click();
  await page.getByText('1 个场景中 1 个通过').waitFor();
  await picture(page, 'scenario-result');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: '保存 report.json' }).click();
  const saved: unknown = JSON.parse(readFileSync(await (await saving).path(), 'utf8'));
  expect(saved).toMatchObject({ passed: true, version: 1 });
});

test('load on this network shows how far it is, and is stopped from the page', async () => {
  const network = await startTestNetwork({ issuers: { defaults: { latency: { fixed: '1ms' } } } });
  const page = await open({ url: network.url, at: '/results', language: 'en' });
  await page.getByRole('button', { name: 'Load', exact: true }).click();
  await page.getByRole('combobox', { name: 'What to run' }).selectOption('this');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.locator('.progress').getByText(/[0-9]/).waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('stopped', { exact: true }).waitFor();
});

test("a scenario of one's own that is none is told with its mistakes", async () => {
  const network = await startTestNetwork({});
  const page = await open({ url: network.url, at: '/results', language: 'en' });
  await page.getByRole('button', { name: 'A scenario of your own' }).click();
  await page.getByRole('textbox').fill('name: x\nstepz: []');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByText(/stepz/).last().waitFor();
  await page.getByText('impossible').waitFor();
});
