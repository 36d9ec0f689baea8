// The shell of the console: head, pages, what is wrong with the connection, and the page that the address names. Pages
// but the first are fetched when they are first shown.
import { signal } from '@preact/signals';
import type { ComponentType, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import icon from './icon.svg';
import { say } from './language.ts';
import { connection, followNetwork, isFresh, overview, trouble } from './live/overview.ts';
import { NetworkPage } from './network/network-page.tsx';
import { hrefOf, PAGES, type PageName, route } from './routes.ts';
import { LanguageChoice, ThemeChoice, TokenForm } from './shell-tools.tsx';
import { TimeTools } from './time/time-tools.tsx';
import { SHELL_WORDS } from './words.ts';
import './style/shell.css';

const pages = signal<Partial<Record<PageName, ComponentType>>>({ network: NetworkPage });

const LOADERS: Readonly<Record<Exclude<PageName, 'network'>, () => Promise<ComponentType>>> = {
  phone: async () => (await import('./phone/phone-page.tsx')).PhonePage,
  queries: async () => (await import('./queries/queries-page.tsx')).QueriesPage,
  journal: async () => (await import('./journal/journal-page.tsx')).JournalPage,
  results: async () => (await import('./results/results-page.tsx')).ResultsPage,
};

const load = async (name: PageName): Promise<void> => {
  if (name === 'network' || pages.value[name] !== undefined) return;
  const page = await LOADERS[name]();
  pages.value = { ...pages.value, [name]: page };
};

const Head = ({ toContent }: { readonly toContent: () => void }): JSX.Element => {
  const words = say(SHELL_WORDS);
  return (
    <header class="head">
      <button type="button" class="skip" onClick={toContent}>
        {words.skip}
      </button>
      <a class="brand" href={hrefOf('network')}>
        <img src={icon} alt="" />
        banknet
      </a>
      <nav class="pages" aria-label={words.pagesLabel}>
        {PAGES.map((page) => (
          <a key={page} href={hrefOf(page)} aria-current={route.value.page === page ? 'page' : undefined}>
            {words.pages[page]}
          </a>
        ))}
      </nav>
      <div class="tools">
        <span class={`connection ${connection.value}`} role="status">
          {words.connection[connection.value]}
        </span>
        <TimeTools />
        <LanguageChoice />
        <ThemeChoice />
      </div>
    </header>
  );
};

/** A network that is there tells of itself sooner: before that nothing is lost. */
const FIRST_WORD_WITHIN_MS = 2000;
const isOverdue = signal(false);

const Banner = (): JSX.Element | null => {
  const words = say(SHELL_WORDS);
  useEffect(() => {
    const timer = setTimeout(() => {
      isOverdue.value = true;
    }, FIRST_WORD_WITHIN_MS);
    return () => clearTimeout(timer);
  }, []);
  if (connection.value === 'refused') return <TokenForm />;
  const wasHeard = overview.value !== undefined || trouble.value !== undefined;
  if (isFresh.value || !(wasHeard || isOverdue.value)) return null;
  return (
    <p class="notice warn banner" role="alert">
      {trouble.value === undefined ? words.lost : words.trouble}
    </p>
  );
};

export const App = (): JSX.Element => {
  const main = useRef<HTMLElement>(null);
  const { page } = route.value;
  const Page = pages.value[page];
  useEffect(() => followNetwork(), []);
  useEffect(() => {
    void load(page);
    document.title = `${say(SHELL_WORDS).pages[page]} · banknet`;
  });
  return (
    <>
      <Head toContent={() => main.current?.focus()} />
      <main class="page" ref={main} tabIndex={-1} aria-busy={Page === undefined} data-page={page}>
        <h1 class="unseen">{say(SHELL_WORDS).pages[page]}</h1>
        <Banner />
        {Page === undefined ? <p class="nothing">…</p> : <Page />}
      </main>
    </>
  );
};
