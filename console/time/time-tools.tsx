// The network's clock in the head of the page.
import type { JSX } from 'preact';
import { overview } from '../live/overview.ts';

export const TimeTools = (): JSX.Element => <span class="number">{overview.value?.at ?? '…'}</span>;
