// The engine's figures in a row.
import type { JSX } from 'preact';
import { say } from '../language.ts';
import { history, isFresh, overview } from '../live/overview.ts';
import { perSecond } from './bank-figures.ts';
import { rateText } from './figure-text.ts';
import { ThrottleSetting } from './throttle-form.tsx';
import { GLANCE_WORDS } from './words.ts';

export const EngineStrip = (): JSX.Element => {
  const words = say(GLANCE_WORDS);
  const engine = overview.value?.engine;
  if (overview.value !== undefined && engine === undefined) return <p class="notice">{words.noEngine}</p>;
  const count = (value: number | undefined): string => value?.toLocaleString('en') ?? '–';
  const rate = (of: (told: NonNullable<typeof engine>) => number): string =>
    engine === undefined
      ? '–'
      : rateText(perSecond(history.value, ({ overview: seen }) => (seen?.engine === undefined ? 0 : of(seen.engine))));
  const shown = [
    [words.running, count(engine?.activeQueries)],
    [words.parked, count(engine?.parkedQueries)],
    [words.waiting, count(engine?.waitingQueries)],
    [words.inFlight, count(engine?.callsInFlight)],
    [words.accepted + words.perSecondShort, rate(({ accepted }) => accepted)],
    [words.ended + words.perSecondShort, rate(({ ended }) => ended)],
    [words.throttled + words.perSecondShort, rate(({ refused }) => refused.THROTTLED ?? 0)],
  ] as const;
  return (
    <section class="card network-engine" aria-labelledby="network-engine">
      <h2 id="network-engine">{words.engine}</h2>
      <dl class={`number ${isFresh.value ? '' : 'old'}`}>
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ThrottleSetting />
    </section>
  );
};
