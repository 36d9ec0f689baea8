// Back to what the network was started with: all that testers have set, and nothing that has happened. The clock goes
// on from where it is, queries and the journal stay.
import { NOTHING_TO_SAY } from './answer.ts';
import type { RouteParts } from './parts.ts';
import type { ControlRoute } from './routes.ts';

export const resetRoutes = (parts: RouteParts): readonly ControlRoute[] => {
  const { issuers, people, clock, engineSide, feed, changes } = parts;
  const { scale } = clock;
  const throttle = engineSide?.engine.settings.throttle;
  const outcome = engineSide?.face.outcome;
  const reset = async (): Promise<void> => {
    await clock.setScale(scale);
    if (throttle !== undefined) engineSide?.engine.setThrottle(throttle);
    if (outcome !== undefined) engineSide?.face.set(outcome);
    people.clearOverrides();
    await Promise.all([issuers.host.clearOverrides(), issuers.host.clearStates(), issuers.control.reset()]);
    feed.changed({ change: 'reset' });
  };
  return [
    {
      path: '/control/reset',
      methods: {
        POST: () =>
          changes(async () => {
            await reset();
            return NOTHING_TO_SAY;
          }),
      },
    },
  ];
};
