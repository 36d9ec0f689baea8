// The last runs, the one under way among them: how far it is, how it ended, and its result.
import type { JSX } from 'preact';
import { say } from '../language.ts';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import type { Run } from '../wire/runs.ts';
import { runs, runsProblem, stopRun } from './runs.ts';
import { RESULT_WORDS } from './words.ts';

const TONES: Readonly<Record<Run['state'], string>> = {
  running: 'calm',
  held: 'good',
  failed: 'bad',
  impossible: 'bad',
  stopped: 'warn',
};

const OneRun = ({ run, onShow }: { readonly run: Run; readonly onShow: (run: Run) => void }): JSX.Element => {
  const words = say(RESULT_WORDS);
  const { runId, title, state, tookMs, progress, problems, hasResult } = run;
  return (
    <li class="run stack">
      <div class="spread">
        <span>
          <span class={`tag ${TONES[state]}`}>{words.states[state]}</span> <code>{title}</code>
        </span>
        <span class="row">
          <span class="soft number">{words.took((tookMs / 1000).toFixed(1))}</span>
          {state === 'running' && (
            <button type="button" onClick={() => void stopRun(runId)}>
              {words.stop}
            </button>
          )}
          {hasResult && (
            <button type="button" onClick={() => onShow(run)}>
              {words.show}
            </button>
          )}
        </span>
      </div>
      {state === 'running' && (
        <p class="progress mono" role="status">
          {progress === '' ? '…' : progress}
        </p>
      )}
      {problems.length > 0 && (
        <ul class="problems">
          {problems.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </li>
  );
};

export const RunList = ({ onShow }: { readonly onShow: (run: Run) => void }): JSX.Element => {
  const words = say(RESULT_WORDS);
  return (
    <section class="card stack">
      <h2>{words.runs}</h2>
      {runsProblem.value !== undefined && <ProblemNotice problem={runsProblem.value} />}
      {runs.value.length === 0 ? (
        <p class="soft">{words.noRuns}</p>
      ) : (
        <ul class={runsProblem.value === undefined ? 'runs' : 'runs old'}>
          {runs.value.map((run) => (
            <OneRun key={run.runId} run={run} onShow={onShow} />
          ))}
        </ul>
      )}
    </section>
  );
};
