// Which part of the time a picture shows, and how its axis runs, as buttons.
import type { JSX } from 'preact';
import { say } from '../language.ts';
import type { TimeWindow } from './time-scale.ts';
import type { TimeView } from './time-view.ts';
import { QUERY_WORDS } from './words.ts';

const SECOND: TimeWindow = { fromMs: 0, untilMs: 1000 };
const MINUTE: TimeWindow = { fromMs: 0, untilMs: 60_000 };
const STEPS = [
  ['in', '+', 'zoomIn'],
  ['out', '−', 'zoomOut'],
  ['earlier', '←', 'earlierPart'],
  ['later', '→', 'laterPart'],
] as const;
const KINDS = ['even', 'stretched'] as const;

const isSame = (one: TimeWindow | undefined, other: TimeWindow | undefined): boolean =>
  one?.fromMs === other?.fromMs && one?.untilMs === other?.untilMs;

export interface ZoomToolsProps {
  readonly view: TimeView;
  readonly deadlineMs: number | undefined;
}

export const ZoomTools = ({ view, deadlineMs }: ZoomToolsProps): JSX.Element => {
  const words = say(QUERY_WORDS);
  const toDeadline = deadlineMs === undefined ? undefined : { fromMs: 0, untilMs: deadlineMs };
  const parts: readonly (readonly [string, TimeWindow | undefined])[] = [
    [words.spans.all, undefined],
    [words.spans.second, SECOND],
    [words.spans.minute, MINUTE],
    ...(toDeadline === undefined ? [] : ([[words.spans.deadline, toDeadline]] as const)),
  ];
  return (
    <div class="row zoom-tools">
      <fieldset class="row">
        <legend class="unseen">{words.zoom}</legend>
        {parts.map(([name, part]) => (
          <button key={name} type="button" aria-pressed={isSame(view.part, part)} onClick={() => view.show(part)}>
            {name}
          </button>
        ))}
        {STEPS.map(([step, sign, word]) => (
          <button key={step} type="button" aria-label={words[word]} title={words[word]} onClick={() => view.step(step)}>
            {sign}
          </button>
        ))}
      </fieldset>
      <fieldset class="row">
        <legend class="unseen">{words.scale}</legend>
        {KINDS.map((kind) => (
          <button key={kind} type="button" aria-pressed={view.kind === kind} onClick={() => view.setKind(kind)}>
            {words[kind]}
          </button>
        ))}
      </fieldset>
    </div>
  );
};
