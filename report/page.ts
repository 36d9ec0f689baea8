// A report as one HTML page without outside parts: it can be mailed, kept and opened from a disk for ever. Nothing in
// it asks any network, and its policy forbids what could. Style and script are in page-style.ts and page-script.ts.
import { portableDigests } from '../core/portable-digests.ts';
import { html, type Markup, tag, trusted } from './markup.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';

/** How something went: it held, it failed, it needs a look, or it was not tried. Shown by colour and by a sign. */
export type Tone = 'good' | 'bad' | 'warn' | 'quiet';

export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly tone?: Tone;
}

export interface Section {
  readonly title: string;
  readonly tone: Tone;
  /** In a word: `passed`. Sections of one verdict can be shown alone. */
  readonly verdict: string;
  /** Short marks beside the title, e.g. rules. */
  readonly tags: readonly string[];
  /** A few words at the end of the title's line. */
  readonly note: string;
  readonly body: Markup;
  /** Whether it is unfolded at first. */
  readonly isOpen: boolean;
}

export interface Page {
  readonly title: string;
  readonly tone: Tone;
  /** The one sentence that a reader in a hurry needs. */
  readonly verdict: string;
  readonly facts: readonly Fact[];
  /** Between the facts and the sections. */
  readonly intro?: Markup | undefined;
  /** In the order in which they are read: failures first. */
  readonly sections: readonly Section[];
  readonly footer: string;
  /** Further style rules of our own. */
  readonly style?: string;
}

export const SIGNS: Readonly<Record<Tone, string>> = { good: '✓', bad: '✕', warn: '!', quiet: '–' };

/** The sign of a tone, with what it means for who cannot see it. */
export const sign = (tone: Tone, meaning: string): Markup =>
  html`<span class="sign ${tone}" role="img" aria-label="${meaning}">${SIGNS[tone]}</span>`;

/** The whole document. */
export const pageHtml = (page: Page): string => {
  const style = PAGE_STYLE + (page.style ?? '');
  const policy = [
    "default-src 'none'",
    'img-src data:',
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(PAGE_SCRIPT)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>\n${html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${page.title}</title>
<style>${trusted(style)}</style>
</head>
<body>
${headerOf(page)}
${toolbarOf(page.sections)}
<main>
${page.sections.map(sectionOf)}
<p class="nothing" hidden>Nothing here has all of these words.</p>
</main>
<footer>${page.footer}</footer>
<script>${trusted(PAGE_SCRIPT)}</script>
</body>
</html>
`}`;
};

const hashOf = (text: string): string => `'sha256-${portableDigests.sha256Base64(text)}'`;

const headerOf = ({ title, tone, verdict, facts, intro }: Page): Markup => html`<header>
<h1>${title}</h1>
<p class="verdict ${tone}">${sign(tone, verdict)} <strong>${verdict}</strong></p>
<dl class="facts">${facts.map(factOf)}</dl>
${intro}
</header>`;

const factOf = ({ label, value, tone = 'quiet' }: Fact): Markup =>
  html`<div class="fact ${tone}"><dt>${label}</dt><dd>${value}</dd></div>\n`;

const toolbarOf = (sections: readonly Section[]): Markup => {
  const verdicts = [...new Set(sections.map(({ verdict }) => verdict))];
  const count = (name: string): number => sections.filter(({ verdict }) => verdict === name).length;
  return html`<nav class="toolbar" hidden>
<input type="search" id="search" placeholder="Search name, rule, bank, outcome …   ( / )" aria-label="Search"
  autocomplete="off">
<span class="choices" role="group" aria-label="Show">
<button type="button" data-verdict="" aria-pressed="true">all ${sections.length}</button>
${verdicts.map(
  (one) => html`<button type="button" data-verdict="${one}" aria-pressed="false">${one} ${count(one)}</button>\n`,
)}</span>
<button type="button" data-fold="open">unfold</button>
<button type="button" data-fold="">fold</button>
<output class="shown" for="search"></output>
</nav>`;
};

const sectionOf = ({ title, tone, verdict, tags, note, body, isOpen }: Section, at: number): Markup =>
  tag(
    'details',
    { class: `section ${tone}`, id: `s${at + 1}`, 'data-verdict': verdict, open: isOpen ? '' : undefined },
    html`<summary><span class="head">${sign(tone, verdict)} <span class="title">${title}</span></span>
<span class="tags">${tags.map((one) => html`<span class="tag">${one}</span> `)}</span>
<span class="note">${note}</span></summary>
<div class="body">${body}</div>`,
  );
