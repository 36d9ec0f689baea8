// A verification as one HTML page, for the manager of a bank and whoever mends its endpoint: the verdict, what is wrong
// first, each finding with request and answer side by side and the difference marked, then all groups, and what was
// left out and why.
import { BANKS } from '../core/banks.ts';
import { shanghaiTimestamp } from '../core/calendar.ts';
import { elapsed } from '../report/elapsed.ts';
import { html, type Markup } from '../report/markup.ts';
import { type Fact, pageHtml, type Section, sign, type Tone } from '../report/page.ts';
import type { CheckResult } from './verification.ts';
import { brokenBody } from './verification-finding-html.ts';
import { VERIFICATION_STYLE } from './verification-style.ts';
import {
  type ByReason,
  byReason,
  type CheckGroup,
  type Counts,
  counted,
  countsOf,
  countWords,
  groupsOf,
  type Outcome,
  outcomeOf,
  type VerdictKind,
  type VerificationReport,
  verdictSentence,
} from './verification-summary.ts';

const TONES: Readonly<Record<VerdictKind, Tone>> = {
  held: 'good',
  broken: 'bad',
  'not-run': 'warn',
  'left-out': 'quiet',
};
const WORDS: Readonly<Record<VerdictKind, string>> = {
  held: 'held',
  broken: 'broken',
  'not-run': 'not run',
  'left-out': 'left out',
};
const OUTCOME_TONES: Readonly<Record<Outcome, Tone>> = { held: 'good', broken: 'bad', unknown: 'warn' };
/** As many broken checks are unfolded at first; of more the reader chooses. */
const MAX_UNFOLDED = 12;
const SHOWN_HASH_CHARACTERS = 12;

/** The text of report.html. */
export const verificationHtml = (report: VerificationReport): string => {
  const { verification, command } = report;
  const { checks, issuer, toolVersion } = verification;
  const broken = checks.filter(({ verdict }) => verdict.kind === 'broken');
  return pageHtml({
    title: `Does the endpoint of ${issuer} keep its contract?`,
    tone: OUTCOME_TONES[outcomeOf(verification)],
    verdict: verdictSentence(report),
    facts: factsOf(report),
    intro: introOf(report),
    sections: [
      ...broken.map((result, at) => brokenSection(result, command, at < MAX_UNFOLDED)),
      ...byReason(checks, 'not-run').map((reason) => reasonSection(reason, 'not-run')),
      ...groupsOf(checks).map(groupSection),
      ...byReason(checks, 'left-out').map((reason) => reasonSection(reason, 'left-out')),
    ],
    footer: `banknet contract verify ${toolVersion}. Everybody in it is synthetic; names and numbers are masked.`,
    style: VERIFICATION_STYLE,
  });
};

const factsOf = ({ verification: { checks } }: VerificationReport): readonly Fact[] => {
  const counts = countsOf(checks);
  const shown = KINDS.filter((kind) => kind !== 'not-run' || counts[kind] > 0);
  return shown.map((kind) => ({
    label: WORDS[kind],
    value: String(counts[kind]),
    tone: counts[kind] > 0 ? TONES[kind] : 'quiet',
  }));
};

const KINDS: readonly VerdictKind[] = ['broken', 'not-run', 'held', 'left-out'];

/** What was held to what, and when: by words, for there are addresses among it. */
const about = ({ verification }: VerificationReport): Markup => {
  const { issuer, url, pactHash, endpointVersion, startedAt, tookMs, hasStates } = verification;
  const name = BANKS.find(({ code }) => code === issuer)?.nameZh ?? '';
  const rows: readonly (readonly [string, string])[] = [
    ['bank', `${name} ${issuer}`.trim()],
    ['endpoint', url],
    ['its version', endpointVersion ?? 'not given (--endpoint-version)'],
    ['provider states', hasStates ? 'given' : 'not given (--state-url)'],
    ['pact', pactHash.slice(0, SHOWN_HASH_CHARACTERS)],
    ['begun', `${shanghaiTimestamp(Date.parse(startedAt)).slice(0, 19).replace('T', ' ')} in Shanghai`],
    ['took', elapsed(tookMs)],
  ];
  return html`<dl class="about">${rows.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>\n`)}</dl>`;
};

const MEANINGS: Readonly<Record<Outcome, string>> = {
  held: 'Everything that was tried is as the contract says.',
  broken:
    'Each red section below is one thing that the endpoint has to do otherwise: what it has to do, where that is said, what was sent, and what came back. Begin at the top: what is first is often the cause of what follows.',
  unknown:
    'Nothing is known against the endpoint, and nothing for it: something between this program and the bank kept checks from running. Mend that, and run it again.',
};

const introOf = (report: VerificationReport): Markup => {
  const { verification, command } = report;
  const outcome = outcomeOf(verification);
  const leftOut = byReason(verification.checks, 'left-out');
  const broken = groupsOf(verification.checks).filter(({ counts }) => counts.broken > 0);
  const where = broken.map(({ name, counts }) => `${name} ${counts.broken}`).join(', ');
  return html`${about(report)}
<p>${MEANINGS[outcome]}</p>
${broken.length > 0 && html`<p>Broken, by what they are about: ${where}.</p>`}
${
  leftOut.length > 0 &&
  html`<p class="soft">Left out, so nothing is known of it: ${leftOut.map(
    ({ why, results }, at) => html`${at > 0 && '; '}${counted(results.length, 'check')} (${why})`,
  )}.</p>`
}
<h2>To run it again</h2>
<pre class="command">${command}</pre>`;
};

const brokenSection = (result: CheckResult, command: string, isOpen: boolean): Section => {
  const findings = result.verdict.kind === 'broken' ? result.verdict.findings.length : 0;
  return {
    title: result.title,
    tone: 'bad',
    verdict: WORDS.broken,
    tags: [result.name],
    note: counted(findings, 'finding'),
    body: brokenBody(result, command),
    isOpen,
  };
};

const reasonSection = ({ why, results }: ByReason, kind: 'not-run' | 'left-out'): Section => ({
  title: `${WORDS[kind].charAt(0).toUpperCase()}${WORDS[kind].slice(1)}: ${why}`,
  tone: TONES[kind],
  verdict: WORDS[kind],
  tags: [],
  note: counted(results.length, 'check'),
  body: checksTable(results),
  isOpen: kind === 'not-run',
});

const groupSection = ({ name, results, counts }: CheckGroup): Section => ({
  title: name,
  tone: toneOf(counts),
  verdict: 'group',
  tags: [],
  note: countWords(counts),
  body: checksTable(results),
  isOpen: false,
});

const toneOf = (counts: Counts): Tone => {
  if (counts.broken > 0) return 'bad';
  if (counts['not-run'] > 0) return 'warn';
  return counts.held > 0 ? 'good' : 'quiet';
};

const checksTable = (results: readonly CheckResult[]): Markup => html`<div class="scroll"><table class="checks">
<thead><tr><th></th><th>check</th><th>what the endpoint has to do</th><th>where that is said</th></tr></thead>
<tbody>${results.map(
  ({ name, title, source, verdict }) =>
    html`<tr><td>${sign(TONES[verdict.kind], WORDS[verdict.kind])}</td><td class="mono">${name}</td><td>${title}</td>
<td class="soft">${source}</td></tr>\n`,
)}</tbody></table></div>`;
