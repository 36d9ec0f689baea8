// The page "network".
import type { JSX } from 'preact';

export const NetworkPage = (): JSX.Element => <p>network</p>;
