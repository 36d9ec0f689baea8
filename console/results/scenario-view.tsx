// What came of scenarios: failures on top and open, each with what was expected and the one command that replays it.
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { say } from '../language.ts';
import type { ReportedScenario, ScenarioReport } from './scenario-report.ts';
import { RESULT_WORDS } from './words.ts';

const ORDER: Readonly<Record<ReportedScenario['verdict'], number>> = { failed: 0, 'not-run': 1, passed: 2 };
const TONES: Readonly<Record<ReportedScenario['verdict'], string>> = {
  failed: 'bad',
  'not-run': 'warn',
  passed: 'good',
};
const SIGNS: Readonly<Record<ReportedScenario['verdict'], string>> = { failed: '✗', 'not-run': '–', passed: '✓' };

const textOf = ({ name, file = '', rules, violations }: ReportedScenario): string =>
  [name, file, ...rules, ...violations.map(({ invariant }) => invariant)].join(' ').toLowerCase();

/** An offset from the start of the story, as people say it. */
const offset = (ms: number): string => {
  const days = Math.floor(ms / 86_400_000);
  const time = new Date(ms % 86_400_000).toISOString().slice(11, 23).replace('.000', '');
  return days === 0 ? time : `${days}d ${time}`;
};

const Mismatches = ({ of }: { readonly of: ReportedScenario['finally'] }): JSX.Element => {
  const words = say(RESULT_WORDS);
  return (
    <>
      {of.map(({ pointer, expected, got }) => (
        <dl key={pointer} class="notice bad mismatch">
          <dt class="mono">{pointer}</dt>
          <dd>
            {words.expected} <code>{expected}</code>
          </dd>
          <dd>
            {words.got} <code>{got}</code>
          </dd>
        </dl>
      ))}
    </>
  );
};

const Story = ({ scenario }: { readonly scenario: ReportedScenario }): JSX.Element => {
  const words = say(RESULT_WORDS);
  const { name, verdict, rules, seed, reason, steps, violations, crash, replay, issuerCalls } = scenario;
  return (
    <details class="card story" open={verdict === 'failed'}>
      <summary>
        <span class={`tag ${TONES[verdict]}`}>
          <span aria-hidden="true">{SIGNS[verdict]}</span>
          <span class="unseen">{verdict}</span>
        </span>
        <span class="name">{name}</span>
        <span class="soft">{rules.join(' ')}</span>
      </summary>
      {reason !== undefined && <p class="notice warn">{reason}</p>}
      {crash !== undefined && <p class="notice bad">{crash}</p>}
      {violations.map(({ invariant, sentence, message }) => (
        <p key={invariant + message} class="notice bad">
          <strong>{invariant}</strong> {message}
          <br />
          <span class="soft">{sentence}</span>
        </p>
      ))}
      <Mismatches of={scenario.finally} />
      <ol class="steps">
        {steps.map(({ step, atMs, what, answer, mismatches }) => (
          <li key={step} class={mismatches.length > 0 ? 'bad' : ''}>
            <span class="number soft">{offset(atMs)}</span> {what} <span class="soft">→ {answer}</span>
            <Mismatches of={mismatches} />
          </li>
        ))}
      </ol>
      <p class="soft">
        {words.seed} {seed}
        {issuerCalls === undefined ? '' : ` · ${issuerCalls} ${words.calls}`}
      </p>
      {replay !== undefined && (
        <p>
          {words.replay} <code class="replay">{replay}</code>
        </p>
      )}
    </details>
  );
};

export const ScenarioView = ({ report }: { readonly report: ScenarioReport }): JSX.Element => {
  const words = say(RESULT_WORDS);
  const [sought, setSought] = useState('');
  const ordered = useMemo(
    () => report.scenarios.toSorted((one, other) => ORDER[one.verdict] - ORDER[other.verdict]),
    [report],
  );
  const found = ordered.filter((one) => textOf(one).includes(sought.trim().toLowerCase()));
  const { covered, notCovered } = report.rules;
  const passed = report.scenarios.filter(({ verdict }) => verdict === 'passed').length;
  return (
    <article class="stack result">
      <header class="row">
        <span class={`tag ${report.passed ? 'good' : 'bad'}`}>{report.passed ? words.held : words.failed}</span>
        <strong>{words.scenarios(passed, report.scenarios.length)}</strong>
        <span class="soft">
          {words.rules(covered.length, covered.length + notCovered.length)} · {report.stage}
        </span>
      </header>
      {report.interrupted && <p class="notice warn">{words.interrupted}</p>}
      <div class="row">
        <input
          type="search"
          placeholder={words.search}
          aria-label={words.search}
          value={sought}
          onInput={({ currentTarget }) => setSought(currentTarget.value)}
        />
        <span class="soft" role="status">
          {words.found(found.length)}
        </span>
      </div>
      {found.map((scenario) => (
        <Story key={`${scenario.file} ${scenario.name}`} scenario={scenario} />
      ))}
    </article>
  );
};
