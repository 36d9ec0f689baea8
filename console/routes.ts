// Which page is shown: the part of the address behind the `#`, such as `#/queries/q123`. Only ids of queries and codes
// of banks ever stand there.
import { signal } from '@preact/signals';

export const PAGES = ['network', 'phone', 'queries', 'journal', 'results'] as const;
export type PageName = (typeof PAGES)[number];

export interface Route {
  readonly page: PageName;
  /** What of the page: a bank's code, a query's id. */
  readonly part: string | undefined;
}

const read = (): Route => {
  const [, name = '', part] = location.hash.split('/');
  const page = PAGES.find((one) => one === name) ?? 'network';
  return { page, part: part === undefined || part === '' ? undefined : decodeURIComponent(part) };
};

export const route = signal<Route>(read());
addEventListener('hashchange', () => {
  route.value = read();
});

export const hrefOf = (page: PageName, part?: string): string =>
  part === undefined ? `#/${page}` : `#/${page}/${encodeURIComponent(part)}`;

export const goTo = (page: PageName, part?: string): void => {
  location.hash = hrefOf(page, part);
};
