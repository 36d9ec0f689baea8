// The page "journal".
import type { JSX } from 'preact';

export const JournalPage = (): JSX.Element => <p>journal</p>;
