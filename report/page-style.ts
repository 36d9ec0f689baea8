// The style of a page: light, dark, narrow and on paper. Colours are named for what they mean.

const LIGHT = `
  --paper: #fbfbf9; --card: #ffffff; --ink: #1d2126; --soft: #5c6670; --faint: #8b949e; --line: #e3e5e4;
  --shade: #f3f4f2; --good: #1a7f4b; --good-soft: #e3f3ea; --bad: #c0262d; --bad-soft: #fceceb; --warn: #9a6700;
  --warn-soft: #fbf1d9; --calm: #2563a8; --calm-soft: #e4eef9; --quiet-soft: #eceeed;`;

const DARK = `
  --paper: #14171a; --card: #1b1f23; --ink: #e6e8ea; --soft: #a3adb6; --faint: #76818b; --line: #2e343a;
  --shade: #22272c; --good: #4cc38a; --good-soft: #17352a; --bad: #ff7b76; --bad-soft: #40201f; --warn: #e3b341;
  --warn-soft: #3a2f14; --calm: #74b0f0; --calm-soft: #1b2f45; --quiet-soft: #2a3036;`;

export const PAGE_STYLE = `
:root { ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
@media print { :root { ${LIGHT} --paper: #ffffff; } }
* { box-sizing: border-box; }
html { color-scheme: light dark; scroll-padding-top: 4.5rem; }
body {
  margin: 0 auto; max-width: 78rem; padding: 2rem 1.5rem 4rem; background: var(--paper); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans SC",
    "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif;
}
code, pre, .mono { font: 0.9em/1.5 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace; }
h1 { margin: 0 0 0.25rem; font-size: 1.55rem; font-weight: 650; letter-spacing: -0.01em; }
h2 { margin: 1.5rem 0 0.5rem; font-size: 0.82rem; font-weight: 650; color: var(--soft); letter-spacing: 0.01em; }
p { margin: 0.4rem 0; }
[hidden] { display: none !important; }
.verdict { margin: 0 0 1.25rem; font-size: 1.05rem; }
.verdict.good strong { color: var(--good); }
.verdict.bad strong { color: var(--bad); }
.sign {
  display: inline-flex; flex: none; align-items: center; justify-content: center; width: 1.35em; height: 1.35em;
  border-radius: 50%; font-size: 0.8rem; font-weight: 700; line-height: 1; color: var(--soft);
  background: var(--quiet-soft); font-variant-emoji: text;
}
.sign.good { color: var(--good); background: var(--good-soft); }
.sign.bad { color: var(--bad); background: var(--bad-soft); border-radius: 0.3em; }
.sign.warn { color: var(--warn); background: var(--warn-soft); }
.facts { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 0 0 1rem; }
.fact {
  min-width: 6.5rem; padding: 0.5rem 0.85rem; border: 1px solid var(--line); border-radius: 0.6rem;
  background: var(--card);
}
.fact dt { font-size: 0.75rem; color: var(--soft); }
.fact dd { margin: 0; font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.fact.good dd { color: var(--good); }
.fact.bad dd { color: var(--bad); }
.fact.warn dd { color: var(--warn); }
.toolbar {
  position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center;
  margin: 0 -0.5rem 0.75rem; padding: 0.6rem 0.5rem; background: var(--paper);
}
input, button { font: inherit; color: inherit; }
input[type="search"] {
  flex: 1 1 16rem; min-width: 0; padding: 0.4rem 0.75rem; border: 1px solid var(--line); border-radius: 0.5rem;
  background: var(--card);
}
button {
  padding: 0.35rem 0.75rem; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--card);
  font-size: 0.85rem; cursor: pointer;
}
button:hover { background: var(--shade); }
button[aria-pressed="true"] { color: var(--calm); background: var(--calm-soft); border-color: var(--calm); }
:focus-visible { outline: 2px solid var(--calm); outline-offset: 1px; }
.choices { display: flex; flex-wrap: wrap; gap: 0.3rem; }
.shown { font-size: 0.85rem; color: var(--soft); }
.section {
  margin: 0 0 0.5rem; border: 1px solid var(--line); border-radius: 0.7rem; background: var(--card);
}
.section.bad { border-color: var(--bad); }
summary {
  display: flex; flex-wrap: wrap; gap: 0.3rem 0.65rem; align-items: center; padding: 0.6rem 0.9rem; cursor: pointer;
  list-style: none; border-radius: 0.7rem;
}
summary::-webkit-details-marker { display: none; }
summary:hover { background: var(--shade); }
td.number { width: 1%; }
.head { display: flex; gap: 0.65rem; align-items: baseline; min-width: 0; }
.title { font-weight: 600; overflow-wrap: anywhere; }
.tags { display: flex; flex-wrap: wrap; gap: 0.25rem; }
.tag {
  padding: 0 0.45rem; border-radius: 0.4rem; background: var(--shade); color: var(--soft); font-size: 0.78rem;
}
.note { margin-left: auto; color: var(--soft); font-size: 0.85rem; font-variant-numeric: tabular-nums; }
.body { padding: 0.25rem 0.9rem 1rem; border-top: 1px solid var(--line); }
.nothing { padding: 2rem; text-align: center; color: var(--soft); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.88rem; }
th {
  padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid var(--line); color: var(--soft); font-weight: 500;
  text-align: left; white-space: nowrap;
}
td { padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child > td { border-bottom: 0; }
td, dd, li, pre { overflow-wrap: anywhere; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr.bad > td { background: var(--bad-soft); }
tr.bad > td:first-child { box-shadow: inset 3px 0 var(--bad); }
.problem {
  margin: 0.6rem 0; padding: 0.5rem 0.8rem; border-left: 3px solid var(--bad); border-radius: 0 0.4rem 0.4rem 0;
  background: var(--bad-soft);
}
.problem dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 0.8rem; margin: 0.25rem 0 0; }
.problem dt { color: var(--soft); }
.problem dd { margin: 0; }
pre.command {
  margin: 0.6rem 0 0; padding: 0.5rem 0.8rem; border-radius: 0.4rem; background: var(--shade); white-space: pre-wrap;
  user-select: all;
}
.soft { color: var(--soft); }
footer { margin-top: 2rem; color: var(--faint); font-size: 0.8rem; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  body { padding: 1rem 0.75rem 3rem; }
  .fact { flex: 1 1 30%; min-width: 5.5rem; padding: 0.4rem 0.6rem; }
  .toolbar { position: static; }
  .note { margin-left: 0; flex-basis: 100%; }
}
@media print {
  @page { margin: 14mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .toolbar { display: none; }
  .sign, .tag, tr.bad > td, .problem, pre.command, svg { print-color-adjust: exact; }
  summary, tr, .problem, svg { break-inside: avoid; }
  summary { break-after: avoid; }
  .scroll { overflow: visible; }
}
`;
