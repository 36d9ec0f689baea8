// For tests only: ways in which endpoints are wrong, each for openWrong of wrong-proxy-fixture.ts.
import { inquiryOf } from '../../simulator/issuer/inquiry-form.ts';
import type { Issuer } from '../../simulator/issuer/issuer.ts';
import { CONTRACT_CUSTOMERS } from '../customers.ts';
import { type Came, type Reply, refusal, type Wrong } from './wrong-proxy-fixture.ts';

/** A state of its own for each endpoint. */
export const always = (wrong: Wrong) => (): Wrong => wrong;

export const isPost = ({ method }: Came): boolean => method === 'POST';
export const idIn = (came: Came): string =>
  isPost(came) ? String(came.json.inquiryId) : (came.target.split('/').at(-1) ?? '');
export const bodyOf = (reply: Reply): Readonly<Record<string, unknown>> => ({ ...(reply.body as object) });
export const customerIn = ({ json }: Came): Readonly<Record<string, unknown>> => ({ ...(json.customer as object) });

/** Changes answers that have one of these statuses. */
export const changing = (statuses: readonly number[], change: (reply: Reply, came: Came) => Reply) =>
  always({ answer: (reply, came) => (statuses.includes(reply.status) ? change(reply, came) : reply) });

export const withBody = (reply: Reply, more: object): Reply => ({ ...reply, body: { ...bodyOf(reply), ...more } });

/** Binds an id to the body of a call that it has refused like this. */
export const bindingRefused = (status: number) => (): Wrong => {
  const bodies = new Map<string, string>();
  return {
    answer(reply, came) {
      if (!isPost(came)) return reply;
      const id = idIn(came);
      if (reply.status === status) bodies.set(id, String(came.json.consentId));
      const bound = bodies.get(id);
      return bound === undefined || reply.status > 299 || bound === came.json.consentId
        ? reply
        : withBody(refusal(409, '12'), { inquiryId: id, issuer: 'ICBC' });
    },
  };
};

/** Keeps no id that was refused since: then it is known to nobody. */
export const forgettingRefused = (status: number) => (): Wrong => {
  const refused = new Set<string>();
  return {
    answer(reply, came) {
      if (!isPost(came)) return reply;
      if (reply.status === status) refused.add(idIn(came));
      return refused.has(idIn(came)) && reply.status < 299 ? refusal(409, '12') : reply;
    },
  };
};

/** As one that knows whom it has on file. */
export const onFile = (came: Came) =>
  Object.values(CONTRACT_CUSTOMERS).find(({ idNumber }) => idNumber === customerIn(came).idNumber);

/** Takes a request whose signature has this problem for a right one. */
export const forgiving = (problem: RegExp) =>
  always({ request: (came) => (problem.test(came.problem ?? '') ? { headers: came.headers } : undefined) });

/** One place for whom the call under way is about: whoever comes next changes it. */
export const mixingUpPeople = (): Wrong => {
  let latest: ReturnType<typeof onFile>;
  return {
    request(came) {
      if (isPost(came)) latest = onFile(came);
      return undefined;
    },
    answer(reply, came) {
      if (reply.status !== 200 || !isPost(came) || onFile(came) === undefined || latest === undefined) return reply;
      const cards = latest.cards.map(({ reservedMobile: _one, cardlessEnabled: _other, ...card }) => card);
      return onFile(came) === latest ? reply : withBody(reply, { cards });
    },
  };
};

/** Calls back also what a reply has carried. */
export const callingBackAnswers = (issuer: Issuer): Issuer => ({
  ...issuer,
  post(body, nowMs) {
    const delivery = issuer.post(body, nowMs);
    const inquiry = inquiryOf(body);
    const { act } = delivery;
    if (!inquiry.ok || act.kind !== 'respond' || act.status !== 200) return delivery;
    const { inquiryId, callbackUrl: url = '' } = inquiry.value;
    const order = { afterMs: 0, url, issuer: issuer.code, inquiryId, body: act.body, regardless: true };
    return url === '' ? delivery : { ...delivery, callbacks: [order] };
  },
});
