// Shrinking as it is used: a big story and a question whether a smaller one still fails.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plain } from './choices.ts';
import { editsOf } from './edits.ts';
import { planOf } from './plan.ts';
import { shrink } from './shrink.ts';

const isOf = (step: unknown, action: string): boolean => Object.hasOwn(Object(step), action);
const stepsOf = (data: Plain): readonly Plain[] => (Array.isArray(data.steps) ? data.steps : []);

/** The first seeds whose story has both. */
const storiesWith = (...actions: readonly string[]): readonly Plain[] =>
  Array.from({ length: 300 }, (_, seed) => planOf(seed))
    .filter((data) => actions.every((action) => stepsOf(data).some((step) => isOf(step, action))))
    .slice(0, 5);

test('what has nothing to do with a failure goes, and what makes it stays', async () => {
  const stories = storiesWith('crash', 'view');
  expect(stories).toHaveLength(5);
  const needsCrashThenView = async (data: Plain) => {
    const steps = stepsOf(data);
    const crashAt = steps.findIndex((step) => isOf(step, 'crash'));
    return crashAt >= 0 && steps.slice(crashAt).some((step) => isOf(step, 'heal')) ? 'I1' : undefined;
  };
  for (const story of stories) {
    const { data, isMinimal } = await shrink(story, needsCrashThenView);
    expect(isMinimal).toBe(true);
    expect(data).toEqual({ name: story.name, seed: story.seed, given: {}, steps: [{ crash: {} }, { heal: {} }] });
  }
});

test('a story that fails in something else is not taken for a smaller one', async () => {
  const data = { name: 'x', seed: 1, given: {}, steps: [{ at: '1s' }, { at: '2s' }, { at: '3s' }] };
  const byLength = async (story: Plain) => (stepsOf(story).length >= 2 ? 'I3' : 'I4');
  expect(stepsOf((await shrink(data, byLength)).data)).toHaveLength(2);
});

test('instants become round, lists of banks short and counts small, as far as the failure allows', async () => {
  const data = {
    name: 'x',
    seed: 1,
    given: { people: { crowd: { count: 50 } } },
    steps: [{ at: '345660001ms', apply: { person: 'crowd', banks: 'ALL' } }],
  };
  const failing = async (story: Plain) => {
    const text = JSON.stringify(story);
    const count = Number(/"count":([0-9]+)/.exec(text)?.[1]);
    return count >= 7 && /"at":"[0-9]+(d|ms)"/.test(text) && /CMB|ALL/.test(text) ? 'I6' : undefined;
  };
  const { data: shrunk } = await shrink(data, failing);
  expect(shrunk).toEqual({
    ...data,
    given: { people: { crowd: { count: 7 } } },
    steps: [{ at: '4d', apply: { banks: ['CMB'] } }],
  });
});

test('a story that fails in nothing is left as it is', async () => {
  const data = planOf(1);
  expect(await shrink(data, async () => undefined)).toEqual({ data, tries: 1, isMinimal: false });
});

test('tries are bounded, and the best story so far is told', async () => {
  const story = planOf(3);
  let asked = 0;
  const failing = async () => {
    asked++;
    return 'I2';
  };
  const bounded = await shrink(story, failing, { maxTries: 4 });
  expect([bounded.tries, bounded.isMinimal, asked]).toEqual([4, false, 4]);
  const stopped = await shrink(story, failing, { isOver: () => asked >= 6 });
  expect([stopped.tries, stopped.isMinimal]).toEqual([2, false]);
});

test('every edit of every story leads to another one, and a row of edits comes to an end', () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(fc.nat(), { minLength: 300, maxLength: 300 }), (seed, choices) => {
      let data = planOf(seed);
      for (const choice of choices) {
        const edits = [...editsOf(data)];
        if (edits.length === 0) return;
        const edited = edits[choice % edits.length]?.();
        expect(edited).not.toEqual(data);
        data = edited ?? data;
      }
    }),
    { numRuns: 20 },
  );
});
