// The text of a file that a person wrote or recorded, read only as far as such a file may go.
import { closeSync, openSync, readSync } from 'node:fs';
import { decodeUtf8 } from '../core/read-body.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { codeOf } from './problem.ts';

/** `too-large`, `not-utf8`, or the system's code: ENOENT, EISDIR, EACCES, ... */
export const readSmallFile = (path: string, maxBytes: number): Result<string, string> => {
  // One byte more than it may have, at most: a pipe or a device may never end.
  const buffer = Buffer.allocUnsafe(maxBytes + 1);
  let length = 0;
  try {
    const file = openSync(path, 'r');
    try {
      for (let count = -1; count !== 0 && length < buffer.length; length += count) {
        count = readSync(file, buffer, length, buffer.length - length, null);
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    return fail(code);
  }
  if (length > maxBytes) return fail('too-large');
  const text = decodeUtf8(buffer.subarray(0, length));
  return text === undefined ? fail('not-utf8') : ok(text);
};
