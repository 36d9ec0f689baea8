// The network's clock: where it stands, how fast it runs, and a step forward.
import { shanghaiTimestamp } from '../../core/calendar.ts';
import { durationMs, group, reading } from '../../core/fields.ts';
import { done } from './answer.ts';
import type { RouteParts } from './parts.ts';
import { bodyAs, type ControlRoute, createQueue } from './routes.ts';

/** Ten years: a step beyond is a typing error. */
const MAX_ADVANCE_MS = 3650 * 86_400_000;
const MAX_SCALE = 100_000;

const advanceSchema = group({ by: durationMs(1, MAX_ADVANCE_MS) });
const scaleSchema = group({
  scale: reading(
    (given) => (typeof given === 'number' && given > 0 && given <= MAX_SCALE ? given : undefined),
    `must be a number above 0, up to ${MAX_SCALE}`,
  ),
});

export const timeRoutes = ({ clock, feed, changes }: RouteParts): readonly ControlRoute[] => {
  const view = (): object => ({ now: shanghaiTimestamp(clock.now()), scale: clock.scale });
  // A long step may take a while, in which somebody may want to break a bank: it waits for other steps only.
  const steps = createQueue();
  return [
    {
      path: '/control/clock',
      methods: {
        GET: () => done(view()),
        PUT: ({ body }) =>
          changes(async () => {
            const given = bodyAs(scaleSchema, body);
            if (!given.ok) return given.failure;
            await clock.setScale(given.value.scale);
            feed.changed({ change: 'clock' });
            return done(view());
          }),
      },
    },
    {
      path: '/control/clock/advance',
      methods: {
        POST: ({ body }) =>
          steps(async () => {
            const given = bodyAs(advanceSchema, body);
            if (!given.ok) return given.failure;
            await clock.advance(given.value.by);
            feed.changed({ change: 'clock' });
            return done(view());
          }),
      },
    },
  ];
};
