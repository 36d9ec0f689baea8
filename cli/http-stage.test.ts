// Scenarios over real sockets: on a network of their own and on one that runs, with the outcome that virtual time has.
import { expect, test } from 'vitest';
import { defineScenario, runScenario } from '../scenarios/run-scenario.ts';
import { exampleScenario } from '../scenarios/scenario-fixture.ts';
import type { ScenarioResult } from '../scenarios/scenario-result.ts';
import { ControlClient } from './control-client.ts';
import { openLiveStage } from './live-stage.ts';
import type { NetworkOptions } from './network.ts';
import { startTestNetwork } from './network-fixture.ts';
import { CliProblem } from './problem.ts';
import { openHttpStage } from './running-stage.ts';

const EXAMPLE = exampleScenario();

/** A fault that comes and goes, a throttle that changes, wrong passwords up to the lock, two people. */
const TROUBLE = {
  name: 'Faults, throttle and lock',
  rules: ['R11', 'R17', 'R24'],
  seed: 11,
  given: {
    issuers: { defaults: { latency: { p50: '80ms', p99: '600ms' } }, PSBC: { mode: 'callback' } },
    people: { wang: {}, chen: { persona: 'mixed-reasons' } },
  },
  steps: [
    { at: '0s', fault: { issuers: ['CMB', 'ICBC'], kind: 'status', status: 503, name: 'flaky' } },
    { at: '0s', throttle: { burst: 1, perSecond: 0.01 } },
    { at: '1s', apply: { person: 'wang', banks: 'ALL', as: 'first' }, expect: { accepted: true } },
    { at: '2s', apply: { person: 'chen', banks: ['CMB'] }, expect: { refused: 'THROTTLED', retryAfter: '99s' } },
    { at: '3s', throttle: { burst: 50, perSecond: 10 } },
    { at: '80s', apply: { person: 'chen', banks: ['CMB', 'ABC'], as: 'second' }, expect: { accepted: true } },
    {
      at: '90s',
      record: { query: 'second' },
      expect: { status: 'RUNNING', banks: { CMB: 'PENDING', ABC: 'DELIVERED' } },
    },
    { at: '20m', heal: { issuers: 'ALL', name: 'flaky' } },
    {
      at: '2h',
      record: { query: 'first' },
      expect: { status: 'READY', banks: { CMB: 'DELIVERED', ICBC: 'DELIVERED' } },
    },
    { at: '2h', view: { query: 'first', password: 'wrong' }, expect: { refused: 'WRONG_PASSWORD', triesLeft: 4 } },
    { at: '2h', view: { query: 'first', password: 'wrong' }, repeat: 3, expect: { refused: { WRONG_PASSWORD: 3 } } },
    { at: '2h', view: { query: 'first', password: 'wrong' }, expect: { refused: 'LOCKED', until: '150m' } },
    { at: '149m', view: { query: 'first' }, expect: { refused: 'LOCKED', until: '150m' } },
    { at: '150m', view: { query: 'first' }, expect: { report: {} } },
    { at: '3h', view: { query: 'first', by: 'chen' }, expect: { refused: 'NOT_FOUND' } },
    { at: '9d', view: { query: 'first' }, expect: { refused: 'EXPIRED' } },
  ],
  finally: { sms: { wang: 1, chen: 1 }, status: { first: 'EXPIRED', second: 'EXPIRED' } },
};

/** What went wrong, in the words of the result. */
const failuresOf = ({ crash, violations, finally: end, steps }: ScenarioResult) => ({
  crash,
  violations: violations.map(({ invariant, message }) => `${invariant}: ${message}`),
  mismatches: [...steps.flatMap(({ mismatches }) => mismatches), ...end],
});
const NOTHING = { crash: undefined, violations: [], mismatches: [] };

/** What became of each bank of each query, when; the order within one instant is nobody's. */
const outcomeOf = ({ sights, steps, startMs }: ScenarioResult) => ({
  answers: steps.map(({ what, answer }) => [what, answer]),
  banks: sights
    .flatMap((sight) => (sight.kind === 'engine' && sight.event.type === 'bank-done' ? [sight.event] : []))
    .map(({ queryId, bank, disposition, atMs }) => `${atMs - startMs} ${queryId} ${bank} ${disposition}`)
    .toSorted(),
});

test.each([EXAMPLE, TROUBLE])(
  '$name: live it passes, and comes out as in virtual time to the millisecond',
  async (story) => {
    const live = await runScenario(story, { stage: openLiveStage });
    expect(failuresOf(live)).toEqual(NOTHING);
    const virtual = await runScenario(story);
    expect(failuresOf(virtual)).toEqual(NOTHING);
    expect(outcomeOf(live)).toEqual(outcomeOf(virtual));
  },
);

test('what a story expects wrongly fails live, too', async () => {
  const steps = [...EXAMPLE.steps, { at: '10d', view: { query: 'q1' }, expect: { report: {} } }];
  const live = await runScenario({ ...EXAMPLE, steps }, { stage: openLiveStage });
  expect(live.passed).toBe(false);
  expect(failuresOf(live).mismatches).toEqual([
    expect.objectContaining({ pointer: expect.stringContaining('/steps/4/expect') }),
  ]);
});

test('a stage of sockets kills no engine, and says so', async () => {
  const steps = [...EXAMPLE.steps.slice(0, 1), { at: '1s', crash: {} }];
  const live = await runScenario({ ...EXAMPLE, steps, finally: {} }, { stage: openLiveStage });
  expect(live.passed).toBe(false);
  expect(JSON.stringify(live.steps[1])).toContain('cannot be killed');
});

const running = (config: object, options: Partial<NetworkOptions> = {}) =>
  startTestNetwork(config, { passwordCost: 256, ...options });

test('on a network that runs the same stories pass, once and again, and it goes on as it was started', async () => {
  const issuers = { defaults: { latency: { fixed: '1ms' } }, ABC: { faults: [{ kind: 'hang', name: 'own' }] } };
  const network = await running({ issuers, engine: { throttle: { burst: 9, perSecond: 3 } } }, { seed: 7 });
  const { url } = network;
  const stage = (story: object) => () => openHttpStage({ url, scenario: defineScenario(story) });
  const trouble = { ...TROUBLE, seed: 7 };
  const people = new Set<string>();
  for (const story of [EXAMPLE, EXAMPLE, trouble, trouble]) {
    const result = await runScenario(story, { stage: stage(story) });
    expect(failuresOf(result)).toEqual(NOTHING);
    for (const sight of result.sights) {
      if (sight.kind === 'engine' && sight.event.type === 'query-accepted') people.add(sight.event.userId);
    }
  }
  // Nobody had a part twice.
  expect(people.size).toBe(6);
  const control = new ControlClient(url);
  expect(await control.clock()).toMatchObject({ scale: 1 });
  expect(await control.network()).toMatchObject({ engine: { throttle: { burst: 9, perSecond: 3 } } });
  expect(await control.issuer('ABC')).toMatchObject({ faults: [{ name: 'own' }] });
});

test('a story for another network is refused with each difference, before anything is changed', async () => {
  const network = await running({ engine: { deadline: '1h' }, population: { people: 50 } }, { seed: 8 });
  const control = new ControlClient(network.url);
  const before = await control.clock();
  const given = { ...EXAMPLE.given, engine: { interval: '3d' }, throttle: undefined };
  const scenario = defineScenario({ ...EXAMPLE, given });
  const refused = await openHttpStage({ url: network.url, scenario }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(CliProblem);
  expect(refused).toMatchObject({
    exitCode: 2,
    lines: [
      expect.stringMatching(/^seed: the story has 7, the network 8/),
      expect.stringMatching(/^given\.population\.people: /),
      expect.stringMatching(/^given\.engine\.deadline: the story has 86400000, the network 3600000/),
      expect.stringMatching(/^given\.engine\.interval: /),
    ],
  });
  const after = await control.clock();
  expect(after.scale).toBe(1);
  expect(after.nowMs - before.nowMs).toBeLessThan(3_600_000);
});

test('where no network answers, that is the environment: exit 3', async () => {
  const network = await running({}, { seed: 7 });
  await network.stop();
  const refused = await openHttpStage({ url: network.url, scenario: defineScenario(EXAMPLE) }).catch(
    (error: unknown) => error,
  );
  expect(refused).toMatchObject({ exitCode: 3 });
});
