// Reads, parses and checks the JSON body of an app's request: a typed value, or a refusal that says what is wrong.
import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { parseJson } from '../../core/json.ts';
import { parseMessage } from '../../core/messages.ts';
import { decodeUtf8, readBody } from '../../core/read-body.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Refusal } from '../refusal.ts';
import type { DoorRefusal } from './problems.ts';

/** The largest body that the app has reason to send. */
export const MAX_APP_BODY_BYTES = 16_384;

/** The body of `request` as `schema` has it. Errors name members, never their values. */
export const readJsonBody = async <Schema extends z.ZodType>(
  request: IncomingMessage,
  schema: Schema,
  limitBytes: number = MAX_APP_BODY_BYTES,
): Promise<Result<z.output<Schema>, Refusal | DoorRefusal>> => {
  const { 'content-type': contentType = '', 'content-encoding': coding = 'identity' } = request.headers;
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(contentType) || coding !== 'identity') {
    request.resume();
    return fail({ code: 'UNSUPPORTED_MEDIA_TYPE' });
  }
  const read = await readBody(request, limitBytes);
  if (!read.ok && read.failure === 'too-large') return fail({ code: 'PAYLOAD_TOO_LARGE', limitBytes });
  if (!read.ok) return fail({ code: 'MALFORMED', errors: [{ pointer: '', message: 'was cut off' }] });
  const text = decodeUtf8(read.value);
  if (text === undefined) return fail({ code: 'MALFORMED', errors: [{ pointer: '', message: 'is not UTF-8' }] });
  const json = parseJson(text);
  if (!json.ok) return fail({ code: 'MALFORMED', errors: [json.failure] });
  const parsed = parseMessage(schema, json.value);
  return parsed.ok ? ok(parsed.value) : fail({ code: 'VALIDATION', errors: parsed.failure.errors });
};
