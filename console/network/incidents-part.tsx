// Incidents over several banks: those that go on, and a new one.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { say } from '../language.ts';
import type { Problem } from '../live/control.ts';
import { dayAndTimeOf } from '../ui/instants.ts';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import type { Incident } from '../wire/issuers.ts';
import { BANK_WORDS } from './bank-words.ts';
import { changeBanks, incidents } from './banks-set.ts';
import { faultSummary, faultTitle } from './fault-title.ts';
import { IncidentForm } from './incident-form.tsx';
import { INCIDENT_WORDS } from './incident-words.ts';

const Going = ({ incident }: { readonly incident: Incident }): JSX.Element => {
  const words = say(INCIDENT_WORDS);
  const [problem, setProblem] = useState<Problem>();
  const title = faultTitle(incident);
  const { issuers, healsAt, name } = incident;
  const end = async (): Promise<void> => {
    const answer = await changeBanks(`/control/incidents/${encodeURIComponent(name)}`, { method: 'DELETE' });
    setProblem(answer.ok ? undefined : answer.problem);
  };
  return (
    <li class="network-fault stack" data-incident={name}>
      <div class="spread">
        <div>
          <strong>{title}</strong>{' '}
          <span class="tag warn">{issuers === 'ALL' ? words.overAll : words.over(issuers.length)}</span>{' '}
          <span class="soft">{faultSummary(incident)}</span>
          <p class="mono soft">{issuers === 'ALL' ? '' : issuers.join(' ')}</p>
          {healsAt !== undefined && <p class="soft number">{say(BANK_WORDS).healsAt(dayAndTimeOf(healsAt))}</p>}
        </div>
        <button type="button" aria-label={words.endNamed(title)} onClick={() => void end()}>
          {words.end}
        </button>
      </div>
      {problem !== undefined && <ProblemNotice problem={problem} />}
    </li>
  );
};

export const Incidents = (): JSX.Element => {
  const words = say(INCIDENT_WORDS);
  return (
    <section class="card network-incidents" aria-labelledby="network-incidents">
      <div class="stack">
        <h2 id="network-incidents">{words.title}</h2>
        <p class="soft">{words.hint}</p>
        <ul class="network-faults">
          {incidents.value.map((incident) => (
            <Going key={incident.name} incident={incident} />
          ))}
        </ul>
        {incidents.value.length === 0 && <p class="soft">{words.none}</p>}
      </div>
      <IncidentForm />
    </section>
  );
};
