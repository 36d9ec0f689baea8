// What happens in the network, as it happens.
import { problem } from './answer.ts';
import { MAX_READERS } from './event-feed.ts';
import type { RouteParts } from './parts.ts';
import type { ControlRoute } from './routes.ts';

export const eventRoutes = ({ feed }: Pick<RouteParts, 'feed'>): readonly ControlRoute[] => [
  {
    path: '/control/events',
    methods: {
      GET: () => (feed.isFull ? TOO_MANY : { kind: 'stream', open: (response) => feed.open(response) }),
    },
  },
];

const TOO_MANY = problem(
  503,
  'TOO_MANY_READERS',
  `${MAX_READERS} readers listen to /control/events already, the most there may be: close one of them`,
);
