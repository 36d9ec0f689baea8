// Issuers under control: what each is set to, and its faults.
import { BANKS, type IssuerCode } from '../../core/banks.ts';
import type { ControlResult } from '../../simulator/doors/issuer-control.ts';
import type { IssuerAddress } from '../network-issuers.ts';
import { type ControlAnswer, done, namesIn, problem, unknownName, wrong } from './answer.ts';
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

  /** A handler for the issuer that the path names. */
  const forIssuer =
    (handle: (address: IssuerAddress, request: ControlRequest) => ControlAnswer | Promise<ControlAnswer>): Handler =>
    (request) => {
      const name = request.part('code');
      const address = addresses.find(({ code }) => code === name);
      if (address !== undefined) return handle(address, request);
      const known = addresses.map(({ code }) => code);
      return unknownName('issuer', name, known);
    };

  /** Changes the issuer that the path names, and shows it as it then is. */
  const changing = (status: 200 | 201, change: (code: IssuerCode, request: ControlRequest) => ControlResult): Handler =>
    forIssuer((address, request) => {
      const { code, kind, url } = address;
      if (kind === 'real') return realBank(code, url);
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
        GET: forIssuer((address) => done(viewOf(address))),
        PATCH: changing(200, (code, { body }) => control.patch(code, body)),
      },
    },
    {
      path: '/control/issuers/:code/faults',
      methods: { POST: changing(201, (code, { body }) => control.addFault(code, body)) },
    },
    {
      path: '/control/issuers/:code/faults/:name',
      methods: { DELETE: changing(200, (code, request) => control.removeFault(code, request.part('name'))) },
    },
  ];
};

const realBank = (code: IssuerCode, url: string): ControlAnswer =>
  problem(409, 'REAL_BANK', `${code} at ${url} is not simulated by this network: it is set where it runs`);
