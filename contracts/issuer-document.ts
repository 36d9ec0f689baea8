// The issuer document (issuer-api.yaml) as validators, for tests: ajv holds values against its schemas as they stand.
import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const DOCUMENT_ID = 'issuer-api';

/** The schemas of the document that a whole message follows. */
export type MessageName = 'InquiryRequest' | 'InquiryResult' | 'InquiryPending' | 'Refusal' | 'Card';

/** The parsed document. */
export const readIssuerDocument = (): Record<string, unknown> =>
  parse(readFileSync(new URL('./issuer-api.yaml', import.meta.url), 'utf8')) as Record<string, unknown>;

export interface IssuerDocument {
  /** What is wrong with `value` as this message; undefined where nothing is. */
  problemOf(message: MessageName, value: unknown): string | undefined;
}

/** Compiles the schemas; `format` counts. */
export const compileIssuerDocument = (): IssuerDocument => {
  // The document is OpenAPI: only its schemas are JSON Schema, so the rest of it is not held to be.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: DOCUMENT_ID, ...readIssuerDocument() });
  return {
    problemOf(message, value) {
      const validate = ajv.getSchema(`${DOCUMENT_ID}#/components/schemas/${message}`);
      if (validate === undefined) throw new Error(`issuer-api.yaml has no schema ${message}`);
      return validate(value) === true ? undefined : textOf(validate.errors ?? []);
    },
  };
};

const textOf = (errors: readonly ErrorObject[]): string =>
  errors.map(({ instancePath, message = '' }) => `${instancePath || 'the whole'} ${message}`).join('; ');
