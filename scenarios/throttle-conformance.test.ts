// The throttle held to R11 and I6 through the engine and each store: never one too many, none refused while there is
// room, Retry-After exact, nobody favoured, nothing used up by a refusal. Every run is judged by I6 besides.
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { EngineEvent } from '../engine/events.ts';
import { DEFAULT_SETTINGS, type ThrottleSettings } from '../engine/settings.ts';
import { createMemoryStore } from '../engine/store/memory.ts';
import { mobileOf, type OpenStore, START_MS, userNumber } from '../engine/store/suite-fixtures.ts';
import { openTemporaryStore } from '../engine/store/temporary-store-fixture.ts';
import { type ThrottledEngine, throttledEngine } from '../engine/throttle-fixture.ts';
import { judge as judgeAll } from './oracle/oracle.ts';
import { restraintOf } from './oracle/run-record.ts';

const openMemory: OpenStore = async () => {
  const store = createMemoryStore();
  return { store, dispose: () => store.close() };
};
/** A store, and how many generated runs it is given: each SQLite run writes some hundred times to the disk. */
const STORES: readonly (readonly [string, OpenStore, number])[] = [
  ['memory', openMemory, 200],
  ['SQLite', openTemporaryStore, 15],
];
const DEFAULT: ThrottleSettings = { burst: 200, perSecond: 100 };
const throttled = (retryAfterMs: number) => ({ code: 'THROTTLED', retryAfterMs });

const restraint = restraintOf(DEFAULT_SETTINGS);
const judge = (events: readonly EngineEvent[], throttle: ThrottleSettings) =>
  judgeAll({
    events,
    throttle,
    restraint,
    queries: [],
    untilMs: 0,
    intervalMs: 0,
    truthOn: () => nothing,
  }).filter(({ invariant }) => invariant === 'I6');
const nothing = { cards: [], unsupported: [] };

const open = async (openStore: OpenStore, throttle: ThrottleSettings, users: number) => {
  const opened = await openStore();
  onTestFinished(opened.dispose);
  const network = throttledEngine(opened.store, throttle);
  onTestFinished(() => expect(judge(network.log, throttle)).toEqual([]));
  await network.enrol(0, users);
  return { ...opened, ...network };
};

/** One step of a generated run: the clock moves, the throttle may change, and so many apply at once. */
interface Step {
  readonly byMs: number;
  readonly many: number;
  readonly change: ThrottleSettings | undefined;
}

const applyAll = (network: ThrottledEngine, users: readonly number[]) => Promise.all(users.map(network.apply));
const range = (from: number, until: number): readonly number[] =>
  Array.from({ length: until - from }, (_, n) => from + n);
const acceptedOf = (users: readonly number[], answers: readonly unknown[]): readonly number[] =>
  users.filter((_, at) => answers[at] === 'accepted');

for (const [name, openStore, runs] of STORES) {
  test(`${name}: of 1,000 at once exactly the first 200 come in, 800 are told when (R11)`, async () => {
    const network = await open(openStore, DEFAULT, 1000);
    // Whoever comes first is accepted, whatever their number.
    const order = range(0, 1000).toReversed();
    const answers = await applyAll(network, order);
    expect(acceptedOf(order, answers)).toEqual(order.slice(0, 200));
    expect(answers.slice(200)).toEqual(Array(800).fill(throttled(10)));
  });

  test(`${name}: after the burst exactly one comes in every ten milliseconds (R11)`, async () => {
    const network = await open(openStore, { burst: 20, perSecond: 100 }, 1500);
    const accepted: number[] = [];
    for (let n = 0; n < 1500; n++) {
      network.clock.nowMs = START_MS + n;
      if ((await network.apply(n)) === 'accepted') accepted.push(n);
    }
    // One a millisecond tries: 20 at once and then one in ten, so the bucket is empty at 22.
    expect(accepted).toEqual([...range(0, 22), ...range(3, 150).map((nth) => nth * 10)]);
  });

  test(`${name}: room comes to the millisecond, also where a token takes no whole number of them (R11)`, async () => {
    const network = await open(openStore, { burst: 1, perSecond: 3 }, 10);
    const at = (offsetMs: number, user: number) => {
      network.clock.nowMs = START_MS + offsetMs;
      return network.apply(user);
    };
    expect(await at(0, 0)).toBe('accepted');
    expect(await at(0, 1)).toEqual(throttled(334));
    expect(await at(333, 1)).toEqual(throttled(1));
    expect(await at(334, 1)).toBe('accepted');
    expect(await at(667, 2)).toEqual(throttled(1));
    // What is over of a millisecond is not lost: but a full bucket holds no more than its burst.
    expect(await at(668, 2)).toBe('accepted');
  });

  test(`${name}: after any quiet there is one burst again, and no more (R11)`, async () => {
    const network = await open(openStore, { burst: 5, perSecond: 1 }, 60);
    for (const [round, offsetMs] of [0, 5000, 3_600_000, 30 * 86_400_000].entries()) {
      network.clock.nowMs = START_MS + offsetMs;
      const users = range(round * 10, round * 10 + 10);
      expect(acceptedOf(users, await applyAll(network, users))).toEqual(users.slice(0, 5));
    }
  });

  test(`${name}: a clock that goes backwards grows nothing (R11)`, async () => {
    const network = await open(openStore, { burst: 2, perSecond: 1 }, 10);
    expect(await applyAll(network, [0, 1])).toEqual(['accepted', 'accepted']);
    network.clock.nowMs = START_MS - 60_000;
    expect(await network.apply(2)).toEqual(throttled(61_000));
    network.clock.nowMs = START_MS + 999;
    expect(await network.apply(2)).toEqual(throttled(1));
    network.clock.nowMs = START_MS + 1000;
    expect(await applyAll(network, [2, 3])).toEqual(['accepted', throttled(1000)]);
  });

  test(`${name}: nobody is favoured: no place is kept, who comes first has it (R11)`, async () => {
    const network = await open(openStore, { burst: 3, perSecond: 1000 }, 30);
    expect(await applyAll(network, range(0, 6))).toEqual([
      ...Array(3).fill('accepted'),
      ...Array(3).fill(throttled(1)),
    ]);
    network.clock.nowMs += 2;
    const mixed = [10, 3, 11, 4, 5];
    expect(acceptedOf(mixed, await applyAll(network, mixed))).toEqual([10, 3]);
    network.clock.nowMs += 3;
    const again = [5, 12, 4, 11];
    expect(acceptedOf(again, await applyAll(network, again))).toEqual([5, 12, 4]);
  });

  test(`${name}: a throttled application costs nothing (R11)`, async () => {
    const network = await open(openStore, { burst: 1, perSecond: 1 }, 2);
    await network.apply(0);
    for (let tries = 0; tries < 20; tries++) expect(await network.apply(1)).toEqual(throttled(1000));
    expect(await network.store.queriesOf(userNumber(1).userId, 10)).toEqual([]);
    expect(await network.store.messagesTo(mobileOf(1), 10)).toEqual([]);
    network.clock.nowMs += 1000;
    expect(await network.apply(1)).toBe('accepted');
  });

  test(`${name}: whatever the times and the changes, I6 holds to the millisecond`, async () => {
    const opened = await openStore();
    onTestFinished(opened.dispose);
    let enrolled = 0;
    let startMs = START_MS;
    const limits = { burst: fc.integer({ min: 1, max: 10 }), perSecond: fc.oneof(fc.nat(20), fc.nat(2000)) };
    const step = fc.record({
      /** Mostly forwards. */
      byMs: fc.oneof(
        { weight: 6, arbitrary: fc.nat(200) },
        { weight: 1, arbitrary: fc.integer({ min: -500, max: 0 }) },
      ),
      many: fc.nat(6),
      change: fc.option(fc.record(limits), { freq: 6, nil: undefined }),
    });
    const oneRun = async (steps: readonly Step[], throttle: ThrottleSettings) => {
      const network = throttledEngine(opened.store, DEFAULT);
      // After a day at the default rate the bucket of the run before is full again.
      startMs += 86_400_000;
      network.clock.nowMs = startMs;
      network.engine.setThrottle(throttle);
      for (const { byMs, many, change } of steps) {
        network.clock.nowMs += byMs;
        if (change !== undefined) network.engine.setThrottle(change);
        const users = range(enrolled, enrolled + many);
        await network.enrol(enrolled, enrolled + many);
        enrolled += many;
        await applyAll(network, users);
      }
      expect(judge(network.log, DEFAULT)).toEqual([]);
    };
    const property = fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.record(limits), oneRun);
    await fc.assert(property, { numRuns: runs });
  });
}

test('a full bucket that is first used before the time of a change, the clock having gone back, grows nothing by it', async () => {
  const throttle = { burst: 2, perSecond: 1000 };
  const network = await open(openMemory, throttle, 5);
  network.clock.nowMs += 500;
  network.engine.setThrottle({ burst: 2, perSecond: 1 });
  network.clock.nowMs -= 500;
  expect(await applyAll(network, [0, 1, 2])).toEqual(['accepted', 'accepted', throttled(1500)]);
});

test('SQLite: closed and opened again, the bucket is what it was: spent stays spent, the wait goes on (R11)', async () => {
  const throttle = { burst: 3, perSecond: 1 };
  const network = await open(openTemporaryStore, throttle, 10);
  await applyAll(network, [0, 1, 2]);
  const store = await network.reopen?.();
  if (store === undefined) throw new Error('a SQLite store can be opened again');
  const second = throttledEngine(store, throttle);
  expect(await second.apply(3)).toEqual(throttled(1000));
  second.clock.nowMs += 1000;
  expect(await applyAll(second, [3, 4])).toEqual(['accepted', throttled(1000)]);
  expect(judge([...network.log, ...second.log], throttle)).toEqual([]);
});
