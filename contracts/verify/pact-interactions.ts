// The interactions of an issuer's pact as checks with names, and the pact as it is handed to Pact's verifier: with the
// ids of this run, and with a mark on everything by which the proxy knows what a call belongs to.
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { IssuerCode } from '../../core/banks.ts';
import type { Need } from '../check.ts';
import { markedWith } from '../interactions/run-mark.ts';
import { pactFileOf } from './pact-hash.ts';

export const PACT_GROUP = 'pact';

/** Carries an interaction's id from the pact through Pact's verifier to the proxy; no endpoint ever sees it. */
export const ID_HEADER = 'x-banknet-interaction';
/** The same in the params of a state. */
export const ID_PARAM = 'banknetInteraction';

const providerStateSchema = z.looseObject({
  name: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
});
const interactionSchema = z.looseObject({
  type: z.enum(['Synchronous/HTTP', 'Asynchronous/Messages']),
  description: z.string(),
  providerStates: z.array(providerStateSchema).default([]),
  request: z
    .looseObject({ method: z.string(), path: z.string(), headers: z.record(z.string(), z.array(z.string())) })
    .optional(),
  response: z
    .looseObject({
      status: z.int(),
      body: z.looseObject({ content: z.looseObject({ respCode: z.string() }) }),
    })
    .optional(),
});
const pactSchema = z.looseObject({ interactions: z.array(interactionSchema).min(1) });

export interface PactInteraction {
  /** Unlike any other of its pact. */
  readonly id: string;
  /** `pact/an-inquiry-while-the-bank-is-busy`. */
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly needs: readonly Need[];
  readonly description: string;
  /** What comes back, in words: `429 / 37`; undefined for a message. */
  readonly answer: string | undefined;
  /** What is sent, in words. */
  readonly sent: string;
  /** As it stands in the pact. */
  readonly written: z.output<typeof interactionSchema>;
}

export interface Pact {
  readonly interactions: readonly PactInteraction[];
  /** What the file says besides. */
  readonly rest: object;
}

/**
 * The committed pact of this issuer; undefined where it has none yet. `file` is another in its place, for tests.
 * @throws where it is no pact of ours
 */
export const readPact = (issuer: IssuerCode, file = pactFileOf(issuer)): Pact | undefined => {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  const { interactions, ...rest } = pactSchema.parse(JSON.parse(text));
  return { interactions: interactions.map((written, at) => interactionOf(written, at)), rest };
};

const interactionOf = (written: PactInteraction['written'], at: number): PactInteraction => {
  const { type, description, providerStates, request, response } = written;
  const answer = response === undefined ? undefined : `${response.status} / ${response.body.content.respCode}`;
  const isMessage = type === 'Asynchronous/Messages';
  const states = providerStates.map(({ name }) => `"${name}"`);
  const call =
    isMessage || request?.method === 'POST' ? 'POST /v1/card-inquiries' : 'GET /v1/card-inquiries/{inquiryId}';
  return {
    id: `interaction-${at}`,
    name: `${PACT_GROUP}/${description.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`,
    title: `${description.charAt(0).toUpperCase()}${description.slice(1)}${answer === undefined ? '' : `: ${answer}`}`,
    source: 'contracts/pacts',
    needs: [...(states.length > 0 ? (['states'] as const) : []), ...(isMessage ? (['callbacks'] as const) : [])],
    description,
    answer,
    sent: [`${call}, signed`, ...(states.length > 0 ? [`with ${states.join(' and ')}`] : []), description].join(', '),
    written,
  };
};

/** A pact of these alone, for one run of the verifier. `mark` makes its ids new ones (../interactions/run-mark.ts). */
export const pactToRun = ({ rest }: Pact, chosen: readonly PactInteraction[], mark: string): string =>
  markedWith(JSON.stringify({ ...rest, interactions: chosen.map(withId) }), mark);

const withId = ({ id, written }: PactInteraction): object => ({
  ...written,
  // `_id` is what Pact names in its findings, `key` in its results.
  _id: id,
  key: id,
  // What is pending may fail, to Pact.
  pending: false,
  providerStates: written.providerStates.map((state) => ({ ...state, params: { ...state.params, [ID_PARAM]: id } })),
  ...(written.request === undefined
    ? {}
    : { request: { ...written.request, headers: { ...written.request.headers, [ID_HEADER]: [id] } } }),
});
