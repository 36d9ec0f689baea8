// One simulated issuer on a socket, with a state URL on another: an endpoint as the contract wants it, for tests and
// for whoever wants to see `contract verify` pass. In a running network cli/control/provider-states.ts has the same.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { IssuerCode } from '../../core/banks.ts';
import type { Clock } from '../../core/clock.ts';
import { parseJson } from '../../core/json.ts';
import { nodeDigests } from '../../core/node-digests.ts';
import { createRandom } from '../../core/random.ts';
import { decodeUtf8, readBody } from '../../core/read-body.ts';
import { developmentKeyOf } from '../../core/signature.ts';
import { systemClock } from '../../core/system-clock.ts';
import { closeServer, listen, urlOf } from '../../simulator/doors/http-server.ts';
import { listenIssuer } from '../../simulator/doors/issuer-server.ts';
import type { PeopleOnFile } from '../../simulator/issuer/issuer.ts';
import { issuerSettingsFrom } from '../../simulator/issuer/settings-schema.ts';
import type { StateAnswer } from './state-desk.ts';
import { MAX_STATE_BYTES, STATUS_OF_ANSWER } from './state-url.ts';
import { createStatedIssuer, type StatedIssuer } from './stated-issuer.ts';

export interface SimulatedEndpointOptions {
  readonly issuer: IssuerCode;
  /** As banknet.yaml has them: `{ mode: 'poll', latency: { fixed: '40ms' } }`. Default: answers at once. */
  readonly settings?: object;
  /** Whom the bank has without any state. Default: nobody. */
  readonly people?: PeopleOnFile;
  /** Default: the key for development. */
  readonly key?: string;
  readonly clock?: Clock;
}

export interface SimulatedEndpoint {
  readonly url: string;
  readonly stateUrl: string;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const SEED = 42;
const AT_ONCE = { latency: { fixed: '0ms' } };
const NOBODY: PeopleOnFile = { identity: () => undefined, holding: () => undefined };

/** On any free ports of this machine. @throws {z.ZodError} where the settings are wrong */
export const openSimulatedEndpoint = async (options: SimulatedEndpointOptions): Promise<SimulatedEndpoint> => {
  const { issuer: bank, settings = {}, people = NOBODY, key = developmentKeyOf(bank), clock = systemClock } = options;
  const stated = createStatedIssuer({
    bank,
    people,
    settings: issuerSettingsFrom({ ...AT_ONCE, ...settings }, { originMs: clock.now() }),
    random: createRandom(SEED),
  });
  const door = await listenIssuer({ issuer: stated.issuer, port: 0, key, host: HOST, clock, digests: nodeDigests });
  const server = stateServer(stated);
  const address = await listen(server, 0, HOST);
  return {
    url: door.url,
    stateUrl: `${urlOf(address)}/`,
    close: async () => {
      await Promise.all([door.close(), closeServer(server)]);
    },
  };
};

const stateServer = ({ changeState }: Pick<StatedIssuer, 'changeState'>): Server =>
  createServer((request, response) => {
    void answerTo(request, changeState).then((answer) => send(response, answer));
  });

const answerTo = async (request: IncomingMessage, change: (body: unknown) => StateAnswer): Promise<StateAnswer> => {
  const read = await readBody(request, MAX_STATE_BYTES);
  if (!read.ok) return wrong(`the body is ${read.failure}: send at most ${MAX_STATE_BYTES} bytes`);
  const json = parseJson(decodeUtf8(read.value) ?? '');
  return json.ok ? change(json.value) : { kind: 'wrong', errors: [json.failure] };
};

const wrong = (message: string): StateAnswer => ({ kind: 'wrong', errors: [{ pointer: '', message }] });

const send = (response: ServerResponse, answer: StateAnswer): void => {
  response.writeHead(STATUS_OF_ANSWER[answer.kind], { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer));
};
