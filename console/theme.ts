// Light or dark: as the system has it, until the reader chooses. Remembered by the browser.
import { effect, signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';

const KEPT_AS = 'banknet.theme';

const kept = localStorage.getItem(KEPT_AS);
export const theme = signal<Theme>(kept === 'light' || kept === 'dark' ? kept : 'system');

effect(() => {
  if (theme.value === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
});

export const chooseTheme = (chosen: Theme): void => {
  theme.value = chosen;
  if (chosen === 'system') localStorage.removeItem(KEPT_AS);
  else localStorage.setItem(KEPT_AS, chosen);
};

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const followed = signal(systemIsDark.matches);
systemIsDark.addEventListener('change', ({ matches }) => {
  followed.value = matches;
});

/** For what draws with colours of its own, such as a chart. */
export const isDark = (): boolean => (theme.value === 'system' ? followed.value : theme.value === 'dark');
