// What watches say: nothing, or what is broken in words.
import type { Violation } from './sight.ts';

/** The one empty list: saying nothing costs nothing. */
export const NONE: readonly Violation[] = [];

/** One violation for each message about this query; an empty `queryId` is about none. */
export const broken = (invariant: string, queryId: string, ...messages: readonly string[]): readonly Violation[] =>
  messages.length === 0 ? NONE : messages.map((message) => ({ invariant, queryId, message }));
