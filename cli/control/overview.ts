// The network at a glance, twice a second, and each change of it, as one stream: what the console shows. Nobody pays
// for it while no console is open.
import type { Overview } from '../../console/wire/overview.ts';
import { shanghaiTimestamp } from '../../core/calendar.ts';
import { systemClock } from '../../core/system-clock.ts';
import { eventText, openServerEvents, type ServerEvents } from '../../engine/doors/server-events.ts';
import { OverviewTally } from '../overview-tally.ts';
import { problem } from './answer.ts';
import type { RouteParts } from './parts.ts';
import type { ControlRoute } from './routes.ts';

/** A few people who look, each with a window or two. */
export const MAX_OVERVIEW_READERS = 16;
/** About 50 overviews: who leaves so many unread looks at none of them. */
const MAX_UNREAD_BYTES = 262_144;
/** Often enough to see a bank fall, seldom enough to cost nothing. In real time, as whoever looks lives in it. */
const EVERY_MS = 500;

export const overviewRoutes = (parts: RouteParts): readonly ControlRoute[] => {
  const readers = new Set<ServerEvents>();
  let stop: (() => void) | undefined;

  const leave = (reader: ServerEvents): void => {
    readers.delete(reader);
    if (readers.size > 0) return;
    stop?.();
    stop = undefined;
  };
  const tell = (text: string): void => {
    for (const reader of readers) reader.write(text);
  };
  parts.closing.addEventListener('abort', () => {
    for (const reader of [...readers]) reader.end();
  });

  return [
    {
      path: '/control/overview',
      methods: {
        GET: () => {
          if (readers.size >= MAX_OVERVIEW_READERS) return TOO_MANY;
          return {
            kind: 'stream',
            open(response) {
              if (response.closed || response.destroyed) return;
              const onEnd = (): void => leave(reader);
              const reader = openServerEvents(response, { maxUnreadBytes: MAX_UNREAD_BYTES, onEnd });
              readers.add(reader);
              stop ??= watch(parts, tell);
            },
          };
        },
      },
    },
  ];
};

/** Tells overviews and changes until the returned function is called. */
const watch = (parts: RouteParts, tell: (text: string) => void): (() => void) => {
  const tally = new OverviewTally(parts.engineSide?.engine.events, parts.issuerCalls);
  const leaveChanges = parts.feed.onChange((change) => tell(eventText('change', change)));
  let cancel = (): void => undefined;
  let isOver = false;
  let lastMs = systemClock.now();
  const look = async (): Promise<void> => {
    const nowMs = systemClock.now();
    const text = await overviewOf(parts, tally, nowMs - lastMs).then(
      (overview) => eventText('overview', overview),
      // The page says that the network cannot tell, rather than show what was.
      (error: unknown) => eventText('trouble', { detail: `The engine's store does not answer: ${String(error)}` }),
    );
    if (isOver) return;
    lastMs = nowMs;
    tell(text);
    cancel = systemClock.at(nowMs + EVERY_MS, () => void look());
  };
  cancel = systemClock.at(lastMs + 1, () => void look());
  return () => {
    isOver = true;
    cancel();
    tally.close();
    leaveChanges();
  };
};

const overviewOf = async (parts: RouteParts, tally: OverviewTally, sinceMs: number): Promise<Overview> => {
  const { clock, engineSide, issuers } = parts;
  const { accepted, ended, refused, callsOf } = tally.take();
  const circuits = new Map(engineSide?.engine.circuits().map(({ bank, state }) => [bank, state]));
  const load = await engineSide?.engine.load();
  return {
    at: shanghaiTimestamp(clock.now()),
    scale: clock.scale,
    sinceMs,
    ...(engineSide !== undefined &&
      load !== undefined && {
        engine: {
          activeQueries: load.activeQueries,
          parkedQueries: load.parkedQueries,
          waitingQueries: load.waitingQueries,
          callsInFlight: engineSide.engine.callsInFlight(),
          throttle: load.throttle,
          accepted,
          ended,
          refused,
        },
      }),
    banks: issuers.addresses.map(({ code }) => {
      const { port, faults, incidents } = issuers.control.view(code);
      return {
        code,
        ...callsOf(code),
        circuit: circuits.get(code) ?? 'closed',
        port,
        faults: faults.length + incidents.length,
      };
    }),
  };
};

const TOO_MANY = problem(
  503,
  'TOO_MANY_READERS',
  `${MAX_OVERVIEW_READERS} readers listen to /control/overview already, the most there may be: close one of them`,
);
