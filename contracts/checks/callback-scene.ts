// An inquiry that is called back, as the checks of callbacks look at it: asked in a state, into a box of its own; and
// what holds for every callback, as it does for every answer.

import { parseJson } from '../../core/json.ts';
import type { InquiryRequest } from '../../core/messages.ts';
import type { CallbackBox, Check, Endpoint, Exchange, ReceivedCallback } from '../check.ts';
import type { ContractCustomer } from '../customers.ts';
import type { Finding } from '../verification.ts';
import { EVERY_ANSWER } from '../verify/every-answer.ts';
import { expectCode, findingOf, memberOf } from '../verify/findings.ts';
import { askedAs } from './contract-customer.ts';
import { LATER_GRACE_MS, LATER_UNTIL_MS } from './running.ts';

/** So long after a callback that was taken none may come: whoever sends again at once has done so by then. */
export const QUIET_MS = 2000;
/** What comes at once, or at its time, comes within so long of it: a queue, a network, a clock of seconds. */
export const CALLBACK_GRACE_MS = 10_000;

export interface Scene {
  readonly box: CallbackBox;
  readonly inquiry: InquiryRequest;
  /** The POST. */
  readonly asked: Exchange;
}

export interface SceneOptions {
  readonly state?: 'a customer' | 'answers later';
  readonly customer: ContractCustomer;
  /** Who is asked about; default: the customer as they are. */
  readonly asAnother?: Partial<InquiryRequest['customer']>;
  readonly answer?: Parameters<CallbackBox['answerWith']>;
  /** Behind the box's address. */
  readonly query?: string;
}

/** Sets the state, opens the box, and asks. */
export const callbackScene = async (endpoint: Endpoint, options: SceneOptions): Promise<Scene> => {
  const { state = 'answers later', customer, asAnother, answer, query = '' } = options;
  await endpoint.given(state, { customer });
  const box = await endpoint.openCallbackBox();
  if (answer !== undefined) box.answerWith(...answer);
  const inquiry = endpoint.inquiryFor({ ...askedAs(customer), ...asAnother }, { callbackUrl: box.url + query });
  return { box, inquiry, asked: await endpoint.ask(inquiry, { sent: ASKED }) };
};

const ASKED = 'POST /v1/card-inquiries, signed, with a callbackUrl';

/** The first callback; a finding where the inquiry is not accepted or none comes. */
export const firstCallback = async ({ box, asked }: Scene): Promise<readonly Finding[] | ReceivedCallback> => {
  const wrongCode = expectCode(asked, 202, '05');
  if (wrongCode.length > 0) return wrongCode;
  await box.waitFor(1, LATER_UNTIL_MS + LATER_GRACE_MS);
  return box.received()[0] ?? [findingOf(asked, `a callback within ${LATER_UNTIL_MS / 1000} s`, 'none')];
};

/** Of a check on a callback: the scene, its first callback, and what there is to say about it. */
export const aboutFirstCallback =
  (
    options: SceneOptions,
    look: (callback: ReceivedCallback, scene: Scene, endpoint: Endpoint) => Promise<readonly Finding[]>,
  ): Check['run'] =>
  async (endpoint) => {
    const scene = await callbackScene(endpoint, options);
    const callback = await firstCallback(scene);
    return 'text' in callback ? look(callback, scene, endpoint) : callback;
  };

/** A callback as the answer to the POST, which it is: with the status that it would have as an answer. */
export const asExchange = (callback: ReceivedCallback, { asked }: Scene): Exchange => {
  const json = parseJson(callback.text);
  const answer = {
    kind: 'answer',
    status: 200,
    headers: callback.headers,
    bytes: Buffer.from(callback.text),
    text: callback.text,
    json: json.ok ? json.value : undefined,
  } as const;
  const isRefusal = memberOf(answer, 'respCode') === '66';
  return { ...asked, sent: `${ASKED}: its callback`, answer: isRefusal ? { ...answer, status: 422 } : answer };
};

/** Form, ids, masking and all else that holds for answers (verify/every-answer.ts). */
export const expectAsEveryAnswer = (exchange: Exchange, { issuer }: Pick<Endpoint, 'issuer'>): readonly Finding[] =>
  EVERY_ANSWER.flatMap((rule) => {
    const problem = rule.problemOf(exchange, issuer);
    return problem === undefined || problem === 'not applicable'
      ? []
      : [findingOf(exchange, problem.expected, problem.got)];
  });

/** A finding about callbacks and not about one answer. */
export const callbackFinding = ({ asked }: Scene, sent: string, expected: string, got: string): Finding => ({
  ...findingOf(asked, expected, got),
  sent,
});
