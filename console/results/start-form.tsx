// What to run: scenarios of the library, a scenario of one's own, or a load profile.
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { say } from '../language.ts';
import { ask, type Problem } from '../live/control.ts';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { type RunChoices, type RunOrder, runChoicesSchema } from '../wire/runs.ts';
import { runs, startRun } from './runs.ts';
import { RESULT_WORDS } from './words.ts';

const KINDS = ['library', 'scenario', 'load'] as const;

const EXAMPLE = `name: Somebody asks two banks and reads the report
given:
  people: { zhang: { persona: ordinary } }
steps:
  - { at: 0s, apply: { person: zhang, banks: [ICBC, CMB], as: q1 }, expect: { accepted: true } }
  - { at: 1m, record: { query: q1 }, expect: { status: READY } }
`;

export const StartForm = (): JSX.Element => {
  const words = say(RESULT_WORDS);
  const [choices, setChoices] = useState<RunChoices>();
  const [problem, setProblem] = useState<Problem>();
  const [kind, setKind] = useState<RunOrder['kind']>('library');
  const [file, setFile] = useState('ALL');
  const [text, setText] = useState(EXAMPLE);
  const [profile, setProfile] = useState('smoke');
  const [network, setNetwork] = useState<'own' | 'this'>('own');
  const isBusy = runs.value.some(({ state }) => state === 'running');

  useEffect(() => {
    void ask('/control/runs/choices', runChoicesSchema).then((answer) =>
      answer.ok ? setChoices(answer.value) : setProblem(answer.problem),
    );
  }, []);

  const orders: Readonly<Record<RunOrder['kind'], RunOrder>> = {
    library: { kind: 'library', files: file === 'ALL' ? 'ALL' : [file] },
    scenario: { kind: 'scenario', text },
    load: { kind: 'load', profile, network },
  };
  const start = async (event: Event): Promise<void> => {
    event.preventDefault();
    const answer = await startRun(orders[kind]);
    setProblem(answer.ok ? undefined : answer.problem);
  };
  const kindWords = { library: words.library, scenario: words.story, load: words.load };

  return (
    <form class="card stack start" onSubmit={(event) => void start(event)}>
      <h2>{words.start}</h2>
      <fieldset class="row" aria-label={words.what}>
        {KINDS.map((one) => (
          <button key={one} type="button" aria-pressed={kind === one} onClick={() => setKind(one)}>
            {kindWords[one]}
          </button>
        ))}
      </fieldset>
      {kind === 'library' && (
        <select aria-label={words.library} value={file} onChange={({ currentTarget }) => setFile(currentTarget.value)}>
          <option value="ALL">{`${words.all} (${choices?.scenarios.length ?? '…'})`}</option>
          {choices?.scenarios.map((one) => (
            <option key={one.file} value={one.file}>
              {one.name}
            </option>
          ))}
        </select>
      )}
      {kind === 'scenario' && (
        <textarea
          class="mono"
          rows={10}
          spellcheck={false}
          aria-label={words.storyText}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      )}
      {kind === 'load' && (
        <div class="row">
          <select
            aria-label={words.load}
            value={profile}
            onChange={({ currentTarget }) => setProfile(currentTarget.value)}
          >
            {(choices?.profiles ?? [profile]).map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
          <select
            aria-label={words.what}
            value={network}
            onChange={({ currentTarget }) => setNetwork(currentTarget.value === 'this' ? 'this' : 'own')}
          >
            <option value="own">{words.onOwn}</option>
            <option value="this">{words.onThis}</option>
          </select>
        </div>
      )}
      <button type="submit" class="primary" disabled={isBusy}>
        {words.run}
      </button>
      {problem !== undefined && <ProblemNotice problem={problem} />}
    </form>
  );
};
