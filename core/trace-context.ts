// W3C trace context, version 00: how one call is told from every other on its way through engine, issuer and journal.
// The ids are keyed chance like everything else, so the same seed gives the same ids (I12).
import type { IssuerCode } from './banks.ts';
import type { Random } from './random.ts';

/** `00-<32 hex: the trace>-<16 hex: the span>-<2 hex: flags>`; ids of nothing but zeroes are none. */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Whether a header that somebody sent is a traceparent of the version that we speak. */
export const isTraceparent = (text: string): boolean => TRACEPARENT.test(text);

/** The header for one call of a trace: the n-th to this issuer, counted from 1. */
export type Trace = (issuer: IssuerCode, attempt: number) => string;

/** The id of the trace that a header names; undefined where it is no traceparent that we speak. */
export const traceIdOf = (header: unknown): string | undefined =>
  typeof header === 'string' && isTraceparent(header) ? header.slice(3, 35) : undefined;

/**
 * The trace of one query: its calls share the trace id, and each has a span id of its own. `traceId` is that of whoever
 * asked for the query, whose trace then goes on here.
 */
export const createTrace = (random: Random, queryId: string, traceId?: string): Trace => {
  const source = random.fork('trace', queryId);
  const next = source.stream();
  const start = `00-${traceId ?? hex64(next) + hex64(next)}-`;
  return (issuer, attempt) => `${start}${hex64(source.stream(issuer, attempt))}-01`;
};

/** 16 hex digits that are not all zero. */
const hex64 = (next: () => number): string => hex32(Math.floor(next() * 2 ** 32)) + hex32(nonZero(next()));

const nonZero = (unit: number): number => Math.max(1, Math.floor(unit * 2 ** 32));

/** A call is too frequent for `toString(16)`, which is slow above 31 bits. */
const BYTES: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const hex32 = (word: number): string =>
  `${BYTES[word >>> 24]}${BYTES[(word >>> 16) & 255]}${BYTES[(word >>> 8) & 255]}${BYTES[word & 255]}`;
