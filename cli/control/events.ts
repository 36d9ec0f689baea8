// What happens in the network, as it happens. A mark in the stream tells its reader that everything before it is heard.
import { group, reading } from '../../core/fields.ts';
import { NOTHING_TO_SAY, problem } from './answer.ts';
import { MAX_READERS } from './event-feed.ts';
import type { RouteParts } from './parts.ts';
import { bodyAs, type ControlRoute } from './routes.ts';

const markSchema = group({
  mark: reading(
    (given) => (typeof given === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(given) ? given : undefined),
    'must be 1 to 64 letters, digits, _ or -',
  ),
});

export const eventRoutes = ({ feed }: Pick<RouteParts, 'feed'>): readonly ControlRoute[] => [
  {
    path: '/control/events',
    methods: {
      GET: () => (feed.isFull ? TOO_MANY : { kind: 'stream', open: (response) => feed.open(response) }),
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
