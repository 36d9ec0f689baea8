// What a tester sees and sets of the engine: the simulated phone, the face verification, verifications of the past, the
// throttle.
import { z } from 'zod';
import { shanghaiTimestamp } from '../../core/calendar.ts';
import { group, oneOf, reading } from '../../core/fields.ts';
import { MOBILE_PATTERN } from '../../core/messages.ts';
import { throttleSchema } from '../../engine/settings-schema.ts';
import { done, problem, wrong } from './answer.ts';
import type { EngineSide, RouteParts } from './parts.ts';
import { bodyAs, type ControlRoute, questionAs } from './routes.ts';

/** The phone shows its newest messages, so many at most. */
const MAX_MESSAGES = 100;

const userId = reading(
  (given) => (typeof given === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(given) ? given : undefined),
  'must be the userId of a registration',
);
const phoneSchema = group({
  mobile: reading(
    (given) => (typeof given === 'string' && MOBILE_PATTERN.test(given) ? given : undefined),
    'must be 11 digits starting with 1',
  ),
});
/** The same phone without its number, for a browser keeps addresses. */
const userPhoneSchema = group({ userId });
const arrangementSchema = group({
  userId,
  expiresAt: reading((given) => {
    const read = z.iso.datetime({ offset: true }).safeParse(given);
    return read.success ? Date.parse(read.data) : undefined;
  }, 'must be an instant such as 2026-01-05T09:00:00+08:00, which may have passed'),
});
const faceSchema = group({ outcome: oneOf(['match', 'mismatch']) });

export const engineRoutes = (
  { engine, face, isRegistered, mobileOf, arrangeVerification }: EngineSide,
  { feed, changes }: Pick<RouteParts, 'feed' | 'changes'>,
): readonly ControlRoute[] => [
  {
    path: '/control/sms',
    methods: {
      GET: async ({ question }) => {
        const asked = question.has('userId')
          ? questionAs(userPhoneSchema, question)
          : questionAs(phoneSchema, question);
        if (!asked.ok) return asked.failure;
        const mobile = 'mobile' in asked.value ? asked.value.mobile : await mobileOf(asked.value.userId);
        if (mobile === undefined) return problem(404, 'NOT_FOUND', 'Nobody here has this userId');
        const messages = await engine.messagesTo(mobile, MAX_MESSAGES);
        return done({
          messages: messages.map(({ text, atMs }) => ({ text, at: shanghaiTimestamp(atMs) })),
          registered: await isRegistered(mobile),
        });
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
    path: '/control/verifications',
    methods: {
      POST: async ({ body }) => {
        const given = bodyAs(arrangementSchema, body);
        if (!given.ok) return given.failure;
        const verificationId = await arrangeVerification(given.value.userId, given.value.expiresAt);
        if (verificationId === undefined) return wrong([{ pointer: '/userId', message: 'must be of somebody here' }]);
        return done({ verificationId }, 201);
      },
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
