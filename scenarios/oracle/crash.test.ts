// What a crash of the engine may take, and what not: an oracle that forgives too much is as bad as one that forgives
// nothing.
import { expect, test } from 'vitest';
import {
  accepted,
  answered,
  at,
  contextWith,
  DAY,
  delivered,
  done,
  EXPIRY,
  ended,
  engine,
  firedBy,
  GOOD_STORY,
  messagesAt,
  recordAt,
  reportAt,
  runningAt,
  saidOf,
  started,
  T0,
} from './sights-fixture.ts';

const crash = (afterMs: number) => [at('crashed', afterMs), at('restarted', afterMs)];
/** The rest of a query whose ICBC was delivered again or still is. */
const end = (afterMs: number) => [...delivered('CMB', 1, afterMs), ended(afterMs)];

test('a good story with a crash in it breaks nothing', () => {
  expect(saidOf(GOOD_STORY)).toEqual([]);
});

test('DELIVERED by a call may be asked for again after a crash up to 250 ms later, and no longer', () => {
  const again = (crashMs: number) => [accepted(), ...delivered('ICBC', 1, 0), ...crash(crashMs)];
  for (const crashMs of [0, 100, 250]) {
    expect(saidOf([...again(crashMs), ...delivered('ICBC', 1, 400), ...end(500)]), String(crashMs)).toEqual([]);
    // It may as well have been written down by then.
    expect(saidOf([...again(crashMs), ...end(500)])).toEqual([]);
  }
  expect(firedBy([...again(251), ...delivered('ICBC', 1, 400), ...end(500)])).toEqual(['I7', 'I2']);
});

test('DELIVERED by a callback, DENIED and FAILED are written at once: a crash takes them at that very instant alone', () => {
  const byCallback = [started('ICBC', 1, 0), answered('ICBC', 1, 1, 'running', { tookMs: 1 }), done('ICBC', 50)];
  const refused = [started('ICBC', 1, 50), answered('ICBC', 1, 50, 'denied'), done('ICBC', 50, 'DENIED')];
  for (const first of [byCallback, refused]) {
    const story = (crashMs: number) => [
      accepted(),
      ...first,
      ...crash(crashMs),
      ...delivered('ICBC', 2, 400),
      ...end(500),
    ];
    expect(firedBy(story(51))).toEqual(['I7', 'I2']);
    expect(saidOf(story(50))).toEqual([]);
  }
});

test('what a record has shown is durable: a crash after it takes nothing of that', () => {
  const shown = [accepted(), ...delivered('ICBC', 1, 0), runningAt(10, 'DELIVERED'), ...crash(20)];
  expect(saidOf([...shown, runningAt(30, 'DELIVERED'), ...end(500)])).toEqual([]);
  expect(firedBy([...shown, runningAt(30, 'PENDING'), ...end(500)])).toEqual(['I2']);
  expect(firedBy([...shown, ...delivered('ICBC', 1, 30), ...end(500)])).toContain('I2');
});

test('a Retry-After outlasts a crash, unless it was learnt at the instant of the crash', () => {
  const told = (crashMs: number) => [
    accepted(),
    started('CMB', 1, 0),
    answered('CMB', 1, 5, 'later', { tookMs: 5, retryAfterMs: 30_000 }),
    ...crash(crashMs),
    started('CMB', 2, 1000),
  ];
  expect(firedBy(told(6))).toEqual(['I7']);
  expect(saidOf(told(5))).toEqual([]);
});

test('eight broken answers end an inquiry over a crash as well', () => {
  const broken = Array.from({ length: 8 }, (_, n) => [
    started('CMB', n + 1, n),
    answered('CMB', n + 1, n, 'broken'),
  ]).flat();
  expect(firedBy([accepted(), ...broken, ...crash(8), started('CMB', 9, 100)])).toEqual(['I7']);
  expect(saidOf([accepted(), ...broken, ...crash(7), started('CMB', 9, 100)])).toEqual([]);
  // The fourth may have gone with the crash: the engine counts from three, or from four.
  const four = broken.slice(0, 8);
  const next = started('CMB', 9, 100);
  expect(saidOf([accepted(), ...four, ...crash(3), ...broken.slice(8), next])).toEqual([]);
  expect(firedBy([accepted(), ...four, ...crash(3), ...broken.slice(6), next])).toEqual(['I7']);
});

test('calls in flight, open circuits and spent budgets go with the engine', () => {
  const settings = { inFlightPerIssuer: 1, retryBudget: { share: 0, perSecond: 0, burst: 1 } };
  const context = contextWith(settings);
  const open = engine({ type: 'circuit-changed', bank: 'CMB', state: 'open', untilMs: T0 + DAY, atMs: T0 + 3 });
  const before = [accepted(), started('CMB', 2, 0), answered('CMB', 2, 1, 'unknown', { tookMs: 1 }), open];
  const inFlight = [started('ICBC', 1, 2)];
  const again = [started('CMB', 3, 10), started('ICBC', 1, 10)];
  expect(firedBy([...before, ...inFlight, ...again], { context })).toEqual(['I8']);
  expect(saidOf([...before, ...inFlight, ...crash(5), ...again], { context })).toEqual([]);
});

test('a report that is another one after a crash, and a second message, break I4', () => {
  const before = GOOD_STORY.filter(({ kind, atMs }) => kind !== 'remains' && atMs < EXPIRY);
  expect(saidOf([...before, ...crash(6000), reportAt(7000), messagesAt(7000, 'ready')])).toEqual([]);
  expect(firedBy([...before, ...crash(6000), reportAt(7000, { advice: [] })])).toEqual(['I4']);
  expect(firedBy([...before, ...crash(6000), messagesAt(7000, 'ready', 'ready')])).toEqual(['I4']);
  expect(firedBy([...before, ...crash(6000), ended(7000)])).toEqual(['I4']);
});

test('an end that nobody was told of, for the engine died, counts by its record', () => {
  const unseen = [accepted(), ...delivered('ICBC', 1, 1000), ...delivered('CMB', 1, 1000), ...crash(1000)];
  expect(saidOf([...unseen, messagesAt(2000, 'ready'), recordAt(2000)], { untilMs: T0 + 2 * DAY })).toEqual([]);
  expect(firedBy([...unseen, messagesAt(2000, 'ready'), runningAt(3000)])).toEqual(['I4']);
  expect(firedBy(unseen, { untilMs: T0 + 2 * DAY })).toEqual(['I1']);
});

test('a message before the end of its query breaks I4, also over a crash', () => {
  const told = [accepted(), ...delivered('ICBC', 1, 0), messagesAt(500, 'ready')];
  expect(firedBy([...told, ...end(1000)])).toEqual(['I4']);
  expect(firedBy([...told, ...crash(600), ...end(1000)])).toEqual(['I4']);
});

test('an engine that is off over a deadline has a minute once it is back, and no longer (I1)', () => {
  const off = [accepted(), ...delivered('ICBC', 1, 0), at('crashed', DAY - 1000), at('restarted', 2 * DAY)];
  const endAt = (afterMs: number) => [...off, done('CMB', afterMs, 'TIMEOUT'), ended(afterMs)];
  expect(saidOf(endAt(2 * DAY + 60_000))).toEqual([]);
  expect(firedBy(endAt(2 * DAY + 60_001))).toEqual(['I1']);
  expect(saidOf([accepted(), at('crashed', 5)], { untilMs: T0 + 9 * DAY })).toEqual([]);
});

test('after a crash an acceptance too early is seen as soon as it is sure (I5)', () => {
  const other = 'q2';
  const unsure = [accepted(), ...delivered('ICBC', 1, 0), ...crash(1000), accepted(2000, other)];
  expect(
    saidOf([...unsure, recordAt(3000, { status: 'FAILED', generatedAtMs: undefined, expiresAtMs: undefined })]),
  ).toEqual([]);
  expect(saidOf([...unsure, ...end(4000)])).toEqual([expect.stringContaining('while q1 of the same user was running')]);
  expect(saidOf([...unsure, runningAt(4000)])).toEqual([expect.stringContaining('while q1 of the same user')]);
  expect(saidOf([...unsure, recordAt(4000)])).toEqual([expect.stringContaining('I5 accepted at')]);
});
