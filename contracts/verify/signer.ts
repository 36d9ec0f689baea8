// Signs requests as the network does, or otherwise in one way that a check asks for (issuer-api.yaml, "Signature").
// Apart from core/signature.ts, which can only sign rightly.
import type { Clock } from '../../core/clock.ts';
import { nodeDigests } from '../../core/node-digests.ts';
import { keyIdOf } from '../../core/signature.ts';
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
    const { label = 'sig1' } = change;
    const digest = change.contentDigest ?? digestOf(change.digestOf ?? request.body);
    const values = valuesOf(request, new URL(url).pathname.replace(/\/$/, ''), digest);
    const components =
      change.covers ?? usuallyCovered(values).filter((name) => change.without?.includes(name) !== true);
    const usual: Readonly<Record<string, string>> = {
      created: `created=${Math.floor(clock.now() / 1000) + (change.createdByS ?? 0)}`,
      keyid: `keyid="${change.keyId ?? keyIdOf(issuer)}"`,
      alg: `alg="${change.alg ?? 'hmac-sha256'}"`,
    };
    const params = (change.params ?? Object.keys(usual)).map((param) => `;${usual[param] ?? param}`);
    const input = `(${components.map((name) => `"${name}"`).join(' ')})${params.join('')}`;
    const lines = components.map((name) => `"${name}": ${values.get(name) ?? ''}\n`);
    const base = `${lines.join('')}"@signature-params": ${input}`;
    const added = [
      ...(digest === undefined ? [] : [['Content-Digest', digest] as const]),
      ['Signature-Input', `${label}=${input}`],
      ['Signature', `${label}=:${nodeDigests.hmacSha256Base64(change.key ?? key, base)}:`],
    ] as const;
    const dropped = new Set(change.drop?.map((name) => name.toLowerCase()));
    return { ...request, headers: [...request.headers, ...added].filter(([name]) => !dropped.has(name.toLowerCase())) };
  };

const digestOf = (body: RawRequest['body']): string | undefined =>
  body === undefined ? undefined : `sha-256=:${nodeDigests.sha256Base64(body)}:`;

/** Whatever of the request may be covered, by its name. */
const valuesOf = (
  { method, target, headers }: RawRequest,
  basePath: string,
  digest: string | undefined,
): ReadonlyMap<string, string> => {
  const [path = '', query] = target.split(/(?=\?)/);
  return new Map([
    ...headers.map(([name, value]) => [name.toLowerCase(), value] as const),
    ['@method', method],
    ['@path', basePath + path],
    ['@query', query ?? '?'],
    ...(digest === undefined ? [] : [['content-digest', digest] as const]),
  ]);
};

const usuallyCovered = (values: ReadonlyMap<string, string>): readonly string[] =>
  ['@method', '@path', '@query', 'content-digest'].filter((name) =>
    name === '@query' ? values.get(name) !== '?' : values.has(name),
  );
