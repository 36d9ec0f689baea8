// The page of the queries: the list, or where the address names a query, its picture.
import type { JSX } from 'preact';
import { route } from '../routes.ts';
import { QueryListView } from './query-list-view.tsx';
import { QueryView } from './query-view.tsx';
import './queries.css';

export const QueriesPage = (): JSX.Element => {
  const { part } = route.value;
  return part === undefined ? <QueryListView /> : <QueryView key={part} queryId={part} />;
};
