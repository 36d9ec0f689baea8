// One send of a callback as an HTTP request, signed anew each time (issuer-api.yaml, "Callback"). Runs in a browser,
// too.
import { type Digests, keyIdOf, signMessage } from '../../core/signature.ts';
import type { CallbackOrder } from '../issuer/delivery.ts';
import { ANSWER_CONTENT_TYPE } from './answer.ts';

export interface CallbackRequest {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `key` is what the network shares with the issuer; an order that is sent unsigned needs none. */
export const callbackRequest = (
  { url, issuer, body: message, unsigned = false }: CallbackOrder,
  { key, nowMs, digests }: { readonly key: string; readonly nowMs: number; readonly digests: Digests },
): CallbackRequest => {
  const body = JSON.stringify(message);
  const { pathname, search } = new URL(url);
  const signature = unsigned
    ? {}
    : signMessage(
        { method: 'POST', path: pathname, query: search, body },
        { keyId: keyIdOf(issuer), key },
        Math.floor(nowMs / 1000),
        digests,
      );
  return { method: 'POST', headers: { 'content-type': ANSWER_CONTENT_TYPE, ...signature }, body };
};
