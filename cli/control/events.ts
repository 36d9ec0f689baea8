// What happens in the network, as it happens. A mark in the stream tells its reader that everything before it is heard.
import { BANKS } from '../../core/banks.ts';
import { group, oneOf, reading } from '../../core/fields.ts';
import { NOTHING_TO_SAY, problem } from './answer.ts';
import { MAX_READERS } from './event-feed.ts';
import type { RouteParts } from './parts.ts';
import { queryIdText } from './question-fields.ts';
import { bodyAs, type ControlRoute, questionAs } from './routes.ts';

const markSchema = group({
  mark: reading(
    (given) => (typeof given === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(given) ? given : undefined),
    'must be 1 to 64 letters, digits, _ or -',
  ),
});

const wantedSchema = group({
  queryId: queryIdText.optional(),
  issuer: oneOf(BANKS.map(({ code }) => code)).optional(),
});

export const eventRoutes = ({ feed }: Pick<RouteParts, 'feed'>): readonly ControlRoute[] => [
  {
    path: '/control/events',
    methods: {
      GET: ({ question }) => {
        const wanted = questionAs(wantedSchema, question);
        if (!wanted.ok) return wanted.failure;
        return feed.isFull ? TOO_MANY : { kind: 'stream', open: (response) => feed.open(response, wanted.value) };
      },
    },
  },
  {
    path: '/control/marks',
    methods: {
      POST: ({ body }) => {
        const given = bodyAs(markSchema, body);
        if (!given.ok) return given.failure;
        feed.mark(given.value.mark);
        return NOTHING_TO_SAY;
      },
    },
  },
];

const TOO_MANY = problem(
  503,
  'TOO_MANY_READERS',
  `${MAX_READERS} readers listen to /control/events already, the most there may be: close one of them`,
);
