// Signs requests as the network does, or wrongly in one way that a check asks for (issuer-api.yaml, "Signature").
import type { Clock } from '../../core/clock.ts';
import { nodeDigests } from '../../core/node-digests.ts';
import { keyIdOf, signMessage } from '../../core/signature.ts';
import type { RawRequest, SigningChange } from '../check.ts';

interface SignerOptions {
  readonly issuer: string;
  readonly url: string;
  readonly key: string;
  readonly clock: Clock;
}

/** Puts the signature's headers behind those of the request. */
export type Signer = (request: RawRequest, change?: SigningChange) => RawRequest;

export const createSigner =
  ({ issuer, url, key, clock }: SignerOptions): Signer =>
  (request, change = {}) => {
    const credentials = { keyId: change.keyId ?? keyIdOf(issuer), key: change.key ?? key };
    const createdS = Math.floor(clock.now() / 1000) + (change.createdByS ?? 0);
    const body = change.digestOf ?? request.body;
    const parts = {
      method: request.method,
      ...splitTarget(new URL(url).pathname.replace(/\/$/, '') + request.target),
      body,
    };
    const signature = signMessage(parts, credentials, createdS, nodeDigests, change);
    const dropped = new Set(change.drop?.map((name) => name.toLowerCase()));
    const added = SIGNATURE_HEADERS.flatMap(([name, written]): readonly (readonly [string, string])[] => {
      const value = signature[name];
      return value === undefined || dropped.has(name) ? [] : [[written, value]];
    });
    const kept = request.headers.filter(([name]) => !dropped.has(name.toLowerCase()));
    return { ...request, headers: [...kept, ...added] };
  };

/** In the order and spelling in which they are sent. */
const SIGNATURE_HEADERS = [
  ['content-digest', 'Content-Digest'],
  ['signature-input', 'Signature-Input'],
  ['signature', 'Signature'],
] as const;

const splitTarget = (target: string): { readonly path: string; readonly query: string | undefined } => {
  const mark = target.indexOf('?');
  return mark === -1 ? { path: target, query: undefined } : { path: target.slice(0, mark), query: target.slice(mark) };
};
