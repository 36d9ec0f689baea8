// Handlers for the issuer that a path names as `:code`.
import type { IssuerAddress } from '../network-issuers.ts';
import { type ControlAnswer, problem, unknownName } from './answer.ts';
import type { ControlRequest, Handler } from './routes.ts';

type IssuerHandler = (address: IssuerAddress, request: ControlRequest) => ControlAnswer | Promise<ControlAnswer>;

/** For any issuer of the network; a name that is none is answered with 404. */
export const forIssuer =
  (addresses: readonly IssuerAddress[], handle: IssuerHandler): Handler =>
  (request) => {
    const name = request.part('code');
    const address = addresses.find(({ code }) => code === name);
    if (address !== undefined) return handle(address, request);
    const known = addresses.map(({ code }) => code);
    return unknownName('issuer', name, known);
  };

/** For what only the issuers have that this network simulates; of a real bank it is 409. */
export const forSimulatedIssuer = (addresses: readonly IssuerAddress[], handle: IssuerHandler): Handler =>
  forIssuer(addresses, (address, request) =>
    address.kind === 'simulated' ? handle(address, request) : realBank(address),
  );

const realBank = ({ code, url }: IssuerAddress): ControlAnswer =>
  problem(409, 'REAL_BANK', `${code} at ${url} is not simulated by this network: it is set where it runs`);
