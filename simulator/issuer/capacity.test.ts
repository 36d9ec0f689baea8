// An issuer with a capacity is the queueing system that theory speaks of: exact in small, and M/M/c/K over many calls.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationMs, group, jsonSchemaOf } from '../../core/fields.ts';
import { type Arrival, capacitySchemaWith, createQueueingSystem } from './capacity.ts';
import { disagreements, formulas, measureStretches, type Place, poissonCalls } from './capacity-fixture.ts';

const START_MS = 1_000_000;

/** Calls as [offset, service]; each outcome as its wait, or `full for ...`. */
const outcomes = (place: { servers: number; queue: number }, calls: readonly (readonly [number, number])[]) => {
  const system = createQueueingSystem(place);
  return calls.map(([offsetMs, serviceMs]) => {
    const arrival = system.arrive(START_MS + offsetMs, serviceMs);
    if (arrival.full) return `full for ${arrival.roomInMs}`;
    expect(arrival.afterMs).toBe(arrival.waitMs + serviceMs);
    return arrival.waitMs;
  });
};

test('one server without a queue works on one call and refuses the rest until it is done', () => {
  const calls = [0, 1, 99, 100, 150].map((offset) => [offset, 100] as const);
  expect(outcomes({ servers: 1, queue: 0 }, calls)).toEqual([0, 'full for 99', 'full for 1', 0, 'full for 50']);
});

test('calls that wait are served in the order in which they came, however long each takes', () => {
  const calls = [[0, 100] as const, [10, 5] as const, [20, 50] as const, [21, 1] as const];
  expect(outcomes({ servers: 1, queue: 9 }, calls)).toEqual([0, 90, 85, 134]);
});

test('a call goes to the server that is free first', () => {
  const calls = [[0, 100] as const, [0, 30] as const, [0, 40] as const, [0, 40] as const, [0, 10] as const];
  expect(outcomes({ servers: 2, queue: 9 }, calls)).toEqual([0, 0, 30, 70, 100]);
});

test('of calls at one instant the first get the servers, the next the queue, and the others nothing', () => {
  const calls = Array.from({ length: 6 }, () => [0, 10] as const);
  expect(outcomes({ servers: 2, queue: 2 }, calls)).toEqual([0, 0, 10, 10, 'full for 10', 'full for 10']);
});

test('at the instant of a departure its place is free, and the queue moves up', () => {
  const calls = [0, 0, 0, 10, 10, 19, 20].map((offset) => [offset, 10] as const);
  expect(outcomes({ servers: 1, queue: 1 }, calls)).toEqual([
    0,
    10,
    'full for 10',
    10,
    'full for 10',
    'full for 1',
    10,
  ]);
});

test('service and waiting are not rounded', () => {
  const system = createQueueingSystem({ servers: 1, queue: 1 });
  expect([system.arrive(0, 0.25), system.arrive(0, 0.5)]).toEqual([
    { full: false, afterMs: 0.25, waitMs: 0 },
    { full: false, afterMs: 0.75, waitMs: 0.25 },
  ]);
});

/** The same system as people would count it: everybody's departure is kept, and nothing else. */
const countedSystem = ({ servers, queue }: { servers: number; queue: number }) => {
  const departuresMs: number[] = [];
  const presentAt = (atMs: number): number => departuresMs.filter((departureMs) => departureMs > atMs).length;
  return (nowMs: number, serviceMs: number): Arrival => {
    const later = departuresMs.filter((departureMs) => departureMs > nowMs).toSorted((one, other) => one - other);
    if (later.length >= servers + queue) return { full: true, roomInMs: (later[0] ?? nowMs) - nowMs };
    const startMs = [nowMs, ...later].find((atMs) => presentAt(atMs) < servers) ?? nowMs;
    departuresMs.push(startMs + serviceMs);
    return { full: false, afterMs: startMs - nowMs + serviceMs, waitMs: startMs - nowMs };
  };
};

test('every call fares as in a system that counts who is present', () => {
  const place = fc.record({ servers: fc.integer({ min: 1, max: 9 }), queue: fc.nat({ max: 6 }) });
  // Small numbers: departures that fall on arrivals, and on each other.
  const calls = fc.array(fc.tuple(fc.nat({ max: 6 }), fc.oneof(fc.nat({ max: 12 }), fc.nat({ max: 60 }))), {
    maxLength: 80,
  });
  fc.assert(
    fc.property(place, calls, (capacity, pausesAndServices) => {
      const system = createQueueingSystem(capacity);
      const counted = countedSystem(capacity);
      let nowMs = START_MS;
      for (const [pauseMs, serviceMs] of pausesAndServices) {
        nowMs += pauseMs;
        expect(system.arrive(nowMs, serviceMs)).toEqual(counted(nowMs, serviceMs));
      }
    }),
    { numRuns: 500 },
  );
});

test('the formulas are those of the books in the cases that have a short one', () => {
  // M/M/1/1; Erlang's loss formula for two servers and load 1; M/M/1/3 at load 1/2 and at load 1, all states alike.
  expect(formulas({ servers: 1, queue: 0, load: 3 })).toEqual({
    refused: 0.75,
    utilisation: 0.75,
    waiting: 0,
    wait: 0,
  });
  expect(formulas({ servers: 2, queue: 0, load: 1 }).refused).toBeCloseTo(0.2, 12);
  expect(formulas({ servers: 1, queue: 2, load: 0.5 }).refused).toBeCloseTo(1 / 15, 12);
  const even = formulas({ servers: 1, queue: 2, load: 1 });
  expect([even.refused, even.utilisation, even.waiting, even.wait].map((value) => value * 12)).toEqual(
    [3, 9, 8, 12].map((value) => expect.closeTo(value, 9)),
  );
  // Without end, M/M/1 at load 0.8 waits 0.8 / 0.2 service times, and M/M/2 at load 1 has Erlang C 1/3.
  expect(formulas({ servers: 1, queue: 500, load: 0.8 }).wait).toBeCloseTo(4, 9);
  expect(formulas({ servers: 2, queue: 500, load: 1 }).waiting).toBeCloseTo(1 / 3, 9);
});

/** From half empty to three times what can be done. */
const PLACES: readonly Place[] = [
  { servers: 1, queue: 0, load: 0.5 },
  { servers: 1, queue: 4, load: 0.9 },
  { servers: 2, queue: 3, load: 1.6 },
  { servers: 4, queue: 6, load: 4 },
  { servers: 8, queue: 4, load: 6 },
  { servers: 8, queue: 5, load: 12 },
  { servers: 3, queue: 2, load: 9 },
];
const MEAN_MS = 40;
/** Makes a standard error of a thousandth or so of the share refused: enough to tell each place from its neighbours. */
const CALLS = 204_000;

test.each(PLACES)(
  'refusals, utilisation and waiting are those of M/M/c/K: servers $servers, queue $queue, load $load',
  (place) => {
    const system = createQueueingSystem(place);
    const calls = poissonCalls(JSON.stringify(place), place, { calls: CALLS, meanMs: MEAN_MS }, (atMs, serviceMs) => {
      const arrival = system.arrive(atMs, serviceMs);
      return arrival.full ? undefined : arrival.waitMs;
    });
    const measured = measureStretches(calls, place.servers, MEAN_MS);
    expect(disagreements(measured, place)).toEqual([]);
    // The run is long enough to see the least mistake: one place or one server more or less, five percent of load.
    const { servers, queue, load } = place;
    const neighbours: readonly Place[] = [
      { servers, queue: queue + 1, load },
      { servers: servers + 1, queue: Math.max(0, queue - 1), load },
      { servers, queue, load: load * 1.05 },
      ...(queue > 0 ? [{ servers, queue: queue - 1, load }] : []),
    ];
    for (const neighbour of neighbours)
      expect(disagreements(measured, neighbour), JSON.stringify(neighbour)).not.toEqual([]);
  },
);

const schema = capacitySchemaWith(
  group({ fixed: durationMs(0, 60_000) }).transform(({ fixed }) => ({ fixedMs: fixed })),
);

test('a capacity is its servers, a queue or none, and a service time', () => {
  expect(schema.parse({ servers: 8, queue: 200, service: { fixed: '30ms' } })).toEqual({
    servers: 8,
    queue: 200,
    service: { fixedMs: 30 },
  });
  expect(schema.parse({ servers: 1, service: { fixed: '1s' } }).queue).toBe(0);
  expect(jsonSchemaOf(schema)).toMatchObject({
    type: 'object',
    additionalProperties: false,
    properties: { servers: { type: 'integer', minimum: 1 }, queue: { type: 'integer', minimum: 0 }, service: {} },
  });
});

test('what a capacity cannot be is told with its place, all at once', () => {
  const problemsOf = (given: unknown): readonly string[] =>
    schema.safeParse(given).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];
  expect(problemsOf({ servers: 0, queue: -1, service: { fixed: 'soon' } })).toEqual([
    'servers must be a whole number from 1 to 10000',
    'queue must be a whole number from 0 to 100000',
    'service.fixed must be a duration from 0ms to 1m, such as 250ms, 5s, 30m, 24h or 7d',
  ]);
  expect(problemsOf({ servers: 2.5 })).toHaveLength(2);
  expect(problemsOf({ servers: 1, service: { fixed: '1s' }, que: 3 })).toEqual([' ; did you mean queue?']);
});
