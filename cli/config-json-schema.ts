// The JSON Schema of banknet.yaml, for editors: what config-schema.ts accepts, published as banknet.schema.json.
import { type JsonSchema, jsonSchemaOf } from '../core/fields.ts';
import { fail } from '../core/result.ts';
import { configSchemaWith } from './config-schema.ts';

/** Contradictions between keys are beyond it: `banknet up` tells them. */
export const configJsonSchema = (): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:banknet:schema:banknet.yaml',
  title: 'banknet.yaml: a simulated bank network',
  // In banknet.yaml a latency may name a file. Nothing is read here.
  ...jsonSchemaOf(configSchemaWith(() => fail([]))),
});
