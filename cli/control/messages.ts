// The newest short messages of the whole network, masked: who reads along sees that somebody was told, and neither whom
// nor their code. The phone of one mobile is GET /control/sms.
import { shanghaiTimestamp } from '../../core/calendar.ts';
import { group } from '../../core/fields.ts';
import { maskMobile } from '../../core/mask.ts';
import type { LoggedMessage } from '../message-log.ts';
import { done } from './answer.ts';
import type { EngineSide, RouteParts } from './parts.ts';
import { wholeText } from './question-fields.ts';
import { type ControlRoute, questionAs } from './routes.ts';

const DEFAULT_LIMIT = 100;
/** For each the store looks its owner up. */
const MAX_LIMIT = 500;

const questionSchema = group({
  after: wholeText(0, Number.MAX_SAFE_INTEGER).optional(),
  limit: wholeText(1, MAX_LIMIT).optional(),
});

export const messageRoutes = (
  { messageLog, mobileOf }: Pick<EngineSide, 'messageLog' | 'mobileOf'>,
  { startId }: Pick<RouteParts, 'startId'>,
): readonly ControlRoute[] => {
  const shown = async ({ seq, userId, text, atMs, queryId }: LoggedMessage) => {
    const mobile = await mobileOf(userId);
    const masked = mobile === undefined ? {} : { mobile: maskMobile(mobile) };
    return { seq, at: shanghaiTimestamp(atMs), ...masked, text, ...(queryId !== undefined && { queryId }) };
  };
  return [
    {
      path: '/control/messages',
      methods: {
        GET: async ({ question }) => {
          const asked = questionAs(questionSchema, question);
          if (!asked.ok) return asked.failure;
          const { after, limit = DEFAULT_LIMIT } = asked.value;
          return done({ startId, messages: await Promise.all(messageLog.list({ after, limit }).map(shown)) });
        },
      },
    },
  ];
};
