// A clock that leads others: theirs goes as ours goes, whatever a tester does with it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Course, SteerableClock } from './steerable-clock.ts';
import { nextTurn } from './system-clock.ts';
import { VirtualClock } from './virtual-clock.ts';

const DAY_MS = 86_400_000;
const START_MS = 1000;

/** A leader and followers over one machine's time; words between them take some turns, as between processes. */
const newClocks = (followers = 1, scale = 1) => {
  const base = new VirtualClock({ startMs: START_MS, settle: nextTurn });
  const settled: boolean[] = [];
  const settle = async (ranElsewhere: boolean): Promise<void> => {
    settled.push(ranElsewhere);
    await nextTurn();
  };
  const clock = new SteerableClock({ base, settle, scale });
  const others = Array.from({ length: followers }, () => {
    const other = new SteerableClock({ base, settle: nextTurn });
    other.follow(clock.course);
    clock.lead({
      hold: async () => {
        await nextTurn();
        other.hold();
      },
      follow: async (course: Course) => {
        await nextTurn();
        return other.follow(course);
      },
      nextAtMs: async () => {
        await nextTurn();
        return other.nextAtMs();
      },
    });
    return other;
  });
  const ran: string[] = [];
  const note = (on: SteerableClock, name: string) => () => void ran.push(`${name} at ${on.now()}`);
  const [other = clock] = others;
  return { base, clock, others, other, settled, ran, note };
};

test('put forward, it stops at the timers of every follower too, in the order of their instants', async () => {
  const { clock, others, ran, note, settled } = newClocks(2);
  const [one = clock, two = clock] = others;
  one.at(START_MS + 2 * DAY_MS, note(one, 'b'));
  two.at(START_MS + DAY_MS, () => {
    note(two, 'a')();
    two.at(two.now() + 7, note(two, 'of a'));
  });
  clock.at(START_MS + 2 * DAY_MS, note(clock, 'ours, after theirs'));
  clock.at(START_MS + 3 * DAY_MS, () => note(one, 'there it is the same instant')());
  await clock.advance(4 * DAY_MS);
  expect(ran).toEqual([
    `a at ${START_MS + DAY_MS}`,
    `of a at ${START_MS + DAY_MS + 7}`,
    `b at ${START_MS + 2 * DAY_MS}`,
    `ours, after theirs at ${START_MS + 2 * DAY_MS}`,
    `there it is the same instant at ${START_MS + 3 * DAY_MS}`,
  ]);
  // First what was under way before, then what each instant has set going.
  expect(settled).toEqual([false, true, true, true, false]);
  expect([clock, one, two].map((each) => each.now())).toEqual(Array(3).fill(START_MS + 4 * DAY_MS));
});

test('days in which nothing is due are one step', async () => {
  const { clock, other, settled } = newClocks();
  await clock.advance(3650 * DAY_MS);
  expect([settled, other.now()]).toEqual([[false], START_MS + 3650 * DAY_MS]);
});

test('what our timer sets going at a follower is due in its order', async () => {
  const { clock, other, ran, note } = newClocks();
  clock.at(START_MS + 500, () => void other.at(other.now() + 250, note(other, 'set by us')));
  clock.at(START_MS + 800, note(clock, 'later'));
  await clock.advance(1000);
  expect(ran).toEqual([`set by us at ${START_MS + 750}`, `later at ${START_MS + 800}`]);
});

test('a change of scale has reached every follower when it is over', async () => {
  const { base, clock, other, ran, note } = newClocks();
  other.at(START_MS + 60_000, note(other, 'a'));
  await clock.setScale(60);
  await base.runUntil(START_MS + 999);
  expect(ran).toEqual([]);
  await base.runUntil(START_MS + 1000);
  expect([ran, other.now(), clock.now()]).toEqual([[`a at ${START_MS + 60_000}`], START_MS + 60_000, clock.now()]);
});

test('slowed down from any scale to any other, no follower goes backwards, and all agree in the end', async () => {
  const scales = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(scales, async (paces) => {
      const { base, clock, other } = newClocks();
      let latestMs = other.now();
      for (const pace of paces) {
        const changing = clock.setScale(pace);
        for (let turn = 1; turn < 8; turn++) {
          await base.runUntil(base.now() + 1);
          expect(other.now()).toBeGreaterThanOrEqual(latestMs);
          latestMs = other.now();
        }
        await changing;
        expect(other.now()).toBe(clock.now());
      }
    }),
  );
});

test('steps at once are made one after the other, and a change of scale does not wait for them', async () => {
  const { clock, other, ran, note } = newClocks();
  clock.at(START_MS + 900, note(clock, 'in the first step'));
  const steps = Promise.all([clock.advance(1000), clock.advance(500)]);
  await clock.setScale(5);
  expect(ran).toEqual([]);
  await steps;
  expect([ran, clock.now(), other.now()]).toEqual([
    [`in the first step at ${START_MS + 900}`],
    START_MS + 1500,
    START_MS + 1500,
  ]);
  expect([clock.scale, other.course]).toEqual([5, clock.course]);
});

test('of two changes of scale at once the later one holds, everywhere', async () => {
  const { clock, other } = newClocks();
  await Promise.all([clock.setScale(5), clock.setScale(7)]);
  expect([clock.scale, other.course]).toEqual([7, clock.course]);
});

test('a follower that is let go is asked no more', async () => {
  const { base, clock } = newClocks(0);
  const asked: string[] = [];
  const leave = clock.lead({
    hold: async () => void asked.push('hold'),
    follow: async () => asked.push('follow') > 0,
    nextAtMs: async () => undefined,
  });
  await clock.advance(10);
  leave();
  await clock.advance(10);
  await clock.setScale(2);
  expect([asked, clock.now(), base.pending]).toEqual([['follow'], START_MS + 20, 0]);
});

test('an instant between two milliseconds is come to, and does not keep the clock from going on', async () => {
  const { clock, ran, note } = newClocks(0);
  clock.at(START_MS + 10.5, note(clock, 'a'));
  await clock.advance(20);
  expect([ran, clock.now()]).toEqual([[`a at ${START_MS + 11}`], START_MS + 20]);
});
