// Whether the window is as narrow as a phone's: rows have two lines then, and pictures fewer words.
import { signal } from '@preact/signals';

const query = matchMedia('(max-width: 62rem)');
export const isNarrow = signal(query.matches);
query.addEventListener('change', ({ matches }) => {
  isNarrow.value = matches;
});
