// The body of a broken check on the page: each finding with what was expected and got, the difference marked, and the
// request beside the answer.
import { html, type Markup, tag } from '../report/markup.ts';
import { markedAnswer } from './marked-answer.ts';
import { differenceOf, type Piece } from './text-difference.ts';
import type { CheckResult, Finding } from './verification.ts';

/** Of one check: more of the same is there, folded. */
const MAX_UNFOLDED = 2;

export const brokenBody = ({ name, source, verdict }: CheckResult, command: string): Markup => html`
<p class="soft">Said in ${source}.</p>
${verdict.kind === 'broken' && verdict.findings.map((finding, at) => findingMarkup(finding, at < MAX_UNFOLDED))}
<pre class="command">${command} --only ${name}</pre>`;

const findingMarkup = (finding: Finding, isOpen: boolean): Markup => {
  const { sent, expected, got, exchange } = finding;
  const difference = differenceOf(expected, got);
  const open = isOpen ? '' : undefined;
  return html`<div class="problem finding">
<dl><dt>sent</dt><dd>${sent}</dd>
<dt>expected</dt><dd class="mono words">${difference.expected.map((piece) => pieceMarkup(piece, 'wanted'))}</dd>
<dt>got</dt><dd class="mono words">${difference.got.map((piece) => pieceMarkup(piece, 'got'))}</dd></dl>
${exchange !== undefined && tag('details', { class: 'exchange', open }, sidesOf(finding, exchange))}
</div>`;
};

const pieceMarkup = ({ text, isSame }: Piece, side: 'wanted' | 'got'): Markup =>
  isSame ? html`${text}` : html`<mark class="${side}">${text}</mark>`;

const sidesOf = ({ expected, got }: Finding, { request, answer }: NonNullable<Finding['exchange']>): Markup => {
  const lines = markedAnswer(answer, expected, got);
  return html`<summary>request and answer</summary>
<div class="sides">
<figure><figcaption>request</figcaption><pre tabindex="0">${request}</pre></figure>
<figure><figcaption>answer</figcaption><pre tabindex="0">${lines.map(
    ({ text, isMarked }, at) => html`${at > 0 && '\n'}${isMarked ? html`<mark class="got line">${text}</mark>` : text}`,
  )}</pre></figure>
</div>`;
};
