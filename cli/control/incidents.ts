// Incidents: one fault over several issuers, begun and ended at one time; and the end of all that is wrong anywhere.
import { done, NOTHING_TO_SAY, namesIn, problem, unknownName, wrong } from './answer.ts';
import type { RouteParts } from './parts.ts';
import type { ControlRoute } from './routes.ts';

export const incidentRoutes = ({ issuers, feed, changes }: RouteParts): readonly ControlRoute[] => {
  const { control } = issuers;
  return [
    {
      path: '/control/incidents',
      methods: {
        GET: () => done({ incidents: control.incidents() }),
        POST: ({ body }) =>
          changes(async () => {
            if (control.codes.length === 0) {
              return problem(409, 'REAL_BANK', 'No bank is simulated by this network: an incident would be over none');
            }
            const begun = await control.addIncident(body);
            // An incident that names one that is unknown is wrong, not unknown.
            if (!begun.ok) return wrong(begun.failure.kind === 'wrong' ? begun.failure.errors : []);
            feed.changed({ change: 'incidents' });
            return done(control.incidents().at(-1), 201);
          }),
      },
    },
    {
      path: '/control/incidents/:name',
      methods: {
        DELETE: (request) =>
          changes(async () => {
            const name = request.part('name');
            const ended = await control.removeIncident(name);
            if (!ended.ok) return unknownName('incident', name, namesIn(control.incidents()));
            feed.changed({ change: 'incidents' });
            return NOTHING_TO_SAY;
          }),
      },
    },
    {
      path: '/control/heal',
      methods: {
        POST: () =>
          changes(async () => {
            await control.heal();
            feed.changed({ change: 'healed' });
            return NOTHING_TO_SAY;
          }),
      },
    },
  ];
};
