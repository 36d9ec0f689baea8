// Reads the body of a request or reply up to a limit, whatever its headers claim, and never keeps more than that.
// Takes any stream with Node's events, so core stays free of `node:` modules.
import { fail, ok, type Result } from './result.ts';

/** The part of a readable stream that reading needs. */
export interface ByteStream {
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  on(event: 'end' | 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeAllListeners(event: 'data'): unknown;
  resume(): unknown;
}

export type BodyFailure = 'too-large' | 'cut-off';

/**
 * The whole body. `too-large` as soon as it is over `limitBytes` (the rest is then read away by `resume`, unkept);
 * `cut-off` where the sender went away before its end.
 */
export const readBody = (stream: ByteStream, limitBytes: number): Promise<Result<Uint8Array, BodyFailure>> =>
  new Promise((resolve) => {
    let first: Uint8Array | undefined;
    let more: Uint8Array[] | undefined;
    let sizeBytes = 0;
    stream.on('data', (chunk) => {
      sizeBytes += chunk.length;
      if (sizeBytes > limitBytes) {
        stream.removeAllListeners('data');
        stream.resume();
        resolve(fail('too-large'));
      } else if (first === undefined) first = chunk;
      else if (more === undefined) more = [first, chunk];
      else more.push(chunk);
    });
    stream.on('end', () => resolve(ok(more === undefined ? (first ?? new Uint8Array()) : joined(more, sizeBytes))));
    stream.on('error', () => resolve(fail('cut-off')));
    stream.on('close', () => resolve(fail('cut-off')));
  });

const joined = (chunks: readonly Uint8Array[], sizeBytes: number): Uint8Array => {
  const whole = new Uint8Array(sizeBytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
};

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of bytes that must be UTF-8; undefined where they are not. A byte order mark stays in the text. */
export const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return decoder.decode(bytes);
  } catch {
    // A TypeError is TextDecoder's only way to say that the bytes are not UTF-8.
    return undefined;
  }
};
