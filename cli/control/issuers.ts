// Issuers under control: what each is set to, and its faults.
import { BANKS, type IssuerCode } from '../../core/banks.ts';
import type { ControlResult } from '../../simulator/doors/issuer-control.ts';
import type { IssuerAddress } from '../network-issuers.ts';
import { done, namesIn, unknownName, wrong } from './answer.ts';
import { forIssuer, forSimulatedIssuer } from './named-issuer.ts';
import type { RouteParts } from './parts.ts';
import type { ControlRequest, ControlRoute, Handler } from './routes.ts';

const NAMES: ReadonlyMap<IssuerCode, string> = new Map(BANKS.map(({ code, shortNameZh }) => [code, shortNameZh]));

export const issuerRoutes = ({ issuers, feed, changes }: RouteParts): readonly ControlRoute[] => {
  const { addresses, control } = issuers;

  const viewOf = ({ code, url, kind }: IssuerAddress): object => {
    const { port, ...state } = control.view(code);
    const shown = { code, name: NAMES.get(code), url, kind, ...state };
    // Of a port that is somebody else's we know nothing.
    return kind === 'simulated' ? { ...shown, port } : shown;
  };

  /** Changes the issuer that the path names, and shows it as it then is. */
  const changing = (status: 200 | 201, change: (code: IssuerCode, request: ControlRequest) => ControlResult): Handler =>
    forSimulatedIssuer(addresses, (address, request) => {
      const { code } = address;
      return changes(async () => {
        const changed = await change(code, request);
        if (changed.ok) {
          feed.changed({ change: 'issuer', issuer: code });
          return done(viewOf(address), status);
        }
        if (changed.failure.kind === 'wrong') return wrong(changed.failure.errors);
        return unknownName(`fault of ${code}`, request.part('name'), namesIn(control.view(code).faults));
      });
    });

  return [
    { path: '/control/issuers', methods: { GET: () => done({ issuers: addresses.map(viewOf) }) } },
    {
      path: '/control/issuers/:code',
      methods: {
        GET: forIssuer(addresses, (address) => done(viewOf(address))),
        PATCH: changing(200, (code, { body }) => control.patch(code, body)),
      },
    },
    {
      path: '/control/issuers/:code/faults',
      methods: { POST: changing(201, (code, { body }) => control.addFault(code, body)) },
    },
    {
      path: '/control/issuers/:code/faults/:name',
      methods: {
        PATCH: changing(200, (code, request) => control.changeFaultShare(code, request.part('name'), request.body)),
        DELETE: changing(200, (code, request) => control.removeFault(code, request.part('name'))),
      },
    },
  ];
};
