// Both APIs as one OpenAPI document, as a running network serves it (`GET /openapi.json`): the app's, and the issuers'
// with servers of their own. Names of the two are apart; a test holds that.
import { readIssuerDocument } from '../issuer-document.ts';
import { appDocument, type Json } from './app-document.ts';

export interface NetworkAddresses {
  /** Where the app API is. */
  readonly url: string;
  readonly issuers: readonly { readonly code: string; readonly url: string }[];
}

export const networkDocument = ({ url, issuers }: NetworkAddresses): Json => {
  const app = appDocument();
  const issuer = readIssuerDocument();
  const servers = issuers.map(({ code, url: at }) => ({ url: at, description: code }));
  return {
    ...app,
    info: {
      ...member(app, 'info'),
      title: 'One-query card lookup: the app API and the issuer API',
      description: `${member(app, 'info').description}\n\n# Issuer API\n\n${member(issuer, 'info').description}`,
    },
    servers: [{ url }],
    paths: { ...member(app, 'paths'), ...issuerPaths(issuer, servers) },
    components: merged(member(app, 'components'), member(issuer, 'components')),
  };
};

/** Each path with the issuers' servers, and the document's security at each operation. */
const issuerPaths = (issuer: Json, servers: readonly Json[]): Json =>
  Object.fromEntries(
    Object.entries(member(issuer, 'paths')).map(([path, operations]) => [
      path,
      {
        ...(servers.length === 0 ? {} : { servers }),
        ...Object.fromEntries(
          Object.entries(Object(operations)).map(([method, operation]) => [
            method,
            { security: issuer.security, ...Object(operation) },
          ]),
        ),
      },
    ]),
  );

/** Kind by kind: schemas with schemas, parameters with parameters. */
const merged = (one: Json, other: Json): Json =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((kind) => [
      kind,
      { ...member(one, kind), ...member(other, kind) },
    ]),
  );

const member = (value: Json, name: string): Json => Object(value[name]);
