// The page "queries".
import type { JSX } from 'preact';

export const QueriesPage = (): JSX.Element => <p>queries</p>;
