// How a comparison is told: table, page and JUnit of made-up figures, pinned; and what may not be kept from the reader.
import { expect, test } from 'vitest';
import { pageOpener } from '../../report/page-fixture.ts';
import { measuredOf, PEER_FIGURES } from './peers-figures.ts';
import { madeComparison, madeRound } from './peers-fixture.ts';
import { peersHtml } from './peers-html.ts';
import { peersJunit } from './peers-junit.ts';
import { peersText } from './peers-text.ts';
import { cautionsIn, isRightItself, outcomeSentence } from './peers-words.ts';

const same = (text: string): string => text;
const PLAIN = { bold: same, dim: same, green: same, yellow: same, red: same };
const open = pageOpener();

test('the table has figures and ratios, then what each does meanwhile, how it was measured, and cautions', () => {
  expect(peersText(madeComparison(), PLAIN)).toMatchSnapshot();
});

test('quiet is the table, the cautions and the outcome', () => {
  expect(peersText(madeComparison(), PLAIN, true)).toMatchSnapshot();
});

test('JUnit has a case for each server, and one that could not be had was not run', () => {
  expect(peersJunit(madeComparison())).toMatchSnapshot();
});

test('a ratio is the middle of the ratios of the rounds, not of the middles', () => {
  const [ours, bare] = madeComparison().servers;
  const [requests] = PEER_FIGURES;
  // The machine was half as fast in the second round, for both.
  expect(bare && measuredOf(bare, ours, requests)).toEqual({ value: 22_500, ratio: 1.5 });
  expect(outcomeSentence(madeComparison())).toBe(
    'banknet with everything on gives right answers at 0.67 times bare node:http, 13 times Mockoon',
  );
});

test('a machine that does other work, and a client that was late, are said', () => {
  const [ours] = madeComparison().servers;
  const round = madeRound({ perSecond: 1, cpuMs: 1, latencyMs: 1, megabytes: 1, startMs: 1 });
  const busy = {
    ...round,
    closed: { ...round.closed, othersShare: 0.47 },
    open: { ...round.open, lateP99Ms: 3 },
  };
  const servers = ours === undefined ? [] : [{ ...ours, rounds: [busy] }];
  expect(cautionsIn(madeComparison({ servers }))).toEqual([
    'other work took 47 % of this machine meanwhile: the ratios hold better than the figures, best those of cpu each',
    'the client itself was 3 ms late at p99 at 500/s, which is in every p99',
  ]);
});

test('answers of our own that are not right are on top, for its speed is worth nothing then', () => {
  const wrong = { perSecond: 20_000, cpuMs: 1, latencyMs: 1, megabytes: 1, startMs: 1, wrong: 3 };
  const servers = madeComparison().servers.map((one) => ({ ...one, rounds: [madeRound(wrong)] }));
  expect(isRightItself(madeComparison({ servers }))).toBe(false);
  expect(outcomeSentence(madeComparison({ servers }))).toMatch(
    /, but of its own 3 of 41,003 inquiries were not answered rightly: wrong body 3$/,
  );
});

test('where the system tells no processor time there is none, and no ratio', () => {
  const round = madeRound({ perSecond: 1000, cpuMs: 1, latencyMs: 1, megabytes: 1, startMs: 1 });
  const untold = { ...round, residentBytes: undefined, closed: { ...round.closed, cpuMs: undefined } };
  const servers = madeComparison().servers.map((one) => ({ ...one, rounds: [untold] }));
  expect(peersText(madeComparison({ servers }), PLAIN, true)).toMatch(/^banknet +1,000 +1 +– +– .* – +– /m);
});

test('interrupted before the first round was over it says so, and breaks nothing', () => {
  const servers = madeComparison().servers.map((one) => ({ ...one, rounds: [], trouble: undefined }));
  const text = peersText(madeComparison({ servers, wasInterrupted: true }), PLAIN);
  expect(text).toMatch(/! interrupted: .*\nnothing was measured: the first round was not over\n$/);
  expect(text).not.toMatch(/NaN|undefined|Infinity/);
});

test('the page asks for nothing, complains of nothing, and has table, pictures and notes', async () => {
  const { page, trouble } = await open(peersHtml(madeComparison()));
  expect(trouble).toEqual([]);
  expect(await page.locator('.verdict.good').textContent()).toContain('13 times Mockoon');
  expect(await page.locator('figure.plot:visible figcaption').allTextContents()).toEqual([
    'requests/s: right answers a second, as fast as it answers',
    "cpu each: the server's processor time for each right answer meanwhile",
  ]);
  expect(await page.locator('#s1 table tbody tr').count()).toBe(4);
  expect(await page.locator('#s2').textContent()).toContain('it needs Java');
  expect(await page.evaluate(`document.body.innerHTML.match(/NaN|undefined|Infinity/)`)).toBe(null);
  await page.close();
});
