// Connections: several requests on one, a body that comes in pieces or slowly, and callers that go away.
import type { Check, Endpoint, Exchange, RawRequest } from '../check.ts';
import type { Finding } from '../verification.ts';
import { expectCode } from '../verify/findings.ts';
import { type Attempt, attemptsCheck, getOf, inquiryText, postOf } from './attempts.ts';
import { NOBODY } from './basics.ts';
import { expectTaken } from './outcomes.ts';

const SOURCE = 'RFC 9112, Connection Management; issuer-api.yaml, responses';

type Step = readonly [request: (endpoint: Endpoint) => RawRequest, expect: Attempt['expect']];

const RIGHT_POST: Step = [(endpoint) => endpoint.signed(postOf(inquiryText(endpoint))), expectTaken];
const GET_UNKNOWN: Step = [
  (endpoint) => endpoint.signed(getOf(endpoint.freshId())),
  (exchange) => expectCode(exchange, 404, '34'),
];
const UNSIGNED: Step = [(endpoint) => postOf(inquiryText(endpoint)), (exchange) => expectCode(exchange, 401, '11')];
const MALFORMED: Step = [
  (endpoint) => endpoint.signed(postOf('{"inquiryId":')),
  (exchange) => expectCode(exchange, 400, '10'),
];
/** A body that nobody reads must not be taken for the next request. */
const UNKNOWN_PATH: Step = [
  (endpoint) => endpoint.signed({ ...postOf(inquiryText(endpoint)), target: '/v1/card-inquiry' }),
  (exchange) => expectCode(exchange, 404, '10'),
];

const inTurn = (name: string, title: string, steps: readonly Step[]): Check => ({
  name: `connection/${name}`,
  title,
  source: SOURCE,
  needs: [],
  run: async (endpoint) => {
    const exchanges = await endpoint.sendInTurn(
      steps.map(([request]) => request(endpoint)),
      'on one connection',
    );
    return exchanges.flatMap((exchange, at): readonly Finding[] => steps[at]?.[1](exchange) ?? []);
  },
});

const inPieces = (sent: string, sizeBytes: number, pauseMs: number, framing: 'length' | 'chunked'): Attempt => ({
  sent: `POST, ${sent}, ${framing === 'chunked' ? 'chunked' : 'with its length'}`,
  request: (endpoint) => ({
    ...endpoint.signed(postOf(inquiryText(endpoint))),
    framing,
    pieces: { sizeBytes, pauseMs },
  }),
  expect: expectTaken,
});

/** So small that characters of several bytes are cut. */
const PIECE_BYTES = 7;
const PAUSE_MS = 1;
/** A network that loses a packet sends it again after so long. */
const SLOW_PAUSE_MS = 120;
const SLOW_PIECE_BYTES = 100;

/** What becomes of the same inquiry after a caller that did not wait. */
const hangsUp = (
  name: string,
  title: string,
  hangUpAfterBytes: (text: string) => number,
  expectAsked: (exchange: Exchange) => readonly Finding[],
): Check => ({
  name: `connection/${name}`,
  title,
  source: 'issuer-api.yaml, Outcome unknown',
  needs: [],
  run: async (endpoint) => {
    const inquiry = endpoint.inquiryFor(NOBODY);
    const text = JSON.stringify(inquiry);
    await endpoint.send(
      { ...endpoint.signed(postOf(text)), hangUpAfterBytes: hangUpAfterBytes(text) },
      'POST, and the connection closed without waiting',
    );
    const asked = await endpoint.status(inquiry.inquiryId, { sent: 'GET of it afterwards' });
    const again = await endpoint.ask(inquiry, { sent: 'POST, the same inquiry again' });
    return [...expectAsked(asked), ...expectTaken(again)];
  },
});

/** Whether the inquiry had already come is a matter of moments. */
const expectKnownOrNot = (exchange: Exchange): readonly Finding[] =>
  expectTaken(exchange).length === 0 ? [] : expectCode(exchange, 404, '34');

export const CONNECTION_CHECKS: readonly Check[] = [
  inTurn('reuse', 'Requests one after another on a connection are each answered rightly', [
    RIGHT_POST,
    GET_UNKNOWN,
    RIGHT_POST,
  ]),
  inTurn('after-refusals', 'After a refusal the next request on the connection is answered rightly', [
    UNSIGNED,
    RIGHT_POST,
    MALFORMED,
    GET_UNKNOWN,
    UNKNOWN_PATH,
    RIGHT_POST,
  ]),
  attemptsCheck(
    { name: 'connection/pieces', title: 'A body in many small pieces is read as one', source: SOURCE },
    (['length', 'chunked'] as const).map((framing) =>
      inPieces('its body in pieces of 7 bytes', PIECE_BYTES, PAUSE_MS, framing),
    ),
  ),
  attemptsCheck(
    { name: 'connection/slow-body', title: 'A body that comes slowly is waited for', source: 'issuer-api.yaml, Time' },
    [inPieces('its body with pauses', SLOW_PIECE_BYTES, SLOW_PAUSE_MS, 'length')],
  ),
  hangsUp(
    'half-a-request',
    'Half an inquiry is none: the same inquiry is unknown, and taken when it comes whole',
    (text) => Math.floor(text.length / 2),
    (exchange) => expectCode(exchange, 404, '34'),
  ),
  hangsUp(
    'nobody-waits',
    'A caller that has not waited for the answer gets it when it asks again',
    (text) => Buffer.byteLength(text),
    expectKnownOrNot,
  ),
];
