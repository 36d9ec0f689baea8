// Stands between Pact's verifier and the endpoint, for Pact can neither sign nor tell a reset from a refusal: signs the
// bytes as they come, sends them as every check does, and keeps for each interaction what has been seen of it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { parseJson } from '../../core/json.ts';
import { decodeUtf8, readBody } from '../../core/read-body.ts';
import { closeServer, listen, urlOf } from '../../simulator/doors/http-server.ts';
import type { RawAnswer, RawRequest } from '../check.ts';
import { ID_HEADER, ID_PARAM, type PactInteraction } from './pact-interactions.ts';
import { PactStage, type StageOptions } from './pact-stage.ts';

/** A state with a customer of 200 cards has about 30,000 bytes. */
const MAX_CALL_BYTES = 1_048_576;

export interface SigningProxy {
  readonly url: string;
  readonly stateUrl: string;
  /** What has been seen of this interaction. */
  stageOf(id: string): PactStage | undefined;
  /** What went wrong in here, which is nobody's fault but ours. */
  bug(): string | undefined;
  /** Takes no more calls, and ends whatever states still hold. */
  close(): Promise<void>;
}

/** On any free port of this machine. */
export const openSigningProxy = async (
  interactions: readonly PactInteraction[],
  options: StageOptions,
): Promise<SigningProxy> => {
  const patience = { inVain: 0 };
  const stages = new Map(interactions.map((one) => [one.id, new PactStage(one, options, patience)]));
  let bug: string | undefined;
  const server = createServer((request, response) => {
    answerTo(request, stages)
      .then((answer) => send(response, answer))
      .catch((error: unknown) => {
        bug ??= `a bug in what stands between Pact and the endpoint, please report it (${String(error)})`;
        response.destroy();
      });
  });
  const url = urlOf(await listen(server, 0, '127.0.0.1'));
  return {
    url,
    stateUrl: url + STATES_PATH,
    stageOf: (id) => stages.get(id),
    bug: () => bug,
    async close() {
      await closeServer(server);
      for (const stage of stages.values()) await stage.endStates();
    },
  };
};

/** Beside the issuer's own paths; the endpoint has its own state URL. */
const STATES_PATH = '/banknet-states';

/** What Pact is told. */
type ProxyAnswer = Extract<RawAnswer, { readonly kind: 'answer' }> | { readonly kind: 'bare'; readonly status: number };

const bare = (status: number): ProxyAnswer => ({ kind: 'bare', status });
const DONE = bare(200);
/**
 * What Pact takes for a failure, of a state or a call. Of the 5xx that a state URL may answer it repeats each for two
 * minutes, with ever longer pauses, and no option of it changes that.
 */
const FAILED = bare(400);
const NO_ANSWER = bare(502);

const answerTo = async (request: IncomingMessage, stages: ReadonlyMap<string, PactStage>): Promise<ProxyAnswer> => {
  const read = await readBody(request, MAX_CALL_BYTES);
  if (!read.ok) return FAILED;
  const { url: target = '', method = '', headers } = request;
  if (target === STATES_PATH) return changeState(read.value, stages);
  const stage = stages.get(String(headers[ID_HEADER]));
  if (stage !== undefined) return told(await stage.call(rawRequestOf(method, target, request.rawHeaders, read.value)));
  return target === '/' ? callback(read.value, stages) : FAILED;
};

/** A status that no server of ours can send is no answer to Pact; what it was the proxy's witness knows. */
const told = (answer: RawAnswer | undefined): ProxyAnswer =>
  answer?.kind === 'answer' && answer.status >= 200 && answer.status <= 999 ? answer : NO_ANSWER;

const changeSchema = z.object({
  state: z.string(),
  action: z.enum(['setup', 'teardown']),
  params: z.looseObject({ [ID_PARAM]: z.string().optional() }).default({}),
});

const changeState = async (body: Uint8Array, stages: ReadonlyMap<string, PactStage>): Promise<ProxyAnswer> => {
  const change = changeSchema.safeParse(jsonOf(body));
  if (!change.success) return FAILED;
  const { state, action, params } = change.data;
  // What Pact asks for where an interaction has no state.
  if (state === '') return DONE;
  const { [ID_PARAM]: id, ...rest } = params;
  const stage = stages.get(String(id));
  if (stage === undefined) return FAILED;
  return (await (action === 'setup' ? stage.setUp(state, rest) : stage.endStates())) ? DONE : FAILED;
};

const messageSchema = z.object({
  providerStates: z.array(z.looseObject({ params: z.looseObject({ [ID_PARAM]: z.string() }) })).min(1),
});

/** Pact asks for a message by what it is called, and by the states that have been set up for it. */
const callback = async (body: Uint8Array, stages: ReadonlyMap<string, PactStage>): Promise<ProxyAnswer> => {
  const message = messageSchema.safeParse(jsonOf(body));
  const id = message.data?.providerStates[0]?.params[ID_PARAM];
  return told(await stages.get(String(id))?.callback());
};

const jsonOf = (body: Uint8Array): unknown => {
  const json = parseJson(decodeUtf8(body) ?? '');
  return json.ok ? json.value : undefined;
};

/** What only carries the call from Pact to here, what is signed anew, and what names Pact. */
const NOT_PASSED_ON: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'user-agent',
  'content-digest',
  'signature',
  'signature-input',
  ID_HEADER,
]);

const rawRequestOf = (method: string, target: string, rawHeaders: readonly string[], body: Uint8Array): RawRequest => ({
  method,
  target,
  headers: rawHeaders
    .flatMap((name, at): [string, string][] => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? '']] : []))
    .filter(([name]) => !NOT_PASSED_ON.has(name.toLowerCase())),
  body: body.byteLength === 0 ? undefined : body,
});

/**
 * The length is said anew. A redirect Pact would follow, unsigned, to wherever it leads; a coding that nobody asked for
 * it would undo. The rest of an answer goes to Pact as it came.
 */
const NOT_PASSED_BACK = /^(connection|keep-alive|content-length|transfer-encoding|location|content-encoding)$/;

const send = (response: ServerResponse, answer: ProxyAnswer): void => {
  if (answer.kind === 'bare') {
    response.writeHead(answer.status).end();
    return;
  }
  const headers = Object.entries(answer.headers)
    .filter(([name]) => !NOT_PASSED_BACK.test(name))
    // Media types have no case (RFC 9110); Pact compares them to the letter.
    .map(([name, value]) => [name, name === 'content-type' ? value.toLowerCase() : value]);
  response.writeHead(answer.status, [...headers, ['content-length', String(answer.bytes.byteLength)]].flat());
  response.end(answer.bytes);
};
