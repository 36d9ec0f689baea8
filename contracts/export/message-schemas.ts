// The messages of issuer-api.yaml as JSON Schemas that stand alone, one file each, for validators that know no OpenAPI.
import { readIssuerDocument } from '../issuer-document.ts';

type Json = { readonly [member: string]: unknown };

/** Which schemas of the document are whole messages. */
export const MESSAGES = ['InquiryRequest', 'InquiryResult', 'InquiryPending', 'Refusal'] as const;

const POINTER = '#/components/schemas/';

/** By the name of the message. */
export const messageSchemas = (): Readonly<Record<string, Json>> => {
  const { components } = readIssuerDocument();
  const schemas: Json = Object(Object(components).schemas);
  return Object.fromEntries(MESSAGES.map((name) => [name, standingAlone(name, schemas)]));
};

const standingAlone = (name: string, schemas: Json): Json => {
  const definitions = reachedFrom(name, schemas);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:banknet:schema:${name}`,
    title: name,
    ...moved(Object(schemas[name])),
    ...(definitions.length === 0
      ? {}
      : { $defs: Object.fromEntries(definitions.map((one) => [one, moved(Object(schemas[one]))])) }),
  };
};

/** Every schema that this one refers to, directly or not, in the document's order. */
const reachedFrom = (name: string, schemas: Json): readonly string[] => {
  const reached = new Set<string>();
  const visit = (at: string): void => {
    for (const [, next = ''] of JSON.stringify(schemas[at] ?? {}).matchAll(REFERENCE)) {
      if (reached.has(next)) continue;
      reached.add(next);
      visit(next);
    }
  };
  visit(name);
  return Object.keys(schemas).filter((one) => reached.has(one));
};

const REFERENCE = new RegExp(`"\\$ref":"${POINTER}([A-Za-z]+)"`, 'g');

/** Its references lead to `$defs`. */
const moved = (schema: Json): Json => JSON.parse(JSON.stringify(schema).replaceAll(`"${POINTER}`, '"#/$defs/'));
