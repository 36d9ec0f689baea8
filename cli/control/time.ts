// The network's clock: where it stands, how fast it runs or that it is held, and a step forward.
import { shanghaiTimestamp } from '../../core/calendar.ts';
import { durationMs, group, oneOf, reading } from '../../core/fields.ts';
import { done, problem } from './answer.ts';
import type { EngineSide, RouteParts } from './parts.ts';
import { bodyAs, type ControlRoute, createQueue } from './routes.ts';

/** Ten years: a step beyond is a typing error. */
const MAX_ADVANCE_MS = 3650 * 86_400_000;
const MAX_SCALE = 100_000;

/**
 * `until: "rest"`: no further than to where every accepted query has ended. By `0s` it waits for what is under way.
 */
const advanceSchema = group({ by: durationMs(0, MAX_ADVANCE_MS), until: oneOf(['rest']).optional() });
const scaleSchema = group({
  scale: reading(
    (given) => (typeof given === 'number' && given >= 0 && given <= MAX_SCALE ? given : undefined),
    `must be a number from 0, which holds the clock, to ${MAX_SCALE}`,
  ),
});

/** No accepted query is worked on, kept aside or waits for its turn, and no bank has anything more to say. */
const isAtRest = async ({ engine }: EngineSide, { host }: RouteParts['issuers']): Promise<boolean> => {
  if (engine.callsInFlight() + host.pendingCallbacks > 0) return false;
  const { activeQueries, parkedQueries, waitingQueries } = await engine.load();
  return activeQueries + parkedQueries + waitingQueries === 0;
};

const NO_ENGINE = problem(409, 'NO_ENGINE', 'This process only serves issuers and has no queries that could rest');

export const timeRoutes = ({ clock, engineSide, issuers, feed, changes }: RouteParts): readonly ControlRoute[] => {
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
            const { by, until } = given.value;
            if (until !== undefined && engineSide === undefined) return NO_ENGINE;
            const atRest = async (): Promise<boolean> => engineSide !== undefined && isAtRest(engineSide, issuers);
            await clock.advance(by, until && atRest);
            feed.changed({ change: 'clock' });
            return done({ ...view(), ...(until && { atRest: await atRest() }) });
          }),
      },
    },
  ];
};
