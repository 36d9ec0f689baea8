// How a query stands, in a word and a colour.
import type { JSX } from 'preact';
import { say } from '../language.ts';
import type { ListedQuery } from '../wire/queries.ts';
import { QUERY_WORDS } from './words.ts';

const LOOKS = { RUNNING: 'calm', READY: 'good', FAILED: 'bad' } as const;

export const StatusTag = ({ status }: { readonly status: ListedQuery['status'] }): JSX.Element => (
  <span class={`tag ${LOOKS[status]}`}>{say(QUERY_WORDS).status[status]}</span>
);
