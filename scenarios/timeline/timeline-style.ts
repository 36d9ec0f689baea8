// The style of a timeline, beside that of the page.

export const TIMELINE_STYLE = `
.timeline { display: block; height: auto; max-width: 100%; margin: 0.5rem 0 0.25rem; }
.timeline.usual { min-width: 60rem; }
.timeline.wide { min-width: 80rem; }
.timeline.widest { min-width: 110rem; }
.timeline text { font-size: 11px; fill: var(--ink); }
.timeline text.small { font-size: 9.5px; fill: var(--soft); }
.timeline text.inside { font-size: 10px; font-weight: 650; fill: var(--card); }
.timeline .lane { fill: var(--shade); }
.timeline .lane.odd { fill: none; }
.timeline .panel { fill: none; stroke: var(--line); }
.timeline .silence { fill: none; stroke: var(--faint); stroke-width: 1.2; }
.timeline .gap { fill: var(--card); }
.timeline .tick { stroke: var(--line); }
.timeline .fault { fill: var(--bad-soft); stroke: var(--bad); stroke-width: 0.6; stroke-dasharray: 2 2; }
.timeline .hatch { stroke: var(--bad); stroke-width: 0.7; opacity: 0.45; }
.timeline .fault-name { font-size: 9px; fill: var(--bad); }
.timeline .down { fill: var(--ink); opacity: 0.12; }
.timeline .wait { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 1.5 2.5; }
.timeline .open-circuit { fill: var(--warn); }
.timeline .step { stroke: var(--soft); stroke-width: 0.8; stroke-dasharray: 3 3; opacity: 0.7; }
.timeline .step.bad, .timeline .crash { stroke: var(--bad); stroke-width: 1.4; opacity: 1; }
.timeline .mark { fill: var(--calm); }
.timeline .mark.bad { fill: var(--bad); }
.timeline .query { fill: var(--calm-soft); stroke: var(--calm); stroke-width: 0.8; }
.timeline .deadline { stroke: var(--warn); stroke-width: 1.6; fill: none; }
.timeline .good { fill: var(--good); stroke: var(--good); }
.timeline .bad { fill: var(--bad); stroke: var(--bad); }
.timeline .warn { fill: var(--warn); stroke: var(--warn); }
.timeline .calm { fill: var(--calm); stroke: var(--calm); }
.timeline .ink { fill: var(--ink); stroke: var(--ink); }
.timeline .faint { fill: var(--faint); stroke: var(--faint); stroke-width: 2; }
.timeline .bar { fill-opacity: 0.28; stroke-width: 0.7; }
.timeline .bar.many { fill-opacity: 0.12; stroke-dasharray: 1.5 1.5; }
.timeline text.count { font-size: 9px; }
.timeline .bar.cut { stroke-dasharray: 2 2; }
.timeline .hollow { fill: var(--card); stroke-width: 1.5; }
.timeline .cross { fill: none; stroke-width: 2; }
.timeline .mark, .timeline .mark.bad, .timeline text { stroke: none; }
.legend {
  display: flex; flex-wrap: wrap; gap: 0.15rem 1rem; margin: 0 0 0.5rem; font-size: 0.8rem; color: var(--soft);
}
.legend span { display: inline-flex; align-items: center; gap: 0.35rem; }
.legend svg { display: inline; margin: 0; }
@media print { .scroll .timeline { min-width: 0; width: 100%; } }
`;
