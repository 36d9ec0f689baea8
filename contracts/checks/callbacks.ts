// Callbacks as far as they can be seen in seconds: delivered, signed, what they carry, what ends them, and that the
// second send follows a failed first at once (issuer-api.yaml, Callback). What takes minutes is in callback-sends.ts.
import type { Check, ReceivedCallback } from '../check.ts';
import type { Finding } from '../verification.ts';
import { expectCode } from '../verify/findings.ts';
import {
  aboutFirstCallback,
  asExchange,
  CALLBACK_GRACE_MS,
  callbackFinding,
  callbackScene,
  expectAsEveryAnswer,
  firstCallback,
  QUIET_MS,
  type Scene,
} from './callback-scene.ts';
import { contractCustomer } from './contract-customer.ts';
import { expectAnswer, expectSame } from './outcomes.ts';
import { nobody } from './people.ts';
import { LATER_FROM_MS } from './running.ts';

const SOURCE = 'issuer-api.yaml, Callback';
const NEEDS = ['states', 'callbacks'] as const;
const customer = contractCustomer('mixed');

const delivered: Check = {
  name: 'callbacks/delivered',
  title: 'A result that comes later is called back by POST at callbackUrl, once where it is taken',
  source: `${SOURCE}; contract-states.md, answers later`,
  needs: NEEDS,
  run: aboutFirstCallback({ customer }, async (callback, scene) => {
    const { method } = callback;
    const wrongMethod = method === 'POST' ? [] : [callbackFinding(scene, 'a callback', 'POST', method)];
    return [...wrongMethod, ...(await expectNoMore(scene, 1, 'a callback that was taken with 204'))];
  }),
};

const content: Check = {
  name: 'callbacks/content',
  title: 'A callback carries the InquiryResult that GET then gives, as application/json, masked as every answer',
  source: `${SOURCE}; InquiryResult; R3`,
  needs: NEEDS,
  run: aboutFirstCallback({ customer }, async (callback, scene, endpoint) => {
    const exchange = asExchange(callback, scene);
    const seen = await endpoint.status(scene.inquiry.inquiryId, { sent: 'GET of an inquiry that was called back' });
    const repeat = await endpoint.ask(scene.inquiry, { sent: 'POST of an inquiry that was called back, again' });
    return [
      ...expectAsEveryAnswer(exchange, endpoint),
      ...[exchange, seen, repeat].flatMap((one) => expectAnswer(one, customer)),
    ];
  }),
};

const COVERED = ['@method', '@path', 'content-digest'] as const;

const signature: Check = {
  name: 'callbacks/signature',
  title:
    'A callback is signed like a request, with the key shared with this bank: sig1, its parameters, what it covers',
  source: `${SOURCE}; Signature`,
  needs: NEEDS,
  run: aboutFirstCallback({ customer }, async (callback, scene) => expectSigned(callback, scene, COVERED)),
};

/** A query with an escape, and with a sign that may stand unescaped and often does not come through. */
const QUERY = '?token=a%20b+c&x=/1';

const query: Check = {
  name: 'callbacks/query',
  title: 'A callbackUrl is called as it was given, its query to the letter, and "@query" is covered',
  source: `${SOURCE}; Signature ("@query")`,
  needs: NEEDS,
  run: aboutFirstCallback({ customer, query: QUERY }, async (callback, scene) => {
    const { pathname, search } = new URL(scene.box.url + QUERY);
    const isAsGiven = callback.target.endsWith(pathname.slice(pathname.lastIndexOf('/')) + search);
    const sent = 'a callback to an address with a query';
    return [
      ...(isAsGiven ? [] : [callbackFinding(scene, sent, 'path and query of callbackUrl', 'others')]),
      ...expectSigned(callback, scene, [...COVERED, '@query']),
    ];
  }),
};

/** The receiver has looked whether it holds; here it is said what it lacks. */
const expectSigned = (callback: ReceivedCallback, scene: Scene, covered: readonly string[]): readonly Finding[] => {
  const sent = 'a callback';
  const input = callback.headers['signature-input'] ?? '';
  const uncovered = covered.filter((component) => !input.includes(`"${component}"`));
  const problem = callback.signatureProblem;
  return [
    ...(uncovered.length === 0
      ? []
      : [
          callbackFinding(
            scene,
            sent,
            `a signature sig1 over ${covered.join(', ')}`,
            `without ${uncovered.join(', ')}`,
          ),
        ]),
    ...(problem === undefined ? [] : [callbackFinding(scene, sent, 'a signature that holds', problem)]),
  ];
};

const denied: Check = {
  name: 'callbacks/denied',
  title:
    'A denial that comes later is called back as Refusal 66, naming inquiry and bank; one at once is not called back',
  source: `${SOURCE}; Refusal`,
  needs: NEEDS,
  run: async (endpoint) => {
    const asAnother = { name: nobody(0).name };
    const scene = await callbackScene(endpoint, { customer, asAnother });
    if (expectCode(scene.asked, 422, '66').length === 0) return expectNoMore(scene, 0, 'a denial at once');
    const callback = await firstCallback(scene);
    if (!('text' in callback)) return callback;
    const exchange = asExchange(callback, scene);
    const seen = await endpoint.status(scene.inquiry.inquiryId, {
      sent: 'GET of an inquiry whose denial was called back',
    });
    return [
      ...expectAsEveryAnswer(exchange, endpoint),
      ...[exchange, seen].flatMap((one) => expectCode(one, 422, '66')),
      ...expectSigned(callback, scene, COVERED),
    ];
  },
};

const notAfter200: Check = {
  name: 'callbacks/not-after-200',
  title: 'An answer that came with 200 is not called back',
  source: 'issuer-api.yaml, introduction (An answer that came with 200 is not called back)',
  needs: NEEDS,
  run: async (endpoint) => {
    const scene = await callbackScene(endpoint, { state: 'a customer', customer });
    const wrong = expectAnswer(scene.asked, customer);
    return wrong.length > 0 ? wrong : expectNoMore(scene, 0, 'an answer that came with 200');
  },
};

interface Failing {
  readonly name: string;
  readonly title: string;
  readonly status: number;
}

const FAILURES: readonly Failing[] = [
  { name: 'error', title: 'an error', status: 500 },
  { name: 'redirect', title: 'a redirect, which is not followed,', status: 307 },
  { name: 'refusal', title: 'a refusal', status: 400 },
];

/** The gap before the second send is none. */
const secondSend = ({ name, title, status }: Failing): Check => ({
  name: `callbacks/second-send-after-${name}`,
  title: `A send that gets ${title} has failed: the second follows at once, signed, the same, and 2xx ends it`,
  source: `${SOURCE} (gaps of 0, 1, 2 and 4 minutes)`,
  needs: NEEDS,
  run: aboutFirstCallback(
    { customer, answer: [(nth) => (nth === 1 ? status : 200)] },
    async (first, scene, endpoint) => {
      const sent = `a callback that was answered with ${status}`;
      if (!(await scene.box.waitFor(2, CALLBACK_GRACE_MS)))
        return [callbackFinding(scene, sent, 'a second send at once', `none within ${CALLBACK_GRACE_MS / 1000} s`)];
      const second = scene.box.received()[1] ?? first;
      const isSamePlace = second.target === first.target;
      return [
        ...(isSamePlace
          ? []
          : [callbackFinding(scene, sent, 'a second send to callbackUrl', 'one to another address')]),
        ...expectSigned(second, scene, COVERED),
        ...expectAsEveryAnswer(asExchange(second, scene), endpoint),
        ...expectSame(asExchange(first, scene), asExchange(second, scene)),
        ...(await expectNoMore(scene, 2, 'a second callback that was taken with 200')),
      ];
    },
  ),
});

/** Nothing more comes within a moment. */
const expectNoMore = async (scene: Scene, count: number, sent: string): Promise<readonly Finding[]> => {
  await scene.box.waitFor(count + 1, QUIET_MS);
  const came = scene.box.received().length;
  if (came <= count) return [];
  return [callbackFinding(scene, sent, count === 0 ? 'no callback' : `no other than ${count}`, `${came} callbacks`)];
};

/** Those who asked twice before there was an answer are told all the same, and all of them the same. */
const repeatedMeanwhile: Check = {
  name: 'callbacks/repeated-meanwhile',
  title: 'An inquiry that was sent twice before its answer is called back, and whatever comes says the same',
  source: `${SOURCE} (The receiver treats repeats as one); Idempotency`,
  needs: NEEDS,
  run: async (endpoint) => {
    const sinceMs = endpoint.now();
    const scene = await callbackScene(endpoint, { customer });
    const again = await endpoint.ask(scene.inquiry, { sent: 'POST of an inquiry that is to be called back, again' });
    // On a slow way it may be answered by now: then the reply has carried the answer, and nothing is owed any more.
    const mayBeAnswered = endpoint.now() - sinceMs >= LATER_FROM_MS;
    if (mayBeAnswered && expectCode(again, 200, '00').length === 0) return expectAnswer(again, customer);
    const callback = await firstCallback(scene);
    if (!('text' in callback)) return callback;
    await scene.box.waitFor(2, QUIET_MS);
    return [
      ...expectCode(again, 202, '05'),
      ...scene.box.received().flatMap((one) => expectAnswer(asExchange(one, scene), customer)),
    ];
  },
};

export const CALLBACK_CHECKS: readonly Check[] = [
  delivered,
  content,
  signature,
  query,
  denied,
  notAfter200,
  ...FAILURES.map(secondSend),
  repeatedMeanwhile,
];
