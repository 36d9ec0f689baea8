// Which queries have ended, as it happens, in one stream: whoever waits for ten thousand of them needs no stream for
// each.
import { eventText, openServerEvents } from '../../engine/doors/server-events.ts';
import { problem } from './answer.ts';
import type { EngineSide } from './parts.ts';
import type { ControlRoute } from './routes.ts';

/** Generators of a load run, a process each; with what each may leave unread at most 32 MiB. */
export const MAX_END_READERS = 16;
/** Some 30,000 ends: whoever lets so many lie does not read. */
const MAX_UNREAD_BYTES = 2_097_152;

export const endRoutes = ({ engine }: Pick<EngineSide, 'engine'>): readonly ControlRoute[] => {
  let readers = 0;
  return [
    {
      path: '/control/ends',
      methods: {
        GET: () => {
          if (readers >= MAX_END_READERS) return TOO_MANY;
          return {
            kind: 'stream',
            open(response) {
              readers++;
              const leave = engine.events.subscribe((event) => {
                if (event.type !== 'query-ended') return;
                reader.write(eventText('end', { queryId: event.queryId, status: event.status }));
              });
              const reader = openServerEvents(response, {
                maxUnreadBytes: MAX_UNREAD_BYTES,
                onEnd: () => {
                  readers--;
                  leave();
                },
              });
              reader.write(eventText('ready', {}));
            },
          };
        },
      },
    },
  ];
};

const TOO_MANY = problem(
  503,
  'TOO_MANY_READERS',
  `${MAX_END_READERS} readers listen to /control/ends already, the most there may be: close one of them`,
);
