// Results of scenarios and load: opened from their files, or of runs that are started here.
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { say } from '../language.ts';
import type { Problem } from '../live/control.ts';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import type { Run } from '../wire/runs.ts';
import { LoadView } from './load-view.tsx';
import { MAX_FILE_MEGABYTES, type ResultFile, readFile, readText } from './result-file.ts';
import { RunList } from './run-list.tsx';
import { followRuns, resultOf } from './runs.ts';
import { ScenarioView } from './scenario-view.tsx';
import { StartForm } from './start-form.tsx';
import { RESULT_WORDS } from './words.ts';
import './results.css';

const save = (name: string, text: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
};

const wrongWords = (file: Exclude<ResultFile, { kind: 'load' | 'scenarios' }>): string => {
  const words = say(RESULT_WORDS);
  switch (file.kind) {
    case 'not-json':
      return words.notJson(file.name);
    case 'other':
      return words.otherKind(file.name);
    case 'too-large':
      return words.tooLarge(file.name, String(MAX_FILE_MEGABYTES));
    case 'damaged':
      return words.damaged(file.name, file.why);
  }
};

const Shown = ({ file }: { readonly file: ResultFile | undefined }): JSX.Element => {
  const words = say(RESULT_WORDS);
  if (file === undefined) return <p class="nothing">{words.nothing}</p>;
  if (file.kind !== 'load' && file.kind !== 'scenarios') {
    return (
      <p class="notice bad" role="alert">
        {wrongWords(file)}
      </p>
    );
  }
  return (
    <>
      <div class="spread">
        <h2>{file.name}</h2>
        <button type="button" onClick={() => save('report.json', file.text)}>
          {words.save}
        </button>
      </div>
      {file.kind === 'load' ? <LoadView result={file.result} /> : <ScenarioView report={file.report} />}
    </>
  );
};

/** Files may be dropped anywhere on the page, until the returned function is called. */
const onDroppedFiles = (take: (files: FileList | undefined) => void): (() => void) => {
  const over = new AbortController();
  const { signal } = over;
  addEventListener('dragover', (event) => event.preventDefault(), { signal });
  addEventListener(
    'drop',
    (event) => {
      event.preventDefault();
      take(event.dataTransfer?.files);
    },
    { signal },
  );
  return () => over.abort();
};

export const ResultsPage = (): JSX.Element => {
  const words = say(RESULT_WORDS);
  const [file, setFile] = useState<ResultFile>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(followRuns, []);
  useEffect(() => onDroppedFiles((files) => void open(files)), []);
  const show = async (run: Run): Promise<void> => {
    const answer = await resultOf(run.runId);
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) setFile(readText(run.title, JSON.stringify(answer.value, null, 2)));
  };
  const open = async (files: FileList | null | undefined): Promise<void> => {
    const [first] = files ?? [];
    if (first !== undefined) setFile(await readFile(first));
  };
  return (
    <div class="results">
      <div class="stack side">
        <label class="card stack">
          <span class="open">{words.open}</span>
          <input
            type="file"
            accept=".json,application/json"
            onChange={({ currentTarget }) => {
              void open(currentTarget.files);
            }}
          />
          <span class="soft">{words.openHint}</span>
        </label>
        <StartForm />
        <RunList onShow={(run) => void show(run)} />
      </div>
      <div class="stack shown">
        {problem !== undefined && <ProblemNotice problem={problem} />}
        <Shown file={file} />
      </div>
    </div>
  );
};
