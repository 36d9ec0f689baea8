// Runs that the network does for this page: asked every second while one is under way.
import { signal } from '@preact/signals';
import { z } from 'zod';
import { type Answer, ask, type Problem } from '../live/control.ts';
import { type Run, type RunOrder, runSchema, runsSchema } from '../wire/runs.ts';

const EVERY_MS = 500;
const IDLE_EVERY_MS = 3000;
/** The report of a long run is large. */
const RESULT_TIMEOUT_MS = 60_000;

export const runs = signal<readonly Run[]>([]);
/** Why the runs that are shown may be old. */
export const runsProblem = signal<Problem | undefined>(undefined);

const look = async (): Promise<void> => {
  const answer = await ask('/control/runs', runsSchema);
  if (answer.ok) runs.value = answer.value.runs;
  runsProblem.value = answer.ok ? undefined : answer.problem;
};

/** Keeps {@link runs} true until the returned function is called. */
export const followRuns = (): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const turn = async (): Promise<void> => {
    await look();
    if (isOver) return;
    const isBusy = runs.value.some(({ state }) => state === 'running');
    timer = setTimeout(() => void turn(), isBusy ? EVERY_MS : IDLE_EVERY_MS);
  };
  void turn();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
};

export const startRun = async (order: RunOrder): Promise<Answer<Run>> => {
  const answer = await ask('/control/runs', runSchema, { method: 'POST', body: order });
  if (answer.ok) runs.value = [answer.value, ...runs.value];
  return answer;
};

export const stopRun = async (runId: string): Promise<Answer<Run>> => {
  const answer = await ask(`/control/runs/${runId}`, runSchema, { method: 'DELETE' });
  await look();
  return answer;
};

/** The result, as its report.json would say it. */
export const resultOf = (runId: string): Promise<Answer<unknown>> =>
  ask(`/control/runs/${runId}/result`, z.unknown(), { timeoutMs: RESULT_TIMEOUT_MS });
