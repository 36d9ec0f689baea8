// The page "results".
import type { JSX } from 'preact';

export const ResultsPage = (): JSX.Element => <p>results</p>;
