// One interaction between the app and the engine, as data (interfaces.md, App API).
import type { ProviderState } from './interaction.ts';
import { anyText, fromState, type Template, textLike } from './matchers.ts';

/** What the app reads of an answer (app-consumer.ts). */
export type AppReading =
  | 'session'
  | 'codeSent'
  | 'verification'
  | 'banks'
  | 'acceptance'
  | 'records'
  | 'record'
  | 'report'
  | 'problem';

export interface AppInteraction {
  /** Together with the states it is unlike any other: Pact would silently merge two. */
  readonly description: string;
  readonly states: readonly ProviderState[];
  readonly request: {
    readonly method: 'GET' | 'POST';
    readonly path: Template;
    readonly headers: Readonly<Record<string, Template>>;
    readonly body?: Template;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, Template>>;
    readonly body: Readonly<Record<string, Template>>;
  };
  readonly reads: AppReading;
}

type Request = AppInteraction['request'];
type Response = AppInteraction['response'];

/** Of a user whom a state has signed in. */
export const AS_USER: Request['headers'] = { authorization: fromState('token', 'token0000', { before: 'Bearer ' }) };

export const post = (path: Template, body: Template, headers: Request['headers'] = AS_USER): Request => ({
  method: 'POST',
  path,
  headers,
  body,
});

export const get = (path: Template): Request => ({ method: 'GET', path, headers: AS_USER });

/** The query that a state has made. */
export const queryPath = (suffix = ''): Template =>
  fromState('queryId', 'query0000', { before: '/v1/queries/', after: suffix });

export const answer = (status: number, body: Response['body']): Response => ({ status, headers: {}, body });

/** Any id. */
export const someId = textLike(/^[A-Za-z0-9_-]+$/, 'id0000');

/** A moment as the app shows it, in Asia/Shanghai. */
export const someMoment = textLike(
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+08:00$/,
  '2026-01-05T09:00:00.000+08:00',
);

export interface Refused {
  readonly status: number;
  readonly code: string;
  /** What the user reads, to the letter. */
  readonly message: string;
  readonly retryAfterS?: number;
  readonly more?: Response['body'];
}

/** An RFC 9457 problem; what developers read of it is the engine's own. */
export const refusal = ({ status, code, message, retryAfterS, more = {} }: Refused): Response => ({
  status,
  headers: {
    'Content-Type': 'application/problem+json',
    ...(retryAfterS === undefined ? {} : { 'Retry-After': String(retryAfterS) }),
  },
  body: {
    type: `urn:banknet:problem:${code}`,
    title: anyText('Refused'),
    status,
    detail: anyText('why'),
    code,
    message,
    ...more,
  },
});
