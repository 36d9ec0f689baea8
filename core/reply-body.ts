// The body of an issuer's reply, from bytes to parsed JSON or to what is wrong with it. Every door reads it this way.
import type { IssuerReply } from './issuer-client.ts';
import { parseJson } from './json.ts';
import { decodeUtf8 } from './read-body.ts';

/** `body` of a reply, or `bodyError`: what it is instead of JSON that we accept. */
export const readReplyBody = (bytes: Uint8Array): Pick<IssuerReply, 'body' | 'bodyError'> => {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { body: undefined, bodyError: 'is not UTF-8' };
  const parsed = parseJson(text);
  return parsed.ok ? { body: parsed.value } : { body: undefined, bodyError: parsed.failure.message };
};
