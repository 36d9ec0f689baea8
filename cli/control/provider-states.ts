// The state URL of each simulated issuer (contracts/README.md, "Provider states"): with it `banknet contract verify`
// holds an issuer of a running network to its contract. It answers as the contract says, and not as its neighbours do.
import type { StateAnswer } from '../../contracts/states/state-desk.ts';
import { MAX_STATE_BYTES, STATUS_OF_ANSWER } from '../../contracts/states/state-url.ts';
import { type ControlAnswer, done, problem } from './answer.ts';
import { forSimulatedIssuer } from './named-issuer.ts';
import type { RouteParts } from './parts.ts';
import type { ControlRoute } from './routes.ts';

export const providerStateRoutes = ({ issuers, feed, changes }: RouteParts): readonly ControlRoute[] => [
  {
    path: '/control/provider-states/:code',
    limitBytes: MAX_STATE_BYTES,
    methods: {
      POST: forSimulatedIssuer(issuers.addresses, ({ code }, { body }) =>
        changes(async () => {
          const answer = await issuers.host.changeState(code, body);
          if (answer.kind === 'done') feed.changed({ change: 'provider-state', issuer: code });
          return shown(answer);
        }),
      ),
    },
  },
];

const shown = (answer: StateAnswer): ControlAnswer => {
  switch (answer.kind) {
    case 'done':
      return done({});
    case 'wrong': {
      const errors = answer.errors.map(({ pointer, message }) => `${pointer || 'the whole'} ${message}`).join('; ');
      return problem(
        STATUS_OF_ANSWER.wrong,
        'WRONG_PROVIDER_STATE',
        `The request is no state of the contract: ${errors}`,
      );
    }
    case 'unknown':
      return problem(STATUS_OF_ANSWER.unknown, 'UNKNOWN_PROVIDER_STATE', answer.detail);
    case 'full':
      return problem(STATUS_OF_ANSWER.full, 'TOO_MANY_PROVIDER_STATES', answer.detail);
  }
};
