// The files of recorded latencies that a configuration names, relative to it.
import { resolve } from 'node:path';
import { fail } from '../core/result.ts';
import type { RecordedFiles } from '../simulator/issuer/latency-schema.ts';
import { MAX_RECORDED_BYTES, parseRecordedLatency } from '../simulator/issuer/recorded-text.ts';
import { readSmallFile } from './small-file.ts';

/** Reads files whose names are relative to `folder`; what is wrong with one is told as `file:line what`. */
export const recordedFilesIn = (folder: string): RecordedFiles => {
  return (file) => {
    const text = readSmallFile(resolve(folder, file), MAX_RECORDED_BYTES);
    if (!text.ok) return fail([`${file} ${UNREADABLE[text.failure] ?? `cannot be read (${text.failure})`}`]);
    const read = parseRecordedLatency(text.value);
    return read.ok ? read : fail(read.failure.map(({ line, message }) => `${file}:${line} ${message}`));
  };
};

const UNREADABLE: Readonly<Record<string, string>> = {
  'too-large': `is over ${MAX_RECORDED_BYTES} bytes`,
  'not-utf8': 'is not UTF-8',
  ENOENT: 'is not there (ENOENT); names are relative to the configuration',
  EISDIR: 'is a folder',
  EACCES: 'may not be read by this user',
};
