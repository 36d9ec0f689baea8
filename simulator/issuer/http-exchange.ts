// The HTTP face of an issuer, pure: from a complete request to a Delivery, in the document's order of checks. Every
// door that carries HTTP uses it, so that all of them route, refuse and check signatures alike.
import { INQUIRIES_PATH } from '../../core/issuer-client.ts';
import {
  type Digests,
  keyIdOf,
  type ReceivedSignatureHeaders,
  type SignedParts,
  verifyMessage,
} from '../../core/signature.ts';
import type { Delivery } from './delivery.ts';
import { type BodyHeaders, readBody } from './inquiry-form.ts';
import type { Issuer } from './issuer.ts';
import { badSignature, bodyTooLarge, unknownPath, wrongMethod } from './refusals.ts';

/** A request as a door has received it. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query as they came: `/v1/card-inquiries?x=1`. */
  readonly target: string;
  /** By lower-case name. */
  readonly headers: ReceivedSignatureHeaders & BodyHeaders;
  /** The raw bytes, none where there is no body; `too-large` where there are more than the document allows. */
  readonly body: Uint8Array | 'too-large';
}

/** The issuer behind a door, and what its signatures are checked with. */
export interface IssuerAccess {
  readonly issuer: Issuer;
  /** The key that the network shares with this issuer. */
  readonly key: string;
  readonly digests: Digests;
  /** What a path begins with at this door: `/banks/ICBC`. It is signed, and not part of the API. Default: nothing. */
  readonly basePath?: string;
  /** `ignored`: no signature is looked at. For the tests of somebody who does not sign yet. Default: `checked`. */
  readonly signatures?: 'checked' | 'ignored';
}

/** Decides one exchange. `nowMs` is the issuer's clock when the request was complete. */
export const answerRequest = (request: HttpRequest, access: IssuerAccess, nowMs: number): Delivery => {
  const { path, query } = splitTarget(request.target);
  const resource = resourceIn(path, access.basePath ?? '');
  const inquiryId = resource === INQUIRIES_PATH ? undefined : inquiryIdIn(resource);
  if (resource !== INQUIRIES_PATH && inquiryId === undefined) return unknownPath;
  const allow = inquiryId === undefined ? 'POST' : 'GET';
  if (request.method !== allow) return wrongMethod(allow);
  if (request.body === 'too-large') return bodyTooLarge;
  const body = request.body.byteLength === 0 ? undefined : request.body;
  const problem = problemOfSignature({ method: request.method, path, query, body }, request.headers, access, nowMs);
  if (problem !== undefined) return badSignature(problem);
  return inquiryId === undefined
    ? access.issuer.post(readBody(request.body, request.headers), nowMs)
    : access.issuer.get(inquiryId, nowMs);
};

const problemOfSignature = (
  parts: SignedParts,
  headers: ReceivedSignatureHeaders,
  { issuer, key, digests, signatures }: IssuerAccess,
  nowMs: number,
): string | undefined =>
  signatures === 'ignored'
    ? undefined
    : verifyMessage(parts, headers, { keyId: keyIdOf(issuer.code), key }, nowMs / 1000, digests);

/** A path without what the door puts before it; what does not begin with that is nothing of the API. */
const resourceIn = (path: string, basePath: string): string =>
  path.startsWith(basePath) ? path.slice(basePath.length) : '';

const splitTarget = (target: string): { readonly path: string; readonly query: string | undefined } => {
  const mark = target.indexOf('?');
  return mark === -1 ? { path: target, query: undefined } : { path: target.slice(0, mark), query: target.slice(mark) };
};

/** What stands right below the inquiries; outside the pattern it is still an id, of no inquiry (404/34). */
const inquiryIdIn = (path: string): string | undefined => {
  if (!path.startsWith(`${INQUIRIES_PATH}/`)) return undefined;
  const id = path.slice(INQUIRIES_PATH.length + 1);
  return id === '' || id.includes('/') ? undefined : id;
};
