// HTTP message signatures between engine and issuers (RFC 9421, hmac-sha256, label sig1; issuer-api.yaml,
// "Signature"). Pure: hashing comes in as Digests, time as seconds.
import { type InnerList, isInnerList, parseDictionary, serializeInnerList } from 'structured-headers';

/** The hash functions that signing needs; adapters give node:crypto's or a browser's. Base64, standard alphabet. */
export interface Digests {
  sha256Base64(text: string | Uint8Array): string;
  hmacSha256Base64(key: string, text: string): string;
}

/** What of an HTTP message is signed. `path` has no query; `query` begins with `?` where there is one. */
export interface SignedParts {
  readonly method: string;
  readonly path: string;
  readonly query?: string | undefined;
  /** The raw body; undefined where the message has none. */
  readonly body?: string | Uint8Array | undefined;
}

export type SignatureHeaders = {
  readonly 'signature-input': string;
  readonly signature: string;
  readonly 'content-digest'?: string;
};

/** `created` may differ from the receiver's clock by so much (issuer-api.yaml). */
export const MAX_SIGNATURE_AGE_S = 300;

const ALG = 'hmac-sha256';

/** The keyid that the network and this issuer sign with. */
export const keyIdOf = (issuer: string): string => `network-${issuer}`;

/** The key for development, known to everybody (issuer-api.yaml). */
export const developmentKeyOf = (issuer: string): string => `dev-key-${issuer}`;

/** Signs a message: the headers to add to it. `createdS` is epoch seconds. */
export const signMessage = (
  parts: SignedParts,
  credentials: { readonly keyId: string; readonly key: string },
  createdS: number,
  digests: Digests,
): SignatureHeaders => {
  const contentDigest = parts.body === undefined ? undefined : `sha-256=:${digests.sha256Base64(parts.body)}:`;
  const components = ['@method', '@path'];
  if (hasQuery(parts)) components.push('@query');
  if (contentDigest !== undefined) components.push('content-digest');
  const names = components.map((name) => `"${name}"`).join(' ');
  const params = `(${names});created=${createdS};keyid="${credentials.keyId}";alg="${ALG}"`;
  const covered = { 'content-digest': contentDigest };
  const base = signatureBase(components, `"@signature-params": ${params}`, parts, covered);
  const headers = {
    'signature-input': `sig1=${params}`,
    signature: `sig1=:${digests.hmacSha256Base64(credentials.key, base)}:`,
  };
  return contentDigest === undefined ? headers : { ...headers, 'content-digest': contentDigest };
};

/** Headers of a received message by lower-case name, as Node gives them. */
export interface ReceivedSignatureHeaders {
  readonly 'signature-input'?: string | undefined;
  readonly signature?: string | undefined;
  readonly 'content-digest'?: string | undefined;
  /** A signature may cover any other, too. */
  readonly [name: string]: string | readonly string[] | undefined;
}

/**
 * Checks a received message.
 * @returns undefined where the signature holds, else what is wrong with it, without any value of the message.
 */
export const verifyMessage = (
  parts: SignedParts,
  headers: ReceivedSignatureHeaders,
  credentials: { readonly keyId: string; readonly key: string },
  nowS: number,
  digests: Digests,
): string | undefined => {
  const input = readSignatureInput(headers['signature-input']);
  if (typeof input === 'string') return input;
  const problem = problemOfParameters(input, parts, credentials.keyId, nowS);
  if (problem !== undefined) return problem;
  // A digest that is covered is checked even where there is no body: it must then be that of nothing.
  const digested = parts.body ?? (input.components.includes('content-digest') ? '' : undefined);
  if (digested !== undefined) {
    const digestProblem = problemOfDigest(headers['content-digest'], digested, digests);
    if (digestProblem !== undefined) return digestProblem;
  }
  if (!input.components.every((name) => name.startsWith('@') || typeof headers[name] === 'string'))
    return 'Signature-Input covers a header that is not there';
  const base = signatureBase(input.components, input.lastLine, parts, headers);
  const right = digests.hmacSha256Base64(credentials.key, base);
  if (isSameText(headers.signature ?? '', `sig1=:${right}:`)) return undefined;
  const given = /(?:^|[,\s])sig1=:([A-Za-z0-9+/=]+):/.exec(headers.signature ?? '')?.[1];
  if (given === undefined) return 'Signature has no sig1';
  return isSameText(given, right) ? undefined : 'Signature does not fit the message and key';
};

interface SignatureInput {
  readonly components: readonly string[];
  /** The last line of the signature base, with the canonical text of the parameters. */
  readonly lastLine: string;
  readonly created: unknown;
  readonly keyId: unknown;
  readonly alg: unknown;
}

/** Of the message itself; the document wants them. Beside them any header may be covered. */
const DERIVED = new Set(['@method', '@path', '@query']);
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

/**
 * The texts read last. A caller's Signature-Input changes once a second, so under load nearly every one was read
 * before, and reading costs more than the hash. So many, for sixteen issuers, two methods and both their seconds.
 */
const MAX_READ_INPUTS = 64;
/** A longer text than ours ever is is not worth keeping. */
const MAX_KEPT_INPUT_LENGTH = 512;
const readInputs = new Map<string, SignatureInput | string>();

const readSignatureInput = (header: string | undefined): SignatureInput | string => {
  if (header === undefined) return 'Signature-Input is missing';
  const known = readInputs.get(header);
  if (known !== undefined) return known;
  const read = parseSignatureInput(header);
  if (readInputs.size >= MAX_READ_INPUTS) readInputs.clear();
  if (header.length <= MAX_KEPT_INPUT_LENGTH) readInputs.set(header, read);
  return read;
};

const parseSignatureInput = (header: string): SignatureInput | string => {
  const member = parseMember(header);
  if (member === undefined) return 'Signature-Input has no list sig1';
  const [items, params] = member;
  const components = items.map(([name, itemParams]) => (itemParams.size === 0 ? String(name) : '?'));
  if (new Set(components).size !== components.length) return 'Signature-Input covers a component twice';
  if (!components.every((name) => DERIVED.has(name) || HEADER_NAME.test(name)))
    return 'Signature-Input covers a component that is not supported';
  return {
    components,
    lastLine: `"@signature-params": ${serializeInnerList(member)}`,
    created: params.get('created'),
    keyId: params.get('keyid'),
    alg: params.get('alg'),
  };
};

const parseMember = (header: string): InnerList | undefined => {
  try {
    const member = parseDictionary(header).get('sig1');
    return member !== undefined && isInnerList(member) ? member : undefined;
  } catch {
    // Not a structured field at all: the same to the sender as one without sig1.
    return undefined;
  }
};

const problemOfParameters = (
  input: SignatureInput,
  parts: SignedParts,
  keyId: string,
  nowS: number,
): string | undefined => {
  const { components } = input;
  if (!components.includes('@method')) return uncovered('@method');
  if (!components.includes('@path')) return uncovered('@path');
  if (hasQuery(parts) && !components.includes('@query')) return uncovered('@query');
  if (parts.body !== undefined && !components.includes('content-digest')) return uncovered('content-digest');
  if (input.alg !== ALG) return `Signature-Input has another alg than ${ALG}`;
  if (input.keyId !== keyId) return `Signature-Input has another keyid than ${keyId}`;
  if (typeof input.created !== 'number' || !Number.isInteger(input.created))
    return 'Signature-Input has no created time';
  if (Math.abs(nowS - input.created) > MAX_SIGNATURE_AGE_S) {
    return `created is more than ${MAX_SIGNATURE_AGE_S} s from this clock`;
  }
  return undefined;
};

const uncovered = (name: string): string => `Signature-Input does not cover ${name}`;

const hasQuery = ({ query }: SignedParts): boolean => query !== undefined && query !== '';

const problemOfDigest = (
  header: string | undefined,
  body: string | Uint8Array,
  digests: Digests,
): string | undefined => {
  const right = digests.sha256Base64(body);
  if (header === `sha-256=:${right}:`) return undefined;
  const given = /(?:^|[,\s])sha-256=:([A-Za-z0-9+/=]+):/.exec(header ?? '')?.[1];
  if (given === undefined) return 'Content-Digest has no sha-256';
  return given === right ? undefined : 'Content-Digest is not that of this body';
};

const signatureBase = (
  components: readonly string[],
  lastLine: string,
  parts: SignedParts,
  headers: ReceivedSignatureHeaders,
): string => {
  let base = '';
  for (const name of components) base += `"${name}": ${componentValue(name, parts, headers)}\n`;
  return base + lastLine;
};

const componentValue = (name: string, parts: SignedParts, headers: ReceivedSignatureHeaders): string => {
  if (name === '@method') return parts.method;
  if (name === '@path') return parts.path;
  if (name === '@query') return parts.query ?? '?';
  return String(headers[name]).trim();
};

/** Compares without telling by its time where the texts differ. */
const isSameText = (one: string, other: string): boolean => {
  let difference = one.length ^ other.length;
  for (let at = 0; at < one.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
};
