// Findings in words: what was expected and what came, with the exchange as it was, masked. Every check uses these, so
// that all of them speak alike.
import type { Exchange, RawAnswer } from '../check.ts';
import type { Finding } from '../verification.ts';
import { showExchange, showText } from './shown-exchange.ts';

/** A finding about this exchange; `got` is what came, unless there is something better to say. */
export const findingOf = (exchange: Exchange, expected: string, got = gotOf(exchange.answer)): Finding => ({
  sent: exchange.sent,
  expected,
  got: showText(got, exchange),
  exchange: showExchange(exchange),
});

/** Nothing where the answer has this status and respCode, else the finding. */
export const expectCode = (exchange: Exchange, status: number, ...respCodes: readonly string[]): readonly Finding[] => {
  const { answer } = exchange;
  const hasCode = respCodes.length === 0 || respCodes.includes(respCodeOf(answer) ?? '');
  if (answer.kind === 'answer' && answer.status === status && hasCode) return [];
  return [findingOf(exchange, [status, ...(respCodes.length === 0 ? [] : [respCodes.join(' or ')])].join(' / '))];
};

/** `respCode` of the body, where it has one. */
export const respCodeOf = (answer: RawAnswer): string | undefined => {
  const code = memberOf(answer, 'respCode');
  return typeof code === 'string' ? code : undefined;
};

/** A member of the body; undefined where there is none, or no body, or no object in it. */
export const memberOf = (answer: RawAnswer, name: string): unknown =>
  answer.kind === 'answer' &&
  typeof answer.json === 'object' &&
  answer.json !== null &&
  Object.hasOwn(answer.json, name)
    ? (answer.json as Readonly<Record<string, unknown>>)[name]
    : undefined;

/** `401 / 11`, `302`, `no answer: …`. */
export const gotOf = (answer: RawAnswer): string => {
  if (answer.kind === 'failure') return `no answer: ${failureWords(answer.code)}`;
  const code = respCodeOf(answer);
  if (code !== undefined) return `${answer.status} / ${code}`;
  const what = answer.json === undefined ? (answer.bytes.byteLength === 0 ? 'no body' : 'no JSON') : 'no respCode';
  return `${answer.status} with ${what}`;
};

const FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset, or closed without an answer',
  EPIPE: 'the connection was closed while the request was sent',
  ETIMEDOUT: 'connected, but no complete answer in time',
  CONNECT_TIMEOUT: 'nobody took the connection in time',
  TOO_LARGE: 'an answer of more than 1 MiB, of which no more was read',
  CUT_OFF: 'the connection ended before the answer did',
  ENOTFOUND: 'its name is unknown',
  EAI_AGAIN: 'its name cannot be looked up now',
  ABORT_ERR: 'interrupted',
};

/** What an error code says, with the code itself. */
export const failureWords = (code: string): string => {
  const words = FAILURES[code] ?? (code.startsWith('HPE_') ? 'what came is no HTTP' : 'the connection failed');
  return `${words} (${code})`;
};
