// The operations of the issuer document: which one a request is, what may come back, and how it must look.
import { z } from 'zod';
import { INQUIRIES_PATH } from '../../core/issuer-client.ts';
import { inquiryResultSchema, parseMessage } from '../../core/messages.ts';
import type { RawRequest } from '../check.ts';
import {
  compileIssuerDocument,
  type IssuerDocument,
  type MessageName,
  readIssuerDocument,
} from '../issuer-document.ts';
import { oncePer } from './once-per.ts';

export interface Operation {
  readonly name: 'post' | 'get';
  /** Undefined where the request names none that can be read. */
  readonly inquiryId: string | undefined;
}

/** The operation that this request is, however wrong its headers and body are; undefined where it is none. */
export const operationOf = oncePer(({ method, target, body }: RawRequest): Operation | undefined => {
  const path = target.split('?')[0] ?? '';
  if (method === 'POST' && path === INQUIRIES_PATH) return { name: 'post', inquiryId: inquiryIdIn(body) };
  const id = path.startsWith(`${INQUIRIES_PATH}/`) ? path.slice(INQUIRIES_PATH.length + 1) : '';
  return method === 'GET' && id !== '' && !id.includes('/') ? { name: 'get', inquiryId: id } : undefined;
});

const inquiryIdIn = (body: RawRequest['body']): string | undefined => {
  try {
    const { inquiryId } = JSON.parse(typeof body === 'object' ? Buffer.from(body).toString('utf8') : (body ?? '')) as {
      readonly inquiryId?: unknown;
    };
    return typeof inquiryId === 'string' ? inquiryId : undefined;
  } catch {
    // No JSON or null: an inquiry that names no id.
    return undefined;
  }
};

const responses = z.object({ responses: z.record(z.string(), z.unknown()) });
const documentSchema = z.object({
  paths: z.object({
    '/v1/card-inquiries': z.object({ post: responses }),
    '/v1/card-inquiries/{inquiryId}': z.object({ get: responses }),
  }),
});

interface Compiled {
  readonly document: IssuerDocument;
  readonly statuses: Readonly<Record<Operation['name'], readonly number[]>>;
}

let compiled: Compiled | undefined;

/** Compiled once a process, when it is first wanted. */
const theDocument = (): Compiled => {
  if (compiled !== undefined) return compiled;
  const { paths } = documentSchema.parse(readIssuerDocument());
  const of = (operation: z.infer<typeof responses>): readonly number[] => Object.keys(operation.responses).map(Number);
  const statuses = {
    post: of(paths['/v1/card-inquiries'].post),
    get: of(paths['/v1/card-inquiries/{inquiryId}'].get),
  };
  compiled = { document: compileIssuerDocument(), statuses };
  return compiled;
};

/** The statuses of the request's operation; none where it is no operation. */
export const statusesOf = (request: RawRequest): readonly number[] => {
  const operation = operationOf(request);
  return operation === undefined ? [] : theDocument().statuses[operation.name];
};

export const isDocumented = (request: RawRequest, status: number): boolean => statusesOf(request).includes(status);

const SCHEMAS: Readonly<Record<number, MessageName>> = { 200: 'InquiryResult', 202: 'InquiryPending' };

/** What is wrong with a body of this status; the order of reasons, which no schema can say, included. */
export const schemaProblemOf = (
  status: number,
  json: unknown,
): { readonly schema: MessageName; readonly text: string } | undefined => {
  const schema = SCHEMAS[status] ?? 'Refusal';
  const text = theDocument().document.problemOf(schema, json) ?? (status === 200 ? beyondSchema(json) : undefined);
  return text === undefined ? undefined : { schema, text };
};

const beyondSchema = (json: unknown): string | undefined => {
  const read = parseMessage(inquiryResultSchema, json);
  return read.ok ? undefined : read.failure.errors.map(({ pointer, message }) => `${pointer} ${message}`).join('; ');
};
