// The style of charts, beside that of the page.

export const CHART_STYLE = `
.body > .plots:first-child { margin-top: 0.25rem; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 0.5rem 1.5rem; }
td:first-child { white-space: nowrap; }
.plots > .scroll, .plots > .whole { grid-column: 1 / -1; }
/* A name of a figure stays whole; a table that has no room for its columns is scrolled. */
td { overflow-wrap: break-word; }
.plots > .scroll table { min-width: 44rem; }
.plot { margin: 0.5rem 0; min-width: 0; }
.plot figcaption { font-size: 0.85rem; font-weight: 600; }
.plots .small { font-size: 0.8rem; }
.chart { display: block; width: 100%; height: auto; min-width: 30rem; max-width: 48rem; }
.chart.swatch { display: inline; width: auto; min-width: 0; flex: none; }
.chart text { font-size: 11px; fill: var(--soft); font-variant-numeric: tabular-nums; }
.chart text.head { font-size: 10.5px; fill: var(--ink); }
.chart .grid { stroke: var(--line); }
.chart .axis { stroke: var(--faint); }
.chart .incident { fill: var(--warn-soft); stroke: var(--warn); stroke-width: 0.7; stroke-dasharray: 2 2; }
.chart .incident.hollow { fill: none; }
.chart text.incident-name { font-size: 10px; fill: var(--warn); }
.chart .series { fill: none; stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round; }
.chart .series.one { stroke: var(--calm); }
.chart .series.two { stroke: var(--warn); stroke-dasharray: 6 3; }
.chart .series.three { stroke: var(--good); stroke-dasharray: 2 4; }
.chart .series.four { stroke: var(--ink); stroke-dasharray: 9 3 2 3; }
.chart .series.alarm { stroke: var(--bad); stroke-width: 2.4; }
.chart .series.limit { stroke: var(--soft); stroke-dasharray: 1.5 3; }
.chart .part { stroke: none; }
.chart .part.meant { fill: var(--calm); fill-opacity: 0.25; }
.chart .part.own { fill: var(--ink); fill-opacity: 0.7; }
.chart .part.waiting { fill: var(--warn); fill-opacity: 0.35; }
.chart .took { fill: var(--card); stroke: var(--ink); stroke-width: 1.3; }
.chart .took.full { fill: var(--ink); }
.chart .heat { fill: var(--calm); }
.chart .level-1 { fill-opacity: 0.16; }
.chart .level-2 { fill-opacity: 0.32; }
.chart .level-3 { fill-opacity: 0.48; }
.chart .level-4 { fill-opacity: 0.65; }
.chart .level-5 { fill-opacity: 0.82; }
.legend {
  display: flex; flex-wrap: wrap; gap: 0.15rem 1rem; margin: 0.1rem 0 0.3rem; font-size: 0.8rem; color: var(--soft);
}
.legend span { display: inline-flex; align-items: center; gap: 0.35rem; }
.about { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 1rem; margin: 0 0 1rem; }
.about dt { color: var(--soft); }
.about dd { margin: 0; }
@media print {
  .chart { min-width: 0; }
  .plots { grid-template-columns: 1fr; }
  .chart { max-width: 34rem; }
  .plots > .scroll table { min-width: 0; }
  .plot { break-inside: avoid; }
}
`;
