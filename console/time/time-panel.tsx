// What moves the network's clock: steps forward, and how fast it runs.
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { say } from '../language.ts';
import { ask, type Problem } from '../live/control.ts';
import { complaintAbout, otherComplaints, readTyped } from '../ui/field-form.ts';
import { Complaint, FieldRow } from '../ui/field-row.tsx';
import { clockSchema } from '../wire/issuers.ts';
import { type ClockStep, clockStep, isWalking, stepForward, stepShare } from './clock-step.ts';
import { clockScale, hearClock } from './network-clock.ts';
import { TIME_WORDS } from './words.ts';

const STEPS = ['1h', '1d', '7d'] as const;
const SCALES = [0, 1, 10, 60, 3600] as const;

const StepShown = ({ step }: { readonly step: ClockStep }): JSX.Element => {
  const words = say(TIME_WORDS);
  const { by, state, calls, accepted, ended, problem } = step;
  const said = { walking: words.walking(by), done: words.walked(by), failed: words.stopped }[state];
  return (
    <div class="time-step">
      <p role="status">{said}</p>
      {state === 'walking' && <progress aria-label={said} value={stepShare(step)} max={1} />}
      {state === 'walking' && <p class="soft">{words.walkingHint}</p>}
      {state === 'failed' &&
        otherComplaints(problem, [{ path: 'by', kind: 'duration' }]).map((line) => (
          <Complaint key={line} text={line} />
        ))}
      {state !== 'failed' && <p class="number">{words.meanwhile(calls, accepted, ended)}</p>}
    </div>
  );
};

const Forward = (): JSX.Element => {
  const words = say(TIME_WORDS);
  const [typed, setTyped] = useState('');
  const step = clockStep.value;
  const isBusy = isWalking();
  const go = (event: Event): void => {
    event.preventDefault();
    void stepForward(String(readTyped('duration', typed)));
  };
  return (
    <section class="stack" aria-label={words.later}>
      <div class="time-steps">
        {STEPS.map((by) => (
          // A button that is disabled loses the focus of whoever pressed it.
          <button key={by} type="button" aria-disabled={isBusy} onClick={() => void stepForward(by)}>
            {words.steps[by]}
          </button>
        ))}
      </div>
      <form class="time-own" onSubmit={go}>
        <FieldRow
          label={words.ownStep}
          value={typed}
          placeholder="90m"
          complaint={complaintAbout(step?.problem, 'by')}
          onInput={setTyped}
        />
        <button type="submit" aria-disabled={isBusy}>
          {words.go}
        </button>
      </form>
      {step !== undefined && <StepShown step={step} />}
    </section>
  );
};

const Pace = (): JSX.Element => {
  const words = say(TIME_WORDS);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const scale = clockScale.value;
  const set = async (value: unknown): Promise<void> => {
    const answer = await ask('/control/clock', clockSchema, { method: 'PUT', body: { scale: value } });
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) hearClock(answer.value.now, answer.value.scale);
  };
  const setOwn = (event: Event): void => {
    event.preventDefault();
    void set(readTyped('number', typed));
  };
  return (
    <section class="stack" aria-label={words.pace}>
      <h3>{words.pace}</h3>
      <div class="row">
        {SCALES.map((one) => (
          <button key={one} type="button" aria-pressed={scale === one} onClick={() => void set(one)}>
            {one === 0 ? words.held : `${one}×`}
          </button>
        ))}
      </div>
      <form class="time-own" onSubmit={setOwn}>
        <FieldRow
          label={words.ownPace}
          value={typed}
          placeholder="600"
          complaint={complaintAbout(problem, 'scale')}
          onInput={setTyped}
        />
        <button type="submit">{words.go}</button>
      </form>
      {otherComplaints(problem, [{ path: 'scale', kind: 'number' }]).map((line) => (
        <Complaint key={line} text={line} />
      ))}
      <p class="soft">{scale === undefined ? '…' : words.paceHint(scale)}</p>
    </section>
  );
};

export const TimePanel = ({ onClose }: { readonly onClose: () => void }): JSX.Element => {
  const words = say(TIME_WORDS);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="time-panel stack" role="dialog" aria-label={words.clock}>
      <div class="spread">
        <h2 ref={heading} tabIndex={-1}>
          {words.clock} <span class="soft">{words.shanghai}</span>
        </h2>
        <button type="button" class="quiet" aria-label={words.close} onClick={onClose}>
          ✕
        </button>
      </div>
      <Forward />
      <Pace />
    </div>
  );
};
