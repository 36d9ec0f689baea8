// The page "phone".
import type { JSX } from 'preact';

export const PhonePage = (): JSX.Element => <p>phone</p>;
