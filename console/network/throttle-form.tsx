// The throttle of the engine: what it is, and a small form to change it.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { say } from '../language.ts';
import { ask, type Problem } from '../live/control.ts';
import { overview } from '../live/overview.ts';
import { bodyOf, complaintAbout, otherComplaints, type Typed } from '../ui/field-form.ts';
import { Complaint, FieldRow } from '../ui/field-row.tsx';
import { throttleSchema } from '../wire/issuers.ts';
import { GLANCE_WORDS } from './words.ts';

const FIELDS = [
  { path: 'burst', kind: 'number' },
  { path: 'perSecond', kind: 'number' },
] as const;

const isOpen = signal(false);
const close = (): void => {
  isOpen.value = false;
};

const Form = ({ start }: { readonly start: Typed }): JSX.Element => {
  const words = say(GLANCE_WORDS);
  const [typed, setTyped] = useState(start);
  const [problem, setProblem] = useState<Problem>();
  const set = async (event: Event): Promise<void> => {
    event.preventDefault();
    const answer = await ask('/control/throttle', throttleSchema, { method: 'PUT', body: bodyOf(FIELDS, typed) });
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) close();
  };
  return (
    <form class="network-throttle stack" onSubmit={(event) => void set(event)}>
      <p class="soft">{words.throttleHint}</p>
      <div class="row">
        {FIELDS.map(({ path }) => (
          <FieldRow
            key={path}
            label={words[path]}
            value={typed[path] ?? ''}
            complaint={complaintAbout(problem, path)}
            onInput={(text) => setTyped({ ...typed, [path]: text })}
          />
        ))}
        <button type="submit" class="primary">
          {words.set}
        </button>
      </div>
      {otherComplaints(problem, FIELDS).map((line) => (
        <Complaint key={line} text={line} />
      ))}
    </form>
  );
};

export const ThrottleSetting = (): JSX.Element => {
  const words = say(GLANCE_WORDS);
  const throttle = overview.value?.engine?.throttle;
  useEffect(() => close, []);
  const [burst, perSecond] = [String(throttle?.burst ?? '–'), String(throttle?.perSecond ?? '–')];
  return (
    <div class="network-throttle-place">
      <button
        type="button"
        aria-expanded={isOpen.value}
        disabled={throttle === undefined}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        {words.throttle} <span class="soft number">{words.throttleIs(burst, perSecond)}</span>
      </button>
      {isOpen.value && <Form start={{ burst, perSecond }} />}
    </div>
  );
};
