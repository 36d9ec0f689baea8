// Requests signed as the contract wants them, with every value on the way: whoever writes a signer in another language
// compares step by step. Made by the signer of the network itself; a test does the same by other means.
import { BANKS } from '../../core/banks.ts';
import { INQUIRIES_PATH } from '../../core/issuer-client.ts';
import { nodeDigests } from '../../core/node-digests.ts';
import { type Digests, developmentKeyOf, keyIdOf, type SignedParts, signMessage } from '../../core/signature.ts';
import { CONTRACT_CUSTOMERS, expectedAnswer } from '../customers.ts';

/** Long ago or in time to come, but always the same: a receiver that compares it with its clock refuses it. */
export const CREATED_S = 1_790_000_000;

const ISSUER = BANKS[0]?.code ?? '';
const HOST = 'issuer.example';
const CALLBACK_HOST = 'network.example';
const CUSTOMER = 'mixed';
const INQUIRY_ID = `worked-example-${ISSUER}`;

export interface SignedRequest {
  readonly name: string;
  readonly what: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  /** With its question mark; undefined where there is none. */
  readonly query?: string | undefined;
  /** To the letter, in UTF-8. */
  readonly body?: string | undefined;
  readonly bodyLengthBytes?: number | undefined;
  readonly bodySha256Hex?: string | undefined;
  readonly contentDigest?: string | undefined;
  readonly createdS: number;
  readonly keyId: string;
  /** Its UTF-8 bytes are the key of the HMAC. */
  readonly key: string;
  /** Joined by one line feed, and none after the last. */
  readonly signatureBaseLines: readonly string[];
  readonly signatureBaseSha256Hex: string;
  readonly hmacSha256Hex: string;
  readonly hmacSha256Base64: string;
  readonly headers: Readonly<Record<string, string>>;
}

export const signedRequests = (): readonly SignedRequest[] => {
  const customer = CONTRACT_CUSTOMERS[CUSTOMER];
  if (customer === undefined)
    throw new Error(`CONTRACT_CUSTOMERS has nobody called ${CUSTOMER}: name another one here`);
  const { name, idNumber, mobile } = customer;
  const inquiry = {
    inquiryId: INQUIRY_ID,
    consentId: 'consent-worked-example',
    customer: { name, idType: '01', idNumber, mobile },
  };
  const result = {
    inquiryId: INQUIRY_ID,
    issuer: ISSUER,
    respCode: '00',
    respMsg: '成功',
    ...expectedAnswer(customer),
  };
  return [
    signed('post', 'An inquiry: the body is covered by its digest', HOST, {
      method: 'POST',
      path: INQUIRIES_PATH,
      body: JSON.stringify(inquiry),
    }),
    signed('get', 'What became of it: there is no body, so no digest', HOST, {
      method: 'GET',
      path: `${INQUIRIES_PATH}/${INQUIRY_ID}`,
    }),
    signed('callback', 'The result sent to a callbackUrl with a query: that is covered, too', CALLBACK_HOST, {
      method: 'POST',
      path: `/v1/issuer-callbacks/${ISSUER}`,
      query: '?attempt=1&of=worked%20example',
      body: JSON.stringify(result),
    }),
  ];
};

const signed = (name: string, what: string, host: string, parts: SignedParts & { readonly body?: string }) => {
  const credentials = { keyId: keyIdOf(ISSUER), key: developmentKeyOf(ISSUER) };
  const { digests, seen } = listening();
  const headers = signMessage(parts, credentials, CREATED_S, digests);
  const { method, path, query, body } = parts;
  const hmac = nodeDigests.hmacSha256Base64(credentials.key, seen.base);
  const ofBody =
    body === undefined
      ? {}
      : {
          body,
          bodyLengthBytes: Buffer.byteLength(body),
          bodySha256Hex: hexOf(nodeDigests.sha256Base64(body)),
          contentDigest: headers['content-digest'],
        };
  return {
    name,
    what,
    method,
    host,
    path,
    ...(query === undefined ? {} : { query }),
    ...ofBody,
    createdS: CREATED_S,
    keyId: credentials.keyId,
    key: credentials.key,
    signatureBaseLines: seen.base.split('\n'),
    signatureBaseSha256Hex: hexOf(nodeDigests.sha256Base64(seen.base)),
    hmacSha256Hex: hexOf(hmac),
    hmacSha256Base64: hmac,
    headers: {
      host,
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': `${Buffer.byteLength(body)}` }),
      ...headers,
    },
  };
};

/** The digests of the signer, and the text that it made its HMAC of: nobody else writes a signature base here. */
const listening = (): { readonly digests: Digests; readonly seen: { base: string } } => {
  const seen = { base: '' };
  return {
    seen,
    digests: {
      ...nodeDigests,
      hmacSha256Base64(key, text) {
        seen.base = text;
        return nodeDigests.hmacSha256Base64(key, text);
      },
    },
  };
};

const hexOf = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');

/** The request as it goes over the wire. */
export const wireText = ({ method, path, query = '', headers, body = '' }: SignedRequest): string => {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path}${query} HTTP/1.1`, ...lines, '', body].join('\n');
};
