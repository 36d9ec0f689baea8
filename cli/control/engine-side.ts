// What a tester sees and sets of the engine: the simulated phone, the face verification, the throttle.
import { shanghaiTimestamp } from '../../core/calendar.ts';
import { group, oneOf, reading } from '../../core/fields.ts';
import { MOBILE_PATTERN } from '../../core/messages.ts';
import { throttleSchema } from '../../engine/settings-schema.ts';
import { done } from './answer.ts';
import type { EngineSide, RouteParts } from './parts.ts';
import { bodyAs, type ControlRoute, questionAs } from './routes.ts';

/** The phone shows its newest messages, so many at most. */
const MAX_MESSAGES = 100;

const phoneSchema = group({
  mobile: reading(
    (given) => (typeof given === 'string' && MOBILE_PATTERN.test(given) ? given : undefined),
    'must be 11 digits starting with 1',
  ),
});
const faceSchema = group({ outcome: oneOf(['match', 'mismatch']) });

export const engineRoutes = (
  { engine, face }: EngineSide,
  { feed, changes }: Pick<RouteParts, 'feed' | 'changes'>,
): readonly ControlRoute[] => [
  {
    path: '/control/sms',
    methods: {
      GET: async ({ question }) => {
        const asked = questionAs(phoneSchema, question);
        if (!asked.ok) return asked.failure;
        const messages = await engine.messagesTo(asked.value.mobile, MAX_MESSAGES);
        return done({ messages: messages.map(({ text, atMs }) => ({ text, at: shanghaiTimestamp(atMs) })) });
      },
    },
  },
  {
    path: '/control/face',
    methods: {
      GET: () => done({ outcome: face.outcome }),
      PUT: ({ body }) =>
        changes(() => {
          const given = bodyAs(faceSchema, body);
          if (!given.ok) return given.failure;
          face.set(given.value.outcome);
          feed.changed({ change: 'face' });
          return done({ outcome: face.outcome });
        }),
    },
  },
  {
    path: '/control/throttle',
    methods: {
      GET: () => done(engine.settings.throttle),
      PUT: ({ body }) =>
        changes(() => {
          const given = bodyAs(throttleSchema, body);
          if (!given.ok) return given.failure;
          engine.setThrottle(given.value);
          feed.changed({ change: 'throttle' });
          return done(engine.settings.throttle);
        }),
    },
  },
];
