// A plan as text, JSON, JUnit and page: the search finds what the banks can do, and everything says the same.
import { expect, test } from 'vitest';
import { pageOpener } from '../../report/page-fixture.ts';
import { checkPlan } from './plan-check.ts';
import { smallPlan } from './plan-fixture.ts';
import { planHtml } from './plan-html.ts';
import { planJson } from './plan-json.ts';
import { planJunit } from './plan-junit.ts';
import type { PlanResult } from './plan-result.ts';
import { planText } from './plan-text.ts';
import { planSentence } from './plan-words.ts';
import { sparkline } from './sparkline.ts';
import { planResult } from './throttle-search.ts';

const same = (text: string): string => text;
const PLAIN = { bold: same, dim: same, green: same, yellow: same, red: same };

/** A bank that does 20 a second; who comes in a minute at up to 60 may wait for it for half a minute. */
const slowBank = () =>
  smallPlan({
    users: 2400,
    curve: [1, 3, 2],
    over: '60s',
    engine: { deadline: '30s', throttle: undefined },
    issuers: { PSBC: { capacity: { servers: 4, queue: 200, service: { fixed: '200ms' } } } },
    incidents: [{ name: 'slow', issuers: ['CMB'], kind: 'latency', p50: '1s', from: '10s', for: '10s' }],
  });

const resultOf = async (plan = slowBank(), perSecond?: number): Promise<PlanResult> => {
  const result = await planResult(plan, {
    stepMs: 100,
    given: perSecond === undefined ? undefined : { burst: 20, perSecond },
    onRun: async () => undefined,
    signal: new AbortController().signal,
  });
  if (result === undefined) throw new Error('nobody interrupted it');
  return result;
};

const open = pageOpener();

test('the highest throttle is found, with the bank that is in the way and what it would have to do', async () => {
  const { best, acceptsAll, bottleneck, needed, runs } = await resultOf();
  expect(acceptsAll).toBe(false);
  // In 60 s and 30 s more, 1,800 can be answered at 20 a second; the curve lets most of them in at some 30 a second.
  expect(best?.accepted).toBeGreaterThan(1400);
  expect(best?.accepted).toBeLessThan(1800);
  expect(best?.missed).toBeLessThan(0.5);
  expect(bottleneck).toMatchObject({ bank: 'PSBC', sustained: { by: 'servers', perSecond: expect.closeTo(20, 6) } });
  expect(runs.find(({ throttle }) => throttle.perSecond > (best?.throttle.perSecond ?? 0))?.missed).toBeGreaterThan(10);
  expect(needed.map(({ banks }) => banks)).toEqual([['PSBC']]);
  expect(needed[0]?.factor).toBeGreaterThan(1.3);
  expect(needed[0]?.factor).toBeLessThan(2);
});

test('where every bank can do what comes, everybody is accepted', async () => {
  const result = await resultOf(smallPlan());
  expect(result).toMatchObject({ acceptsAll: true, needed: [] });
  expect(result.best?.refused).toBeLessThan(0.5);
  expect(planSentence(result)).toContain('everybody can be accepted at once');
});

test('a bank that is down all the time is in the way of every throttle', async () => {
  const result = await resultOf(
    smallPlan({ engine: { deadline: '40s' }, issuers: { CMB: { faults: [{ kind: 'refuse' }] } } }),
  );
  expect(result).toMatchObject({ best: undefined, bottleneck: { bank: 'CMB' } });
  expect(result.needed).toMatchObject([{ banks: ['CMB'], factor: undefined }]);
  expect(planSentence(result)).toContain('no throttle keeps the deadline of 40s: CMB is in the way');
  expect(planText(result, PLAIN)).toContain('it is down too long');
});

test('text, JSON and JUnit say the same of a throttle that was asked about', async () => {
  const result = { ...(await resultOf(slowBank(), 60)), agreement: undefined };
  const [text, json] = [planText(result, PLAIN), JSON.parse(planJson(result))];
  expect(json).toMatchObject({
    kind: 'banknet-load-plan',
    version: 1,
    kept: false,
    given: { burst: 20, perSecond: 60 },
  });
  const missed = Math.round(result.given?.missed ?? 0).toLocaleString('en-US');
  expect(text.trimEnd().split('\n').at(-1)).toContain(`${missed} of `);
  expect(text).toMatch(/accepted +[▁▂▃▄▅▆▇█ ]+ 60 a second/);
  expect(planJunit(result)).toContain('tests="1" failures="1"');
  expect(planText(result, PLAIN, true).trimEnd().split('\n')).toHaveLength(1);
  expect(JSON.stringify(json)).not.toMatch(/NaN|undefined/);
});

test('the check compares every figure and says which are too far apart', async () => {
  const plan = slowBank();
  const throttle = { burst: 20, perSecond: 25 };
  const agreement = await checkPlan(plan, throttle, new AbortController().signal);
  expect(agreement).toMatchObject({ users: 2400, curveMs: 60_000, held: true });
  expect(agreement?.figures).toHaveLength(6 + 2 * 3);
  const [first, ...others] = agreement?.figures ?? [];
  if (agreement === undefined || first === undefined) throw new Error('nobody interrupted it');
  const broken = { ...agreement, held: false, figures: [{ ...first, held: false }, ...others] };
  const result = { ...(await resultOf(plan, 25)), agreement: broken };
  expect(planText(result, PLAIN)).toContain('1 of 12 figures are further apart than they may be, first accepted');
  expect(planJunit(result)).toContain('tests="13" failures="1"');
});

test('the page asks for nothing, complains of nothing, and has every picture', async () => {
  const { page, trouble } = await open(planHtml(await resultOf(), '9.9.9'));
  expect(trouble).toEqual([]);
  expect(await page.locator('.verdict.good').textContent()).toContain('PSBC is in the way');
  expect(await page.locator('figure.plot:visible figcaption').allTextContents()).toEqual([
    'People, by the throttle’s rate a second',
    'Applications, a second',
    'Inquiries that wait or are under way, by bank',
    'From application to report, by when it was accepted',
  ]);
  expect(await page.locator('rect.incident title').first().textContent()).toBe('slow: CMB, 10s to 20s');
  expect(await page.evaluate(`document.body.innerHTML.match(/NaN|undefined|Infinity/)`)).toBe(null);
  await page.close();
});

test('a line of blocks is as high as the most of each stretch, and nothing is nothing', () => {
  expect(sparkline([0, 1, 2, 4, 8, 8, 8, 0], 8)).toBe(' ▂▃▅███ ');
  expect(sparkline([0, 8, 0, 0, 0, 1], 3)).toBe('█ ▂');
  expect(sparkline([0, 0], 8)).toBe('  ');
});
