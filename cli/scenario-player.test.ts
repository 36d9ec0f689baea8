// What is played once the end is asked for, and what a network that cannot be reached is.
import { expect, test } from 'vitest';
import { defineScenario } from '../scenarios/run-scenario.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem } from './problem.ts';
import { type Playhouse, type PlayOptions, playScenarios } from './scenario-player.ts';

const data = {
  name: 'One application',
  rules: ['R9'],
  given: { people: { li: {} } },
  steps: [{ at: '0s', apply: { person: 'li', banks: ['CMB'] } }],
};
const story = (file: string) => ({ file, scenario: defineScenario(data), data });
const VIRTUAL: Playhouse = { name: 'in virtual time', open: undefined, flags: [] };

const options = (given: Partial<PlayOptions> = {}): PlayOptions => ({
  playhouse: VIRTUAL,
  seed: undefined,
  signal: new AbortController().signal,
  nowMs: () => 0,
  onBegin: () => undefined,
  onEnd: async () => undefined,
  ...given,
});

test('after the signal no further scenario begins, and those left are named', async () => {
  const ending = new AbortController();
  const begun: number[] = [];
  const reported = await playScenarios(['a', 'b', 'c'].map(story), {
    ...options({ signal: ending.signal }),
    onBegin: (_scenario, at) => {
      begun.push(at);
      if (at === 1) ending.abort();
    },
  });
  expect(begun).toEqual([0, 1]);
  expect(reported.map(({ kind }) => kind)).toEqual(['played', 'played', 'not-run']);
  expect(reported[2]).toMatchObject({ file: 'c', reason: 'interrupted before it began' });
});

test('a network that is not there ends the run; one that is not fit for a story leaves that story out', async () => {
  const failing = (exitCode: 2 | 3): Playhouse => ({
    ...VIRTUAL,
    open: async () => {
      throw new CliProblem(exitCode, 'one', 'two');
    },
  });
  const away = options({ playhouse: failing(EXIT.environment) });
  await expect(playScenarios([story('a')], away)).rejects.toMatchObject({ exitCode: 3 });
  const unfit = options({ playhouse: failing(EXIT.usage) });
  expect(await playScenarios([story('a')], unfit)).toMatchObject([{ kind: 'not-run', reason: 'one; two' }]);
});

test('a path that a shell would split is quoted in the replay', async () => {
  const flags = { playhouse: { ...VIRTUAL, flags: ['--live'] }, seed: 5 };
  const [played] = await playScenarios([story("my story's.yaml")], options(flags));
  expect(played).toMatchObject({ replay: "banknet scenario run 'my story'\\''s.yaml' --seed 5 --live" });
});
