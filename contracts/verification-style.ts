// What the page of a verification has beyond report/page-style.ts: two sides, and marks that are seen without colour.

export const VERIFICATION_STYLE = `
header { margin-bottom: 1rem; }
.about { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 1rem; margin: 0 0 1rem; }
.about dt { color: var(--soft); }
.about dd { margin: 0; font-variant-numeric: tabular-nums; }
.finding { padding: 0.6rem 0.8rem 0.8rem; }
.finding + .finding { margin-top: 0.9rem; }
.words { white-space: pre-wrap; }
.exchange > summary { display: inline-block; padding: 0.1rem 0; color: var(--soft); font-size: 0.85rem; }
.exchange > summary::before { content: "▸ "; }
.exchange[open] > summary::before { content: "▾ "; }
.sides { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0.6rem; margin-top: 0.2rem; }
.sides figure { margin: 0; min-width: 0; }
.sides figcaption { color: var(--soft); font-size: 0.78rem; }
.sides pre {
  margin: 0.15rem 0 0; padding: 0.55rem 0.7rem; max-height: 26rem; overflow: auto; white-space: pre-wrap;
  border: 1px solid var(--line); border-radius: 0.4rem; background: var(--card);
}
mark { padding: 0 0.1em; border-radius: 0.2em; color: inherit; font-weight: 650; text-decoration: underline 2px; }
mark.wanted { color: var(--good); background: var(--good-soft); text-decoration-style: dotted; }
mark.got { color: var(--bad); background: var(--card); }
.sides mark.line {
  display: inline-block; width: calc(100% + 0.6em); margin-left: -0.6em; padding: 0 0 0 calc(0.6em - 3px);
  border-left: 3px solid var(--bad); border-radius: 0; background: var(--bad-soft); text-decoration: none;
}
table.checks td:first-child { width: 1%; }
table.checks td.mono { min-width: 10rem; white-space: nowrap; }
@media (max-width: 52rem) {
  .sides { grid-template-columns: minmax(0, 1fr); }
  table.checks td.mono { white-space: normal; }
}
@media print {
  mark, .sides mark.line { print-color-adjust: exact; }
  .sides { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .sides pre { max-height: none; overflow: visible; font-size: 8pt; }
  /* On paper nobody unfolds what is wrong. */
  .section.bad::details-content { content-visibility: visible; }
  .finding { break-inside: auto; }
}
`;
