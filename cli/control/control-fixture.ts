// For tests only: a live network of this process on any free ports, and requests to its control API that carry exactly
// the headers of the test.
import { request } from 'node:http';
import { AppClient } from '../app-client.ts';
import { enter, verify } from '../customer.ts';
import type { Network, NetworkOptions } from '../network.ts';
import { startTestNetwork } from '../network-fixture.ts';

/** Banks that answer at once, unless a test says otherwise. */
export const FAST = { latency: { fixed: '1ms' } };

export type JsonBody = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly json: JsonBody;
}

/** Sends exactly these headers, which fetch would not allow. */
export const sendTo = (
  url: string,
  method: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const sent = request(url, { method, headers: { ...type, ...headers } }, async (response) => {
      let answer = '';
      for await (const chunk of response) answer += chunk;
      const { statusCode: status = 0, headers: sentBack } = response;
      resolve({ status, headers: sentBack, json: answer === '' ? {} : JSON.parse(answer) });
    });
    sent.on('error', reject).end(text);
  });

/** A network with this configuration, as banknet.yaml would say it; stopped after the test. */
export const startControlled = async (config: object = {}, options: Partial<NetworkOptions> = {}) => {
  const network = await startTestNetwork({ issuers: { defaults: FAST }, ...config }, options);
  const send = (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) =>
    sendTo(`${network.url}/control${path}`, method, body, headers);
  return { network, send };
};

/** An ordinary person, by default the first, applies for these banks. */
export const applyAt = async (network: Network, banks: 'ALL' | readonly string[] = 'ALL', index = 0) => {
  const person = network.people.find(network.people.persona('ordinary', index));
  if (person === undefined) throw new Error('the persona does not exist');
  const app = new AppClient(network.url);
  await enter(app, person);
  const verificationId = await verify(app, person.mobile);
  const { queryId } = await app.apply({ verificationId, banks });
  const ended = async (): Promise<void> => {
    for await (const { event } of app.events(queryId)) if (event === 'end') return;
  };
  return { app, person, queryId, ended };
};
