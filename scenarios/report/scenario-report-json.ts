// A run of scenarios as JSON for machines: the order of members is fixed, and in virtual time the same run gives the
// same bytes. Instants of the story are offsets from its start in ms.
import { shanghaiTimestamp } from '../../core/calendar.ts';
import type { Mismatch, ScenarioResult } from '../scenario-result.ts';
import {
  fileOf,
  type ReportedScenario,
  type ScenarioReport,
  scenarioOf,
  sentenceOf,
  totalsOf,
  verdictOf,
} from './scenario-report.ts';

/** Changes when a member changes its meaning; new members do not change it. */
const VERSION = 1;

/** The text of report.json. */
export const scenarioReportJson = (report: ScenarioReport): string => {
  const { covered, notCovered, ...counts } = totalsOf(report);
  const { stage, wasInterrupted: interrupted } = report;
  const rules = { covered, notCovered };
  const passed = counts.failed === 0 && !interrupted;
  const scenarios = report.scenarios.map(scenarioJson);
  return `${JSON.stringify({ version: VERSION, passed, interrupted, stage, counts, rules, scenarios }, null, 2)}\n`;
};

const scenarioJson = (one: ReportedScenario): object => {
  const { name, seed, rules } = scenarioOf(one);
  const head = { name, file: fileOf(one), verdict: verdictOf(one), seed, rules };
  if (one.kind === 'not-run') return { ...head, reason: one.reason };
  const { result, replay } = one;
  return { ...head, ...resultJson(result), replay };
};

const resultJson = (result: ScenarioResult): object => ({
  startedAt: shanghaiTimestamp(result.startMs),
  lengthMs: result.endMs - result.startMs,
  issuerCalls: result.issuerCalls,
  steps: result.steps.map(({ index, atMs, what, answer, mismatches }) => ({
    step: index + 1,
    atMs: atMs - result.startMs,
    what,
    answer,
    mismatches: mismatches.map(mismatchJson),
  })),
  finally: result.finally.map(mismatchJson),
  violations: result.violations.map(({ invariant, queryId, message, atMs, afterStep }) => ({
    invariant,
    sentence: sentenceOf(invariant),
    message,
    queryId: queryId === '' ? undefined : queryId,
    atMs: atMs - result.startMs,
    afterStep: afterStep + 1,
  })),
  crash: result.crash,
  events: eventCounts(result),
});

const mismatchJson = ({ pointer, expected, got }: Mismatch): Mismatch => ({ pointer, expected, got });

/** How often the engine told of what, by name. */
const eventCounts = ({ sights }: ScenarioResult): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const sight of sights) {
    const name = sight.kind === 'engine' ? sight.event.type : undefined;
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)));
};
