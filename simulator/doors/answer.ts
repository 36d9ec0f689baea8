// A complete HTTP answer as what goes over the wire, whatever carries it: headers and bytes. Runs in a browser, too.
import type { Respond } from '../issuer/delivery.ts';

/** What every answer of an issuer is. Chinese texts are in it, and curl or a browser asks for the charset. */
export const ANSWER_CONTENT_TYPE = 'application/json; charset=utf-8';

export interface Answer {
  readonly status: number;
  /** By lower-case name; the content length is that of the whole body, however much of it will come. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const encoder = new TextEncoder();

export const answerOf = (act: Respond): Answer => {
  const { status, body, raw } = act;
  const bytes = raw === undefined ? encoder.encode(JSON.stringify(body)) : new Uint8Array(raw.bytes);
  return { status, headers: headersOf(act, bytes.byteLength), bytes };
};

/** The headers of an answer whose whole body has so many bytes. */
export const headersOf = ({ raw, retryAfterS, allow }: Respond, sizeBytes: number): Record<string, string> => {
  const headers: Record<string, string> = {
    'content-type': raw?.contentType ?? ANSWER_CONTENT_TYPE,
    'content-length': String(sizeBytes),
  };
  if (retryAfterS !== undefined) headers['retry-after'] = String(retryAfterS);
  if (allow !== undefined) headers.allow = allow;
  return headers;
};

/** How much of a body comes before its connection ends: half of it, rounded down. */
export const halfOf = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  bytes.subarray(0, Math.floor(bytes.byteLength / 2));
