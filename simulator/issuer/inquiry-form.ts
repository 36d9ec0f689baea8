// From what a caller sent to an inquiry, or to what is wrong with its form (issuer-api.yaml, "Form": 400).

import type { MemberError } from '../../core/failures.ts';
import { parseJson } from '../../core/json.ts';
import type { FormFailure, InquiryRequest } from '../../core/messages.ts';
import { parseInquiryRequest } from '../../core/plain-messages.ts';
import { decodeUtf8 } from '../../core/read-body.ts';
import { fail, ok, type Result } from '../../core/result.ts';

/**
 * What a door hands to the issuer. `parsed` comes from a caller in the same program, whose type is its form;
 * `unreadable` is a body that is no text of ours at all. Its form is judged late, after availability and rate.
 */
export type ReceivedBody =
  | { readonly kind: 'parsed'; readonly inquiry: InquiryRequest }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly error: MemberError };

/** The two headers that say what a body is, as Node or fetch give them. */
export interface BodyHeaders {
  readonly 'content-type'?: string | undefined;
  readonly 'content-encoding'?: string | undefined;
}

/** The text of a raw body, held to: a body, application/json, UTF-8, no content coding. */
export const readBody = (body: Uint8Array, headers: BodyHeaders): ReceivedBody => {
  if (body.byteLength === 0) return unreadable('there is no body');
  const coding = headers['content-encoding'];
  if (coding !== undefined && coding.trim().toLowerCase() !== 'identity') {
    return unreadable('has a content coding: send it as it is');
  }
  if (!isJsonType(headers['content-type'])) return unreadable('must have the content type application/json, in UTF-8');
  const text = decodeUtf8(body);
  return text === undefined ? unreadable('is not UTF-8') : { kind: 'text', text };
};

const unreadable = (message: string): ReceivedBody => ({ kind: 'unreadable', error: { pointer: '', message } });

const isJsonType = (contentType: string | undefined): boolean => {
  if (contentType === 'application/json') return true;
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (type !== 'application/json') return false;
  return parameters.every((parameter) => !parameter.startsWith('charset=') || /^charset="?utf-8"?$/.test(parameter));
};

/** The inquiry in a body, or every error of its form. */
export const inquiryOf = (body: ReceivedBody): Result<InquiryRequest, FormFailure> => {
  if (body.kind === 'parsed') return ok(body.inquiry);
  if (body.kind === 'unreadable') return fail({ onlyMissing: false, errors: [body.error] });
  const json = parseJson(body.text);
  return json.ok ? parseInquiryRequest(json.value) : fail({ onlyMissing: false, errors: [json.failure] });
};
