// The files of `banknet scenario explore --report`: what was found, each shrunk story played once more to be shown; and
// where nothing was found the first story, so that the page shows how one goes.
import type { Plain } from '../scenarios/explore/choices.ts';
import { planOf } from '../scenarios/explore/plan.ts';
import type { ReportedScenario, ScenarioReport } from '../scenarios/report/scenario-report.ts';
import { scenarioReportHtml } from '../scenarios/report/scenario-report-html.ts';
import { scenarioReportJunit } from '../scenarios/report/scenario-report-junit.ts';
import { runScenario } from '../scenarios/run-scenario.ts';
import { type Explored, explorationJson, replayCommand } from './explore-page.ts';
import type { ReportFiles } from './report-files.ts';

export const explorationReport = async (
  explored: Explored,
  wasInterrupted: boolean,
  nowMs: () => number,
): Promise<ReportFiles> => {
  const { exploration, files, from } = explored;
  const shown = exploration.found.map(({ sign, seed, data }) => ({ seed, data, file: files.get(sign) }));
  if (shown.length === 0 && exploration.seeds > 0) shown.push({ seed: from, data: planOf(from), file: undefined });
  const scenarios: ReportedScenario[] = [];
  for (const one of shown) scenarios.push(await playedAgain(one, nowMs));
  const report: ScenarioReport = { scenarios, stage: 'in virtual time, by exploration', wasInterrupted };
  return {
    'report.json': `${JSON.stringify(explorationJson(explored), undefined, 2)}\n`,
    'junit.xml': scenarioReportJunit(report),
    'report.html': scenarioReportHtml(report),
  };
};

interface Shown {
  readonly seed: number;
  readonly data: Plain;
  readonly file: string | undefined;
}

const playedAgain = async ({ seed, data, file }: Shown, nowMs: () => number): Promise<ReportedScenario> => {
  const startedMs = nowMs();
  const result = await runScenario(data, file === undefined ? {} : { file });
  const replay = file === undefined ? `banknet scenario explore --seed-start ${seed} --seeds 1` : replayCommand(file);
  return { kind: 'played', result, replay, tookMs: nowMs() - startedMs };
};
