// The control API (interfaces.md): what a tester sees and changes of a running network. Only from this machine, or with
// the control token; never for a page of another origin. Each part is a table of routes in control/.
import type { Express } from 'express';
import { nodeSecrets } from '../engine/doors/node-secrets.ts';
import { controlRefusal } from './control/access.ts';
import { problem, sendAnswer, unknownName } from './control/answer.ts';
import { callRoutes } from './control/calls.ts';
import { endRoutes } from './control/ends.ts';
import { engineRoutes } from './control/engine-side.ts';
import { EventFeed } from './control/event-feed.ts';
import { eventRoutes } from './control/events.ts';
import { incidentRoutes } from './control/incidents.ts';
import { issuerRoutes } from './control/issuers.ts';
import { messageRoutes } from './control/messages.ts';
import { networkRoutes } from './control/network.ts';
import { oracleRoutes } from './control/oracle.ts';
import { overviewRoutes } from './control/overview.ts';
import type { NetworkParts, RouteParts } from './control/parts.ts';
import { peopleRoutes } from './control/people.ts';
import { providerStateRoutes } from './control/provider-states.ts';
import { queryRoutes } from './control/queries.ts';
import { resetRoutes } from './control/reset.ts';
import { createQueue, mountRoutes } from './control/routes.ts';
import { runRoutes } from './control/runs.ts';
import { timeRoutes } from './control/time.ts';
import { RunDesk } from './run-desk.ts';

export interface ControlParts extends NetworkParts {
  /** Lets other hosts in; undefined: this machine only. */
  readonly token: string | undefined;
  /** Where the network is reached from this machine. */
  readonly url: string;
}

/** Mounts the control API on `app`. `reset` goes back to what is set now; `close` ends all streams of events. */
export const mountControlApi = (app: Express, parts: ControlParts): { readonly close: () => Promise<void> } => {
  const { clock, journal, engineSide, token } = parts;
  const now = (): number => clock.now();
  const feed = new EventFeed({ journal, events: engineSide?.engine.events, now });
  const desk = new RunDesk();
  const closing = new AbortController();
  const startId = nodeSecrets.token();
  const routeParts: RouteParts = { ...parts, startId, feed, changes: createQueue(), closing: closing.signal };

  app.use('/control', (request, response, next) => {
    const reason = controlRefusal(request, token);
    if (reason === undefined) return next();
    request.resume();
    sendAnswer(response, problem(403, 'CONTROL_REFUSED', reason), now());
  });

  const routes = [
    ...networkRoutes(routeParts),
    ...issuerRoutes(routeParts),
    ...incidentRoutes(routeParts),
    ...providerStateRoutes(routeParts),
    ...peopleRoutes(routeParts),
    ...callRoutes(routeParts),
    ...eventRoutes(routeParts),
    ...overviewRoutes(routeParts),
    ...timeRoutes(routeParts),
    ...(engineSide === undefined ? [] : engineRoutes(engineSide, routeParts)),
    ...(engineSide === undefined ? [] : oracleRoutes(engineSide, routeParts)),
    ...(engineSide === undefined ? [] : endRoutes(engineSide)),
    ...(engineSide === undefined ? [] : queryRoutes(engineSide, routeParts)),
    ...(engineSide === undefined ? [] : messageRoutes(engineSide, routeParts)),
    ...resetRoutes(routeParts),
    ...runRoutes({ desk, url: parts.url }),
  ];
  mountRoutes(app, routes, now);
  app.use('/control', (request, response) => {
    request.resume();
    const known = routes.map(({ path }) => path);
    sendAnswer(response, unknownName('path', request.baseUrl + request.path, known), now());
  });
  return {
    close() {
      closing.abort();
      feed.close();
      return desk.close();
    },
  };
};
