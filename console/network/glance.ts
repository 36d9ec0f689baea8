// The figures of all banks, counted once for each overview.
import { computed } from '@preact/signals';
import { history } from '../live/overview.ts';
import { type BankFigures, figuresOf } from './bank-figures.ts';

export const figures = computed<ReadonlyMap<string, BankFigures>>(() => figuresOf(history.value));
