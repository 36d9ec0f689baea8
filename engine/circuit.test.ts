// When a bank is left alone, how it is tried again, and how what has waited comes back (R18).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterAnswer, type Circuit, closedCircuit, gateOf, probing } from './circuit.ts';
import type { Outcome } from './outcome.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const NOW_MS = 1_000_000;
const BOUND = 4;
const settings = DEFAULT_SETTINGS.circuit;
const REFUSED: Outcome = { kind: 'unknown', reason: 'ECONNREFUSED' };
const BROKEN: Outcome = { kind: 'broken', reason: 'body is not JSON' };
const LATER: Outcome = { kind: 'later', retryAfterMs: undefined };
const BAD = [REFUSED, BROKEN, LATER];
const GOOD: readonly Outcome[] = [
  { kind: 'delivered', answer: { cards: [], unsupported: [] } },
  { kind: 'denied' },
  { kind: 'running' },
  { kind: 'lost' },
  { kind: 'failed', reason: 'status 400' },
];

interface Told {
  readonly isProbe?: boolean;
  readonly deadlineMs?: number;
  readonly chance?: number;
}

const after = (
  circuit: Circuit,
  outcome: Outcome,
  { isProbe = false, deadlineMs = 86_400_000, chance = 1 }: Told = {},
) =>
  afterAnswer(
    circuit,
    { outcome, isProbe, nowMs: NOW_MS },
    { settings, bound: BOUND, deadlineMs, chance: () => chance },
  );

const afterAll = (outcomes: readonly Outcome[], from: Circuit = closedCircuit(BOUND)): Circuit =>
  outcomes.reduce<Circuit>((circuit, outcome) => after(circuit, outcome), from);

const times = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

const opened = (circuit: Circuit) => {
  if (circuit.state !== 'open') throw new Error(`the circuit is ${circuit.state}`);
  return circuit;
};

const OPEN = opened(afterAll(times(settings.failuresInRow, REFUSED)));

test('so many calls in a row that were not served open it, one fewer does not, whatever they were (R18)', () => {
  for (const bad of BAD) {
    const almost = times(settings.failuresInRow - 1, bad);
    expect(afterAll(almost).state).toBe('closed');
    expect(afterAll([...almost, bad]).state).toBe('open');
  }
});

test('any answer that shows that the bank works begins the row anew', () => {
  for (const good of GOOD) {
    const almost = times(settings.failuresInRow - 1, REFUSED);
    expect(afterAll([...almost, good, ...almost])).toEqual({
      state: 'closed',
      failedInRow: settings.failuresInRow - 1,
      room: BOUND,
    });
  }
});

test('an open circuit lets nothing pass until its time, then one probe, and nothing beside it', () => {
  expect(gateOf(OPEN, OPEN.untilMs - 1, 0)).toBe('shut');
  expect(gateOf(OPEN, OPEN.untilMs, 0)).toBe('probe');
  expect(gateOf(probing(OPEN), OPEN.untilMs + 3_600_000, 0)).toBe('shut');
});

test('pauses between probes double up to a minute, the latter half by chance', () => {
  let circuit: Circuit = OPEN;
  const pausesS = times(6, 0).map(() => {
    const pauseS = (opened(circuit).untilMs - NOW_MS) / 1000;
    circuit = after(probing(opened(circuit)), REFUSED, { isProbe: true });
    return pauseS;
  });
  expect(pausesS).toEqual([5, 10, 20, 40, 60, 60]);
  const least = opened(after(probing(OPEN), REFUSED, { isProbe: true, chance: 0 }));
  expect(least.untilMs - NOW_MS).toBe(5000);
});

test('pauses stay bounded after any number of probes', () => {
  const worn = after({ state: 'half-open', probesFailed: 5000 }, REFUSED, { isProbe: true });
  expect(opened(worn).untilMs - NOW_MS).toBe(settings.longestProbePauseMs);
});

test('Retry-After is a floor of the pause, up to a quarter of an hour (R17)', () => {
  const pauseMs = (retryAfterMs: number) =>
    opened(after(probing(OPEN), { kind: 'later', retryAfterMs }, { isProbe: true })).untilMs - NOW_MS;
  expect(pauseMs(1000)).toBe(10_000);
  expect(pauseMs(90_000)).toBe(90_000);
  expect(pauseMs(999_999_999_000)).toBe(settings.longestHoldMs);
});

test('no pause is long beside the deadline of a query (R19)', () => {
  const short = after(probing(OPEN), { kind: 'later', retryAfterMs: 90_000 }, { isProbe: true, deadlineMs: 30_000 });
  expect(opened(short).untilMs - NOW_MS).toBe(1500);
});

test('after a good probe calls come back one at first, and one more for each good answer up to the bound', () => {
  for (const good of GOOD) {
    const closed = after(probing(OPEN), good, { isProbe: true });
    expect([gateOf(closed, NOW_MS, 0), gateOf(closed, NOW_MS, 1)]).toEqual(['call', 'shut']);
    const rooms = times(6, good).map((_, count) => afterAll(times(count, good), closed));
    expect(rooms.map((circuit) => (circuit.state === 'closed' ? circuit.room : 0))).toEqual([1, 2, 3, 4, 4, 4]);
  }
});

test('while it is not closed only the answer of its probe counts', () => {
  for (const circuit of [OPEN, probing(OPEN)]) {
    for (const outcome of [...GOOD, ...BAD]) expect(after(circuit, outcome)).toBe(circuit);
  }
});

test('a bank that answers well changes nothing, to the object: nothing is done more often', () => {
  const circuit = closedCircuit(BOUND);
  for (const good of GOOD) expect(after(circuit, good)).toBe(circuit);
});

test('whatever comes, an open circuit has an end and a closed one has room (R19)', () => {
  const outcome = fc.constantFrom(...GOOD, ...BAD, { kind: 'later', retryAfterMs: 1e12 } as const);
  fc.assert(
    fc.property(
      fc.array(outcome, { maxLength: 200 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (outcomes, chance) => {
        let circuit = closedCircuit(BOUND);
        for (const one of outcomes) {
          const isProbe = circuit.state === 'open';
          if (circuit.state === 'open') circuit = probing(circuit);
          circuit = after(circuit, one, { isProbe, chance });
          if (circuit.state === 'open') {
            expect(circuit.untilMs - NOW_MS).toBeGreaterThan(0);
            expect(circuit.untilMs - NOW_MS).toBeLessThanOrEqual(settings.longestHoldMs);
          } else expect(gateOf(circuit, NOW_MS, 0)).toBe('call');
        }
      },
    ),
  );
});
