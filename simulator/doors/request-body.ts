// Reads the raw bytes of a request up to the contract's limit, whether it says its length or comes in chunks.
import type { IncomingMessage } from 'node:http';
import { MAX_REQUEST_BYTES } from '../../core/messages.ts';

const EMPTY = new Uint8Array(0);

/**
 * @returns the body, none as zero bytes; `too-large` as soon as that is known, the rest then unread and flowing by;
 *   `gone` where the client went away before the end
 */
export const readRequestBody = (request: IncomingMessage): Promise<Uint8Array | 'too-large' | 'gone'> => {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  if (coding === undefined && (length === undefined || length === '0')) return Promise.resolve(EMPTY);
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let sizeBytes = 0;
    const isDeclaredTooLarge = Number(length ?? 0) > MAX_REQUEST_BYTES;
    request.on('data', (chunk: Uint8Array) => {
      sizeBytes += chunk.byteLength;
      if (sizeBytes <= MAX_REQUEST_BYTES && !isDeclaredTooLarge) chunks.push(chunk);
      else resolve('too-large');
    });
    request.on('end', () => resolve(joined(chunks)));
    request.on('close', () => resolve('gone'));
    if (isDeclaredTooLarge) resolve('too-large');
  });
};

const joined = (chunks: readonly Uint8Array[]): Uint8Array => {
  const [first = EMPTY] = chunks;
  return chunks.length > 1 ? Buffer.concat(chunks) : first;
};
